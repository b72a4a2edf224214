"""What staff see and do, and what those of other municipalities do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from participation.faults.case_systems import addresses
from participation.faults.case_systems.link_views import CHOSEN
from participation.faults.case_systems.permissions import can_change_system
from participation.faults.case_systems.trouble import Never
from participation.faults.integrity import off_the_rails
from participation.faults.models import CaseSystem, Dispatch, FaultReport, IncomingUpdate, OutgoingUpdate, StatusMapping

from .conftest import ask, now, sent_in, work
from .open311_double import told

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality

    from .open311_double import Open311Double

pytestmark = pytest.mark.django_db


def test_a_case_officer_adds_a_system_and_its_secret_is_never_shown(
    client: Any, case_officer: User, sundsvall: Municipality
) -> None:
    client.force_login(case_officer)
    form = {
        "name": "Gatan",
        "municipalities": [sundsvall.pk],
        "url": "http://127.0.0.1:9/v2",
        "api_key": "mycket-hemlig",
        "format": "xml",
        "photos": "with",
        "updates": "updates",
        "is_on": "on",
    }

    refused = client.post("/cms/arendesystem/nytt/open311/", {**form, "url": "http://arenden.example.se/v2"})
    added = client.post("/cms/arendesystem/nytt/open311/", form)

    system = CaseSystem.objects.get()
    assert "https://" in refused.text
    assert added.status_code == 302
    assert system.secrets == {"api_key": "mycket-hemlig"}
    assert system.mappings.exists()
    assert not system.mappings.filter(is_on=True).exists()
    for path in ("", "andra/"):
        page = client.get(f"/cms/arendesystem/{system.pk}/{path}")
        assert page.status_code == 200
        assert "mycket-hemlig" not in page.text


def test_a_secret_does_not_follow_to_another_address(
    client: Any, case_officer: User, o_system: CaseSystem, sundsvall: Municipality
) -> None:
    o_system.keep_secrets(api_key="mycket-hemlig")
    o_system.save()
    client.force_login(case_officer)
    path = f"/cms/arendesystem/{o_system.pk}/andra/"
    form = {"name": "Gatan", "municipalities": [sundsvall.pk], "format": "xml", "photos": "with", "updates": "updates"}

    elsewhere = client.post(path, {**form, "url": "http://127.0.0.1:7/v2"})
    o_system.refresh_from_db()
    kept = o_system.url
    same_place = client.post(path, {**form, "url": f"{kept}/ny"})
    with_key = client.post(path, {**form, "url": "http://127.0.0.1:7/v2", "api_key": "en-annan-nyckel"})

    assert "Skriv det här igen" in elsewhere.text
    assert (elsewhere.status_code, same_place.status_code, with_key.status_code) == (200, 302, 302)
    o_system.refresh_from_db()
    assert (o_system.url, o_system.secrets["api_key"]) == ("http://127.0.0.1:7/v2", "en-annan-nyckel")


def test_by_mail_there_is_nothing_to_translate_so_the_rows_are_in_use_at_once(
    client: Any, case_officer: User, sundsvall: Municipality
) -> None:
    client.force_login(case_officer)
    form = {"name": "Parken", "municipalities": [sundsvall.pk], "to": "parken@example.se", "is_on": "on"}

    client.post("/cms/arendesystem/nytt/email/", form)

    mappings = CaseSystem.objects.get().mappings.all()
    assert {row.theirs for row in mappings} == set(CHOSEN)
    assert all(row.is_on for row in mappings)


def test_the_try_out_tells_what_would_happen_and_changes_nothing(
    client: Any, case_officer: User, o_system: CaseSystem
) -> None:
    client.force_login(case_officer)

    page = client.get(f"/cms/arendesystem/{o_system.pk}/?status=Contractor")
    strange = client.get(f"/cms/arendesystem/{o_system.pk}/?status=strange")

    assert "Lämnat till entreprenören." in page.text
    assert "Läget ändras inte." in page.text
    assert "Det antecknas bara." in strange.text
    assert not IncomingUpdate.objects.exists()


def test_staff_read_whose_answer_is_waited_for(client: Any, case_officer: User, o_system: CaseSystem) -> None:
    row = StatusMapping.objects.create(system=o_system, theirs="query", ours="asked", words="Vilken lampa?")
    client.force_login(case_officer)

    form, table, desk = (
        client.get(path).text
        for path in (
            f"/cms/arendesystem/{o_system.pk}/lage/{row.pk}/",
            f"/cms/arendesystem/{o_system.pk}/",
            "/cms/felanmalningar/",
        )
    )

    for page in (form, table, desk):
        assert "Väntar på svar från den som anmälde" in page
        assert "Väntar på svar från dig" not in page


def test_others_find_nothing(
    client: Any, outsider: User, moderator: User, o_system: CaseSystem, sundsvall: Any
) -> None:
    sent_in(sundsvall)
    row = Dispatch.objects.get()
    paths = [f"/cms/arendesystem/{o_system.pk}/", f"/cms/arendesystem/{o_system.pk}/andra/"]
    paths.append(f"/cms/arendesystem/skickad/{row.pk}/")

    client.force_login(outsider)
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    client.force_login(moderator)
    assert [client.get(path).status_code for path in paths] == [302, 302, 302]


def test_a_shared_system_is_seen_by_each_and_changed_by_none_alone(
    case_officer: User, outsider: User, moderator: User, o_system: CaseSystem, timra: Municipality
) -> None:
    alone = can_change_system(case_officer, o_system)
    o_system.municipalities.add(timra)

    assert alone
    sees = [o_system in CaseSystem.objects.seen_by(who) for who in (case_officer, outsider, moderator)]
    assert sees == [True, True, False]
    assert not can_change_system(case_officer, o_system)
    assert not can_change_system(outsider, o_system)


def test_a_failed_hand_over_is_seen_understood_and_sent_again(
    client: Any, case_officer: User, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    open311.mischief = lambda asked: open311.error(400, "service_code is unknown", "xml")
    row = work(o_system)
    assert row is not None
    open311.mischief = None
    client.force_login(case_officer)

    desk, listed = client.get("/cms/"), client.get("/cms/arendesystem/inte-skickade/")
    page = client.get(f"/cms/arendesystem/skickad/{row.pk}/")
    of_report = client.get(f"/cms/felanmalningar/{report.pk}/")
    client.post(f"/cms/arendesystem/skickad/{row.pk}/", {"gor": "igen"})
    again = work(o_system)

    assert "nådde inte Gatukontoret" in desk.text
    for answer in (listed, page, of_report):
        assert "service_code is unknown" in answer.text
    assert again is not None
    assert again.state == "done"


def test_staff_say_that_the_case_is_there_already(
    client: Any, case_officer: User, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    sent_in(sundsvall)
    Dispatch.objects.update(state="dead", step="posted", error="Vi vet inte.")
    client.force_login(case_officer)

    client.post(f"/cms/arendesystem/skickad/{Dispatch.objects.get().pk}/", {"gor": "finns", "nummer": "77"})
    row = work(o_system)

    assert row is not None
    assert (row.state, row.external_id) == ("done", "77")
    assert not open311.requests


def two_of_which_the_wrong_has_the_case(
    o_system: CaseSystem, open311: Open311Double, municipality: Municipality
) -> tuple[Dispatch, Dispatch]:
    wrong, right = sent_in(municipality), sent_in(municipality)
    work(o_system)
    Dispatch.objects.filter(report=right).update(state="dead", step="posted", external_id="", error="Vi vet inte.")
    Dispatch.objects.filter(report=wrong).update(external_id="77")
    return wrong.dispatches.get(), right.dispatches.get()


def test_a_number_that_the_wrong_report_got_is_moved_and_what_was_said_of_the_case_with_it(
    client: Any, case_officer: User, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    wrong, right = two_of_which_the_wrong_has_the_case(o_system, open311, sundsvall)
    open311.updates = [told("u1", "77", "IN_PROGRESS", now())]
    ask(o_system)
    client.force_login(case_officer)
    address = f"/cms/arendesystem/skickad/{right.pk}/"

    refused = client.post(address, {"gor": "finns", "nummer": "77"}, follow=True)
    client.post(address, {"gor": "finns", "nummer": "77", "flytta": "1"})
    work(o_system)

    assert f"hör redan till anmälan {wrong.report.number}" in refused.text
    assert 'name="flytta"' in refused.text
    right.refresh_from_db()
    wrong.refresh_from_db()
    assert (right.state, right.external_id) == ("done", "77")
    assert FaultReport.objects.get(pk=right.report_id).status == "in_progress"
    assert (wrong.state, wrong.step, wrong.external_id) == ("dead", "posted", "")
    assert f"Numret 77 är flyttat till anmälan {right.report.number}" in wrong.error
    assert wrong.report.events.filter(kind="system_note", message=wrong.error).count() == 1

    client.post(f"/cms/arendesystem/skickad/{wrong.pk}/", {"gor": "finns", "nummer": "1"})
    work(o_system)
    assert wrong.report.events.filter(kind="sent").last().message == "Gatukontoret 1"


def test_a_number_of_a_report_that_one_does_not_see_is_not_moved_and_not_told(
    client: Any,
    case_officer: User,
    o_system: CaseSystem,
    open311: Open311Double,
    sundsvall: Municipality,
    timra: Municipality,
) -> None:
    wrong, right = two_of_which_the_wrong_has_the_case(o_system, open311, sundsvall)
    FaultReport.objects.filter(pk=wrong.report_id).update(municipality=timra)
    client.force_login(case_officer)

    said = {"gor": "finns", "nummer": "77", "flytta": "1"}
    page = client.post(f"/cms/arendesystem/skickad/{right.pk}/", said, follow=True)

    assert "hör redan till en annan anmälan" in page.text
    assert wrong.report.number not in page.text
    wrong.refresh_from_db()
    assert (wrong.state, wrong.external_id) == ("done", "77")


def test_a_push_needs_the_key_and_counts_once(
    client: Any, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    work(o_system)
    form = {"update_id": "p1", "service_request_id": "1", "status": "FIXED", "updated_datetime": now().isoformat()}
    address = f"/felanmalan/arendesystem/{o_system.pk}/servicerequestupdates.json"

    wrong = client.post(address, {**form, "api_key": "fel"})
    right = [client.post(address, {**form, "api_key": o_system.push_key}).status_code for _ in range(3)]
    empty = client.post(address, {"api_key": o_system.push_key})

    assert (wrong.status_code, empty.status_code) == (403, 400)
    assert right == [200, 200, 200]
    report.refresh_from_db()
    assert report.status == "fixed"
    assert IncomingUpdate.objects.count() == 1


def test_whoever_connects_a_system_sees_where_it_pushes_and_with_which_key(
    client: Any, case_officer: User, outsider: User, o_system: CaseSystem, timra: Municipality
) -> None:
    parks = CaseSystem.objects.create(name="Parken", kind="email", settings={"to": "parken@example.se"})
    parks.municipalities.set(o_system.municipalities.all())
    client.force_login(case_officer)
    address = f"http://testserver/felanmalan/arendesystem/{o_system.pk}/servicerequestupdates.json"

    page = client.get(f"/cms/arendesystem/{o_system.pk}/").text
    by_mail = client.get(f"/cms/arendesystem/{parks.pk}/").text
    o_system.municipalities.add(timra)
    shared = client.get(f"/cms/arendesystem/{o_system.pk}/").text

    assert address in page
    assert o_system.push_key in page
    for other in (by_mail, shared):
        assert "servicerequestupdates" not in other
        assert o_system.push_key not in other


@pytest.mark.parametrize(
    "url",
    [
        "http://example.se/",
        "ftp://example.se/",
        "https://a:b@example.se/",
        "https://",
        "javascript:alert(1)",
        "https://[::",
    ],
)
def test_an_address_that_is_not_https_is_refused(url: str) -> None:
    assert addresses.check_url(url)


def test_closed_networks_are_refused_unless_the_operator_allows_them(settings: Any) -> None:
    settings.DEVELOPMENT = False

    assert addresses.check_url("http://127.0.0.1/")
    for host in ("127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.1.1", "::1", "::ffff:127.0.0.1", "0.0.0.0"):
        with pytest.raises(Never):
            addresses.resolve(host, 443)
    settings.CASE_SYSTEM_NETWORKS = ["10.1.0.0/16"]
    assert addresses.resolve("10.1.2.3", 443) == "10.1.2.3"


def test_the_integrity_check_sees_a_hand_over_that_is_called_done_too_early(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    row = work(o_system)
    assert list(off_the_rails()) == []

    OutgoingUpdate.objects.create(dispatch=row, event=report.events.first())

    assert [report.number in line for line in off_the_rails()] == [True]
