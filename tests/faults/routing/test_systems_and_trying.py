"""A rule names the case system; the try-out says so, guesses from words and takes answers; each change is kept."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.faults.actions import hand_over, split_off
from participation.faults.actions.rules import remove_rule, save_rule
from participation.faults.models import (
    CaseSystem,
    CategoryInSystem,
    Choice,
    Dispatch,
    Question,
    RoutingRule,
    RuleChange,
)
from tests.faults.factories import NOW, category_of, reported

RULES = "/cms/felanmalningar/regler/2281/"


@pytest.fixture
def lamps(sundsvall):
    return category_of(sundsvall, name="Gatubelysning", keywords="lampa\nmörkt")


def system_of(*places, name="Parksystemet", **said) -> CaseSystem:
    system = CaseSystem.objects.create(name=name, kind="email", **{"is_on": True, **said})
    system.municipalities.set(places)
    return system


@pytest.fixture
def parks(sundsvall) -> CaseSystem:
    return system_of(sundsvall)


@pytest.fixture
def streets(sundsvall, lamps) -> CaseSystem:
    system = system_of(sundsvall, name="Gatusystemet")
    CategoryInSystem.objects.create(category=lamps, system=system, code="LAMPA")
    return system


@pytest.fixture
def officer(client, case_officer):
    client.force_login(case_officer)
    return case_officer


def rule_of(place, **said) -> RoutingRule:
    return RoutingRule.objects.create(**{"municipality": place, "name": "Lampor i parker", **said})


def sent(report) -> list[tuple[str, str]]:
    return list(Dispatch.objects.filter(report=report).values_list("system__name", "code"))


def test_without_a_rule_the_category_says_which_system(sundsvall, lamps, streets):
    assert sent(reported(sundsvall, category=lamps)) == [("Gatusystemet", "LAMPA")]
    assert sent(reported(sundsvall)) == []


def test_a_rule_that_names_a_system_goes_before_the_category(sundsvall, lamps, streets, parks):
    rule_of(sundsvall, system=parks, system_code="P7")

    assert sent(reported(sundsvall, category=lamps)) == [("Parksystemet", "P7")]
    assert sent(reported(sundsvall)) == [("Parksystemet", "P7")]


def test_a_rule_that_names_none_leaves_the_choice_to_the_category(sundsvall, lamps, streets):
    rule_of(sundsvall, priority=4)

    assert sent(reported(sundsvall, category=lamps)) == [("Gatusystemet", "LAMPA")]


def test_a_system_that_is_not_in_use_gets_nothing_and_nor_does_another(sundsvall, lamps, streets, parks):
    rule_of(sundsvall, system=parks)
    CaseSystem.objects.filter(pk=parks.pk).update(is_on=False)

    assert sent(reported(sundsvall, category=lamps)) == []


def test_the_rules_of_the_new_municipality_name_the_system_after_a_hand_over(sundsvall, timra, case_officer):
    theirs = system_of(timra, name="Timrås")
    rule_of(timra, system=theirs)
    report = reported(sundsvall)

    hand_over(report=report, by=case_officer, to=timra, message="", now=NOW)

    assert sent(report) == [("Timrås", "")]


def test_a_part_follows_the_rules_too(sundsvall, lamps, parks, case_officer):
    rule_of(sundsvall, category=lamps, system=parks)
    whole = reported(sundsvall)

    part = split_off(report=whole, by=case_officer, text="X", category=lamps, rest_is_done=True, now=NOW)

    assert (sent(whole), sent(part)) == ([], [("Parksystemet", "")])


def test_the_words_suggest_the_category_and_the_system_is_said_with_its_reason(client, officer, lamps, streets):
    page = client.post(RULES, {"words": "Det är mörkt vid lampan"}).content.decode()

    assert "<strong>Gatubelysning</strong> (orden tyder på den)" in page
    assert "<strong>Gatusystemet</strong>, LAMPA (kategorins val)" in page


def test_a_system_named_by_a_rule_says_so_and_whether_it_is_in_use(client, officer, sundsvall, lamps, streets, parks):
    rule_of(sundsvall, category=lamps, system=parks)
    CaseSystem.objects.filter(pk=parks.pk).update(is_on=False)

    page = client.post(RULES, {"category": lamps.pk}).content.decode()

    assert "<strong>Parksystemet</strong> (regeln säger det)" in page
    assert "inte i bruk" in page
    assert "Gatusystemet" not in page[page.index('id="svar"') :]


@pytest.mark.parametrize(
    ("lat", "lon", "said"),
    [
        ("norr", "", "latitud är inget tal: ”norr”."),
        ("62.39", "", "Skriv också longitud."),
        ("", "17.3", "Skriv också latitud."),
    ],
)
def test_half_a_position_says_what_is_wrong_with_which_half(client, officer, lat, lon, said):
    page = client.post(RULES, {"lat": lat, "lon": lon}).content.decode()

    assert said in page
    assert "inget tal: ””" not in page


def test_to_another_municipality_its_own_rules_say_which_system(client, officer, sundsvall, timra, lamps, streets):
    rule_of(sundsvall, category=lamps, hand_to=timra)

    page = client.post(RULES, {"category": lamps.pk}).content.decode()

    assert "<strong>Timrå kommun</strong>" in page
    assert "egna regler" in page
    assert "kategorins val" not in page


def test_answers_decide_and_may_be_left_out(client, officer, sundsvall, lamps, parks):
    question = Question.objects.create(
        category=lamps, code="park", kind="singlevaluelist", words="I en park?", is_required=True
    )
    for key in ("ja", "nej"):
        Choice.objects.create(question=question, key=key, name=key)
    Choice.objects.create(question=question, key="vag", name="Enskild väg", stops=True, stop_words="Ring föreningen.")
    rule_of(sundsvall, question_code="park", answer="ja", system=parks)

    page = client.get(RULES).content.decode()
    assert "frågor kommer fram när du har tryckt på Prova" in page
    page = client.post(RULES, {"category": lamps.pk}).content.decode()
    assert "I en park?" in page
    assert "svaret är ett annat" in page
    assert "Svara på frågan" not in page
    page = client.post(RULES, {"category": lamps.pk, "svar-park": "ja"}).content.decode()
    assert "<strong>Parksystemet</strong>" in page
    page = client.post(RULES, {"category": lamps.pk, "svar-park": "vag"}).content.decode()
    assert "Ring föreningen." in page


def test_a_rule_names_only_a_system_that_the_municipality_uses(client, officer, sundsvall, timra):
    theirs = system_of(timra, name="Timrås hemliga")
    said = {"name": "X", "order": "1", "system": theirs.pk}

    page = client.post(f"{RULES}ny/", said)

    assert "Timrås hemliga" not in page.content.decode()
    assert not RoutingRule.objects.exists()


def test_who_changed_what_and_when_stands_on_the_page_of_the_rule(client, officer, parks):
    client.post(f"{RULES}ny/", {"name": "Lampor", "order": "1", "is_active": "on"})
    rule = RoutingRule.objects.get()

    client.post(f"{RULES}{rule.pk}/", {"name": "Lampor", "order": "1", "is_active": "on", "system": parks.pk})
    client.post(f"{RULES}{rule.pk}/", {"name": "Lampor", "order": "1", "is_active": "on", "system": parks.pk})

    assert [change.by for change in rule.changes.all()] == [officer, officer]  # a form sent again changes nothing
    page = client.get(f"{RULES}{rule.pk}/").content.decode()
    assert "ärendesystem: tomt → Parksystemet" in page
    assert "namn: tomt → Lampor" in page


def test_a_removed_rule_leaves_what_it_said(client, officer, sundsvall, parks):
    rule = rule_of(sundsvall, system=parks)

    client.post(f"{RULES}{rule.pk}/", {"gor": "ta-bort"})

    change = RuleChange.objects.get()
    assert (change.rule, change.by, change.is_removal) == (None, officer, True)
    page = client.get(RULES).content.decode()
    assert "Borttagna regler" in page
    assert "ärendesystem: Parksystemet" in page


def test_of_an_area_it_says_that_it_is_another(sundsvall, case_officer):
    rule = rule_of(sundsvall)
    rule.area = {"type": "Polygon", "coordinates": [[[17, 62], [18, 62], [18, 63], [17, 62]]]}

    change = save_rule(rule=rule, by=case_officer, now=NOW)

    assert change.lines == [("område", "", "ett område")]
    assert remove_rule(rule=rule, by=case_officer, now=NOW).lines[-1][1:] == ("ett område", "")


def test_another_municipality_sees_no_change_of_a_rule(client, outsider, sundsvall, timra, case_officer):
    save_rule(rule=RoutingRule(municipality=sundsvall, name="Hemlig regel"), by=case_officer, now=NOW)
    remove_rule(rule=RoutingRule.objects.get(), by=case_officer, now=NOW)
    client.force_login(outsider)

    assert "Hemlig regel" not in client.get("/cms/felanmalningar/regler/2262/").content.decode()


def test_the_page_costs_the_same_however_many_rules_and_changes(client, officer, sundsvall, parks):
    asked = []
    for number in (1, 8):
        for place in range(number):
            rule = RoutingRule(municipality=sundsvall, name=f"{number}-{place}", system=parks)
            save_rule(rule=rule, by=officer, now=NOW)
            if place % 2:
                remove_rule(rule=rule, by=officer, now=NOW)
        client.get(RULES)
        with CaptureQueriesContext(connection) as queries:
            client.post(RULES, {"words": "lampa"})
        asked.append(len(queries))

    assert asked[0] == asked[1]
