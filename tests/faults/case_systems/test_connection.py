"""“Prova anslutningen”: what a case system says of itself, what fits, and what is wrong, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from participation.api.actions import make_client
from participation.faults.case_systems import connecting
from participation.faults.case_systems.connecting import try_connection
from participation.faults.case_systems.open311.adapter import Open311
from participation.faults.case_systems.open311.offered import endpoint
from participation.faults.case_systems.open311.reading import decoded
from participation.faults.models import CaseSystem, CategoryInSystem, Dispatch, Question
from participation.notifications.models import OutgoingMail
from portal.limit_table import rates_from
from tests.faults.factories import category_of

from .conftest import now, sent_in, system_of, work
from .server import Asked, CutOff, Said

if TYPE_CHECKING:
    from pathlib import Path

    from participation.accounts.models import User
    from participation.places.models import Municipality

    from .open311_double import Open311Double
    from .support_double import SupportDouble

pytestmark = pytest.mark.django_db

SERVICES = """<?xml version="1.0" encoding="utf-8"?><services>
<service><service_code>172</service_code><service_name>Trasig lykta</service_name><metadata>1</metadata></service>
<service><service_code>9</service_code><service_name>Klotter &lt;b&gt;</service_name><metadata>0</metadata></service>
</services>"""
LAMPS = """<service_definition><service_code>172</service_code><attributes>
<attribute><variable>TRUE</variable><code>stolpe</code><description>Vilken stolpe?</description>
<required>1</required><datatype>string</datatype></attribute>
<attribute><variable>false</variable><code>info</code><description>Ring vid fara.</description>
<required>true</required></attribute></attributes></service_definition>"""


def path_of(system: CaseSystem) -> str:
    return f"/cms/arendesystem/{system.pk}/anslutning/"


def discovery_of(*ends: tuple[str, str]) -> str:
    told = "".join(
        "<endpoint><specification>http://wiki.open311.org/GeoReport_v2</specification>"
        f"<url>{url}</url><type>{kind}</type><formats><format>text/xml</format></formats></endpoint>"
        for url, kind in ends
    )
    return f"<discovery><contact>x</contact><endpoints>{told}</endpoints></discovery>"


def test_staff_see_what_an_open311_server_takes_and_what_does_not_fit(
    client: Any, case_officer: User, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    open311.offered = {
        "/v2/discovery": discovery_of(("https://prov.example.se/v2", "test"), (o_system.url, "production")),
        "/v2/services": SERVICES,
        "/v2/services/172": LAMPS,
    }
    CategoryInSystem.objects.create(category=category_of(sundsvall, "brunn"), system=o_system, code="77")
    client.force_login(case_officer)

    looked = client.get(path_of(o_system))
    asked_by_looking = list(open311.asked)
    tried = client.post(path_of(o_system))

    assert "Prova anslutningen" in client.get(f"/cms/arendesystem/{o_system.pk}/").text
    assert (looked.status_code, asked_by_looking) == (200, [])
    for words in (
        "på den adress som är ifylld",
        "tar emot 2 slag",
        "Trasig lykta",
        "Vilken stolpe? (stolpe, måste besvaras)",
        "De kräver svar på ”Vilken stolpe?”. Lägg till en fråga som måste besvaras, med koden stolpe.",
        "Koden ”77” finns inte där.",
        "Klotter &lt;b&gt;",
    ):
        assert words in tried.text
    assert "Ring vid fara" not in tried.text
    assert not open311.requests
    assert not Dispatch.objects.exists()


def test_a_question_that_we_ask_too_is_no_problem(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    open311.offered = {"/v2/services": SERVICES, "/v2/services/172": LAMPS}
    lamps = sundsvall.fault_categories.get(code="gatubelysning")
    Question.objects.create(category=lamps, code="stolpe", kind="string", words="Vilken?", is_required=True)

    (fit,) = try_connection(o_system).fits

    assert (fit.name, fit.problems) == ("Trasig lykta", [])


def test_another_address_is_told_and_never_asked(o_system: CaseSystem, open311: Open311Double) -> None:
    open311.offered = {"/v2/discovery": discovery_of(("http://169.254.169.254/v2", "production"))}

    found = try_connection(o_system).found

    assert "http://169.254.169.254/v2" in found.sentences[0]
    assert "Stämmer adressen?" in found.sentences[0]
    assert found.problem.startswith("Listan över tjänster")
    assert {asked.path for asked in open311.asked} == {"/v2/discovery.xml", "/v2/services.xml"}


def test_a_real_discovery_is_read(o_system: CaseSystem, open311: Open311Double, data: Path) -> None:
    told = (data / "open311" / "node-open311_discovery-boston.json").read_text()
    open311.mischief = lambda asked: Said(200, told.encode(), "application/json")
    adapter = Open311(o_system)

    assert endpoint(adapter) == "https://mayors24.cityofboston.gov/open311/v2"
    adapter.close()


def test_real_lists_of_services_are_read(o_system: CaseSystem, open311: Open311Double, data: Path) -> None:
    for file, fmt in (("helsinki_services_sv.xml", "xml"), ("helsinki_services_sv.json", "json")):
        o_system.settings["format"] = fmt
        open311.offered = {"/v2/services": decoded((data / "open311" / file).read_bytes())}

        offers = try_connection(o_system).found.offers

        assert offers
        assert all(offer.code and offer.name for offer in offers)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Said(403, b"<errors><error><description>No</description></error></errors>"), "inloggningsuppgifter"),
        (Said(302, headers={"Location": "http://10.0.0.1/"}), "flyttat till en annan adress"),
        (Said(200, b"<html><p>"), "med en webbsida"),
        (Said(500), "svar 500"),
    ],
    ids=["no", "moved", "a page", "broken"],
)
def test_what_is_wrong_is_said_in_plain_words(
    answer: Said, words: str, client: Any, case_officer: User, o_system: CaseSystem, open311: Open311Double
) -> None:
    open311.mischief = lambda asked: answer
    client.force_login(case_officer)

    page = client.post(path_of(o_system))

    assert page.status_code == 200
    assert words in page.text
    assert 'role="alert"' in page.text


def test_nobody_there_and_a_closed_network_are_said(o_system: CaseSystem, settings: Any) -> None:
    o_system.url = "http://127.0.0.1:9/v2"
    assert "svarar inte" in try_connection(o_system).found.problem

    settings.DEVELOPMENT = False
    o_system.url = "https://169.254.169.254/v2"
    assert "slutet nät" in try_connection(o_system).found.problem


def test_whoever_waits_does_not_wait_for_ever(
    o_system: CaseSystem, open311: Open311Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "LASTS", 0.3)
    open311.delay = 1.0

    assert "inte i tid" in try_connection(o_system).found.problem


def test_a_key_that_they_repeat_is_neither_shown_nor_kept(
    client: Any, case_officer: User, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    o_system.keep_secrets(api_key="mycket-hemlig")
    o_system.save()

    def repeats(asked: Asked) -> Said:
        key = asked.query.get("api_key") or asked.form.get("api_key", "")
        return open311.error(400, f"bad key {key}", "xml")

    open311.mischief = repeats
    client.force_login(case_officer)
    sent_in(sundsvall)

    page, row = client.post(path_of(o_system)), work(o_system)

    assert row is not None
    assert "bad key …" in page.text
    assert "bad key …" in row.error
    assert "mycket-hemlig" not in page.text


def test_only_whoever_may_change_the_system_tries_it(
    client: Any, case_officer: User, outsider: User, o_system: CaseSystem, open311: Open311Double, timra: Municipality
) -> None:
    client.force_login(outsider)
    assert client.post(path_of(o_system)).status_code == 404
    o_system.municipalities.add(timra)
    assert client.post(path_of(o_system)).status_code == 302
    client.force_login(case_officer)
    assert client.post(path_of(o_system)).status_code == 302
    assert not open311.asked


def test_the_number_of_tries_is_limited(
    client: Any, case_officer: User, o_system: CaseSystem, open311: Open311Double, settings: Any
) -> None:
    settings.LIMITS = settings.LIMITS | {"case_system": rates_from("2/1d/account")}
    client.force_login(case_officer)

    assert [client.post(path_of(o_system)).status_code for _ in range(3)] == [200, 200, 429]


def test_support_management_signs_in_anew_and_says_what_it_has(
    client: Any, case_officer: User, s_system: CaseSystem, support: SupportDouble
) -> None:
    client.force_login(case_officer)

    pages = [client.post(path_of(s_system)).text for _time in range(2)]

    assert support.handed_out == 2
    assert "Inloggningen fungerar" in pages[0]
    assert "Gatubelysning" in pages[0]
    assert "new, awaiting_parts" in pages[0]
    assert "finns inte där" not in pages[0]
    support.metadata["categories"][0]["types"] = []
    support.metadata["statuses"] = [{"name": "OPEN"}]
    page = client.post(path_of(s_system)).text
    assert "Koden ”172” finns inte där." in page
    assert "”NEW”, finns inte där" in page
    assert not support.errands


def test_support_management_that_lets_nobody_in_says_so(s_system: CaseSystem, support: SupportDouble) -> None:
    support.mischief = lambda asked: support.problem(401, "no") if asked.path == "/token" else None
    assert "inloggningsuppgifter" in try_connection(s_system).found.problem

    support.mischief = lambda asked: support.problem(404, "no") if asked.path.endswith("/metadata") else None
    assert try_connection(s_system).found.sentences[1] == "Systemet lämnar inte ut sina kategorier och lägen."

    support.mischief = lambda asked: Said(200, b"{}", "application/json") if asked.path.endswith("/metadata") else None
    assert "”SUPPORT_CASE” finns inte där" in str(try_connection(s_system).found.sentences)


def test_a_line_that_is_broken_at_once_was_not_slow(s_system: CaseSystem, support: SupportDouble) -> None:
    def cut(asked: Any) -> Said | None:
        raise CutOff

    support.mischief = cut

    problem = try_connection(s_system).found.problem

    assert problem.startswith("Systemet bröt anslutningen vid inloggningen")


def test_by_mail_it_says_what_would_go_where_and_sends_nothing(
    client: Any, case_officer: User, e_system: CaseSystem
) -> None:
    client.force_login(case_officer)

    page = client.post(path_of(e_system)).text
    e_system.settings = {}
    nobody = try_connection(e_system).found

    assert "Varje anmälan mejlas till parken@example.se" in page
    assert "(här står länken)" in page
    assert nobody.problem == "Ingen e-postadress är ifylld."
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_our_own_server_is_found_by_its_discovery(
    live_server: Any, settings: Any, sundsvall: Municipality, timra: Municipality
) -> None:
    settings.BASE_URL = live_server.url
    lamps = category_of(timra)
    Question.objects.create(category=lamps, code="stolpe", kind="string", words="Vilken stolpe?", is_required=True)
    _client, key = make_client(municipality=timra, name="Sundsvall", rate=1000, now=now())
    url = f"{live_server.url}/open311/2262/v2"
    system = system_of(sundsvall, kind="open311", name="Timrå", url=url, secrets={"api_key": key})
    system.categories.update(code="gatubelysning")

    tried = try_connection(system)

    assert tried.found.problem == ""
    assert "på den adress som är ifylld" in tried.found.sentences[0]
    assert tried.fits[0].name == "Gatubelysning"
    assert "Vilken stolpe?" in tried.fits[0].problems[0]
