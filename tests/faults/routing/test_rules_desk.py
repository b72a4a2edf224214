from __future__ import annotations

import pytest

from participation.faults.models import CaseSystem, Question, RoutingRule
from participation.places.models import Department
from tests.faults.factories import IN_SUNDSVALL, category_of, reported

RULES = "/cms/felanmalningar/regler/2281/"
SQUARE = '{"type": "Polygon", "coordinates": [[[17, 62], [18, 62], [18, 63], [17, 63], [17, 62]]]}'


@pytest.fixture
def parks(sundsvall) -> Department:
    return Department.objects.create(municipality=sundsvall, name="Parkavdelningen")


@pytest.fixture
def rule(sundsvall, parks) -> RoutingRule:
    lamps = category_of(sundsvall)
    return RoutingRule.objects.create(municipality=sundsvall, name="Lampor i parker", category=lamps, department=parks)


def test_a_rule_that_staff_write_decides_where_the_next_report_goes(client, case_officer, sundsvall, parks):
    client.force_login(case_officer)
    said = {"name": "Allt i rutan", "order": "1", "is_active": "on", "area": SQUARE, "department": parks.pk}

    assert client.post(f"{RULES}ny/", said)["Location"] == RULES

    place = {"lon": IN_SUNDSVALL[0], "lat": IN_SUNDSVALL[1]}
    page = client.post(RULES, place).content.decode()
    assert "<strong>Parkavdelningen</strong>" in page
    assert "<strong>stämmer</strong>" in page


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ("[[62.3,17.2],[62.5,17.2],[62.5,17.4],[62.3,17.4],[62.3,17.2]]", "ser ut att ha bytt plats i området"),
        ("[[18,59.2],[18.1,59.2],[18.1,59.4],[18,59.4],[18,59.2]]", "ligger utanför kommunen"),
    ],
)
def test_an_area_where_no_report_lies_is_no_rule(client, case_officer, sundsvall, parks, points, words):
    client.force_login(case_officer)
    area = f'{{"type": "Polygon", "coordinates": [{points}]}}'
    said = {"name": "Allt i rutan", "order": "1", "is_active": "on", "area": area, "department": parks.pk}

    page = client.post(f"{RULES}ny/", said).content.decode()

    assert words in page
    assert not RoutingRule.objects.exists()


@pytest.mark.parametrize(
    ("lat", "lon", "words"),
    [
        (IN_SUNDSVALL[0], IN_SUNDSVALL[1], "Latitud och longitud ser ut att ha bytt plats."),
        (59.33, 18.06, "Platsen ligger i Stockholms kommun, som inte är med här."),
        (43.467, 11.885, "Platsen ligger utanför de kommuner som är med här."),
    ],
)
def test_no_rule_is_tried_where_no_report_can_lie(client, case_officer, sundsvall, rule, lat, lon, words):
    client.force_login(case_officer)

    page = client.post(RULES, {"lat": lat, "lon": lon}).content.decode()

    assert words in page
    assert "stämmer</strong>" not in page


def test_trying_says_why_a_rule_does_not_fit(client, case_officer, sundsvall, rule):
    report = reported(sundsvall)
    client.force_login(case_officer)

    page = client.post(RULES, {"number": report.number}).content.decode()

    assert "Lampor i parker: kategorin är en annan" in page
    assert "Kommunens egen kö" in page


@pytest.mark.parametrize("area", ["{", "[1]", '{"type": "Point", "coordinates": [17, 62]}', '{"type": "Polygon"}'])
def test_an_area_that_is_none_comes_back(client, case_officer, sundsvall, area):
    client.force_login(case_officer)

    assert client.post(f"{RULES}ny/", {"name": "X", "order": "1", "area": area}).status_code == 200
    assert not RoutingRule.objects.exists()


def test_a_rule_names_nothing_of_another_municipality(client, case_officer, sundsvall, timra):
    theirs = Department.objects.create(municipality=timra, name="Teknik i Timrå")
    client.force_login(case_officer)

    page = client.post(f"{RULES}ny/", {"name": "X", "order": "1", "department": theirs.pk})

    assert page.status_code == 200
    assert "Teknik i Timrå" not in page.content.decode()
    assert not RoutingRule.objects.exists()


@pytest.mark.parametrize("who", ["outsider", "moderator", "editor", "citizen"])
def test_nobody_else_reads_writes_or_removes_a_rule(client, request, rule, who):
    client.force_login(request.getfixturevalue(who))

    for path in (RULES, f"{RULES}ny/", f"{RULES}{rule.pk}/"):
        assert "Lampor i parker" not in client.get(path).content.decode()
        client.post(path, {"name": "Hackad", "order": "1", "gor": "ta-bort"})
    assert RoutingRule.objects.get().name == "Lampor i parker"


def test_a_rule_is_reached_only_in_its_own_municipality(client, outsider, rule):
    client.force_login(outsider)

    assert client.post(f"/cms/felanmalningar/regler/2262/{rule.pk}/", {"gor": "ta-bort"}).status_code == 404
    assert RoutingRule.objects.exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"begins": "22:00"}, "Skriv också när tiden slutar"),
        ({"ends": "06:00"}, "Skriv också när tiden börjar"),
        ({"begins": "06:00", "ends": "06:00"}, "så regeln stämmer aldrig"),
        ({"answer": "ja"}, "Skriv koden för frågan som svaret hör till."),
        ({"question_code": "hittepa"}, "har en fråga med den koden"),
    ],
)
def test_a_rule_that_would_never_fit_is_refused_in_plain_words(client, case_officer, sundsvall, said, sentence):
    client.force_login(case_officer)

    page = client.post(f"{RULES}ny/", {"name": "Natt", "order": "1", **said})

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert "faults_" not in page.content.decode()
    assert not RoutingRule.objects.exists()


def test_a_rule_that_names_a_system_and_another_municipality_is_refused(client, case_officer, sundsvall, timra):
    system = CaseSystem.objects.create(name="Gatan", kind="email")
    system.municipalities.add(sundsvall)
    client.force_login(case_officer)

    page = client.post(f"{RULES}ny/", {"name": "Natt", "order": "1", "system": system.pk, "hand_to": timra.pk})

    assert "inte båda" in page.content.decode()


def test_a_question_is_looked_for_in_the_category_of_the_rule(client, case_officer, sundsvall):
    lamps, holes = category_of(sundsvall), category_of(sundsvall, "hal")
    Question.objects.create(category=lamps, code="stolpe", kind="string", words="Vilken stolpe?")
    client.force_login(case_officer)
    said = {"name": "Stolpar", "order": "1", "question_code": "stolpe", "begins": "22:00", "ends": "06:00"}

    other = client.post(f"{RULES}ny/", {**said, "category": holes.pk})
    same = client.post(f"{RULES}ny/", {**said, "category": lamps.pk})

    assert (other.status_code, same.status_code) == (200, 302)


def test_a_new_rule_has_no_area_and_no_rules_are_said_so(client, case_officer, sundsvall):
    client.force_login(case_officer)

    page, empty = client.get(f"{RULES}ny/").content.decode(), client.get(RULES).content.decode()

    assert "null</textarea>" not in page.replace("\n", "")
    assert "Här finns inga regler än." in empty
