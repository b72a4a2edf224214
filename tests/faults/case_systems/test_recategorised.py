"""A report turns out to be of another kind, or is sent by hand: the systems follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from participation.faults.actions import add_words, change_status, send_to_system, set_category
from participation.faults.errors import AlreadySo, NotHere, ReportEnded
from participation.faults.integrity import off_the_rails
from participation.faults.models import CaseSystem, Dispatch, FaultEvent, FaultReport, RoutingRule
from participation.notifications.models import OutgoingMail
from tests.faults.factories import category_of, placed, reported

from .conftest import IN_SUNDSVALL, ask, now, sent_in, system_of, work
from .open311_double import told

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.faults.models import FaultCategory
    from participation.places.models import Municipality

    from .open311_double import Open311Double

pytestmark = pytest.mark.django_db

PLACING = "/cms/felanmalningar/{}/fordela/"


@pytest.fixture
def lamps(o_system: CaseSystem, sundsvall: Municipality) -> FaultCategory:
    return sundsvall.fault_categories.get(code="gatubelysning")


@pytest.fixture
def holes(sundsvall: Municipality) -> FaultCategory:
    """A kind that goes to nobody's system."""
    return category_of(sundsvall, "hal", name="Hål")


@pytest.fixture
def parks(sundsvall: Municipality) -> CaseSystem:
    return system_of(sundsvall, kind="email", name="Parken", category="park", settings={"to": "parken@example.se"})


def park_of(sundsvall: Municipality) -> FaultCategory:
    return sundsvall.fault_categories.get(code="park")


def test_a_report_without_a_kind_goes_to_the_system_of_the_kind_that_staff_give_it(
    client: Any, case_officer: User, sundsvall: Municipality, lamps: FaultCategory, o_system: CaseSystem,
    open311: Open311Double,
) -> None:  # fmt: skip
    report = reported(sundsvall, place=placed(IN_SUNDSVALL))
    client.force_login(case_officer)

    client.post(PLACING.format(report.pk), {"category": lamps.pk})
    work(o_system)

    [there] = open311.requests.values()
    assert there["service_code"] == "172"
    assert report.number in there["description"]
    assert not open311.received  # what it was before is nothing to them


def test_a_report_that_a_system_has_goes_to_the_other_and_the_first_is_told_and_decides_no_more(
    case_officer: User, sundsvall: Municipality, o_system: CaseSystem, parks: CaseSystem, open311: Open311Double
) -> None:
    report = sent_in(sundsvall)
    work(o_system)

    set_category(report=report, by=case_officer, category=park_of(sundsvall), now=now())
    add_words(report=report, text="Grenen ligger på gången.", now=now())
    work(o_system)
    work(parks)
    open311.updates = [told("u1", "1", "FIXED", now())]
    ask(o_system)

    [note] = open311.received.values()
    assert note["description"] == "Kategorin är rättad till Park. Anmälan hanteras nu i Parken."
    assert note["status"] == "UNCHANGED"
    mails = OutgoingMail.objects.filter(to="parken@example.se").order_by("pk")
    assert [mail.subject.split(":")[0].split(" ")[0] for mail in mails] == ["Ny", "Nytt"]
    report.refresh_from_db()
    assert report.status == "received"
    assert list(off_the_rails()) == []


def test_a_kind_that_goes_nowhere_leaves_the_case_where_it_is_and_says_so(
    case_officer: User, sundsvall: Municipality, o_system: CaseSystem, holes: FaultCategory, open311: Open311Double
) -> None:
    report = sent_in(sundsvall)
    work(o_system)

    set_category(report=report, by=case_officer, category=holes, now=now())
    work(o_system)
    open311.updates = [told("u1", "1", "FIXED", now())]
    ask(o_system)

    assert [note["description"] for note in open311.received.values()] == ["Kategorin är rättad till Hål."]
    report.refresh_from_db()
    assert report.status == "fixed"


def test_what_was_not_sent_yet_is_not_sent_under_the_old_kind(
    case_officer: User, sundsvall: Municipality, o_system: CaseSystem, holes: FaultCategory
) -> None:
    report = sent_in(sundsvall)

    set_category(report=report, by=case_officer, category=holes, now=now())

    assert work(o_system) is None


def test_what_they_refused_goes_again_under_the_code_of_the_right_kind(
    case_officer: User, sundsvall: Municipality, o_system: CaseSystem, open311: Open311Double
) -> None:
    from participation.faults.models import CategoryInSystem

    signs = category_of(sundsvall, "skyltar")
    CategoryInSystem.objects.create(category=signs, system=o_system, code="9")
    report = sent_in(sundsvall)
    open311.mischief = lambda asked: (
        open311.error(400, "no", "xml") if asked.form.get("service_code") == "172" else None
    )
    work(o_system)

    set_category(report=report, by=case_officer, category=signs, now=now())
    row = work(o_system)

    assert row is not None
    assert row.state == "done"
    assert [there["service_code"] for there in open311.requests.values()] == ["9"]
    assert not open311.received


def test_back_to_the_first_kind_the_first_system_goes_on_with_its_case(
    case_officer: User, sundsvall: Municipality, o_system: CaseSystem, lamps: FaultCategory, parks: CaseSystem,
    open311: Open311Double,
) -> None:  # fmt: skip
    report = sent_in(sundsvall)
    work(o_system)

    set_category(report=report, by=case_officer, category=park_of(sundsvall), now=now())
    work(parks)
    set_category(report=report, by=case_officer, category=lamps, now=now())
    work(o_system)
    work(parks)
    open311.updates = [told("u1", "1", "FIXED", now())]
    ask(o_system)

    assert len(open311.requests) == 1
    assert [note["description"] for note in open311.received.values()] == [
        "Kategorin är rättad till Park. Anmälan hanteras nu i Parken.",
        "Kategorin är rättad till Gatubelysning. Anmälan hanteras nu i Gatukontoret.",
    ]
    report.refresh_from_db()
    assert report.status == "fixed"
    last = OutgoingMail.objects.filter(to="parken@example.se").latest("pk")
    assert "Anmälan hanteras nu i Gatukontoret." in last.text
    assert "/felanmalan/lank/" not in last.text + last.html


def test_a_report_that_has_ended_is_sent_to_nobody(
    case_officer: User, sundsvall: Municipality, lamps: FaultCategory
) -> None:
    report = reported(sundsvall, place=placed(IN_SUNDSVALL))
    change_status(report=report, by=case_officer, status="closed", message="Lagat redan.", now=now())

    set_category(report=report, by=case_officer, category=lamps, now=now())

    assert not Dispatch.objects.exists()


def test_a_rule_of_the_new_kind_hands_the_report_to_another_municipality_in_its_own_name(
    client: Any, case_officer: User, sundsvall: Municipality, timra: Municipality, o_system: CaseSystem,
    holes: FaultCategory, open311: Open311Double,
) -> None:  # fmt: skip
    RoutingRule.objects.create(municipality=sundsvall, name="Hål på E4", category=holes, hand_to=timra)
    report = sent_in(sundsvall)
    work(o_system)
    client.force_login(case_officer)

    page = client.post(PLACING.format(report.pk), {"category": holes.pk, "note": "Ring dem."}, follow=True)
    work(o_system)

    report.refresh_from_db()
    assert report.municipality == timra
    assert "En regel lämnade anmälan till Timrå kommun." in page.text
    assert report.events.get(kind=FaultEvent.Kind.HANDED_OVER).detail["rule"] == "Hål på E4"
    said = [note["description"] for note in open311.received.values()]
    assert said == ["Kategorin är rättad till Hål.", "Anmälan är lämnad till Timrå kommun."]


# --- by hand


def test_a_report_that_came_while_the_system_was_off_is_sent_by_a_button(
    client: Any, case_officer: User, sundsvall: Municipality, o_system: CaseSystem, open311: Open311Double
) -> None:
    CaseSystem.objects.update(is_on=False)
    report = sent_in(sundsvall)
    CaseSystem.objects.update(is_on=True)
    client.force_login(case_officer)
    path = f"/cms/felanmalningar/{report.pk}/skicka/"

    before = client.get(f"/cms/felanmalningar/{report.pk}/").text
    form = client.get(path).text
    client.post(path, {"system": o_system.pk})
    row = work(o_system)
    after = client.get(f"/cms/felanmalningar/{report.pk}/").text
    again = client.post(path, {"system": o_system.pk})

    assert "Skicka till ärendesystem" in before
    assert "Gatukontoret" in form
    assert row is not None
    assert (row.state, row.code) == ("done", "172")
    assert path not in after
    assert again.status_code == 200
    assert len(open311.requests) == 1


def test_many_are_sent_in_one_go_and_who_is_there_already_is_no_refusal(
    client: Any, case_officer: User, sundsvall: Municipality, o_system: CaseSystem, open311: Open311Double
) -> None:
    there = sent_in(sundsvall)
    CaseSystem.objects.update(is_on=False)
    waiting = [sent_in(sundsvall), sent_in(sundsvall)]
    CaseSystem.objects.update(is_on=True)
    client.force_login(case_officer)
    picked = [report.pk for report in (there, *waiting)]

    client.post("/cms/felanmalningar/flera/", {"pk": picked, "gor": "gor", "system": o_system.pk})
    work(o_system)

    assert len(open311.requests) == 3


def test_without_a_kind_the_code_is_asked_for_where_the_system_wants_one(
    client: Any, case_officer: User, sundsvall: Municipality, o_system: CaseSystem, parks: CaseSystem,
    open311: Open311Double,
) -> None:  # fmt: skip
    report = reported(sundsvall, place=placed(IN_SUNDSVALL))
    client.force_login(case_officer)
    path = f"/cms/felanmalningar/{report.pk}/skicka/"

    refused = client.post(path, {"system": o_system.pk})
    client.post(path, {"system": o_system.pk, "code": "55"})
    client.post(path, {"system": parks.pk})
    work(o_system)

    assert "Skriv koden." in refused.text
    assert [there["service_code"] for there in open311.requests.values()] == ["55"]
    assert Dispatch.objects.count() == 2


def test_only_open_reports_and_only_systems_of_the_place(
    case_officer: User, sundsvall: Municipality, timra: Municipality, o_system: CaseSystem
) -> None:
    other = system_of(timra, kind="open311", name="Timrå", url="http://127.0.0.1:9/v2")
    report = sent_in(sundsvall)
    ended = FaultReport.objects.get(pk=sent_in(sundsvall).pk)
    change_status(report=ended, by=case_officer, status="closed", message="Lagat.", now=now())

    with pytest.raises(NotHere):
        send_to_system(report=report, by=case_officer, system=other, now=now())
    with pytest.raises(AlreadySo):
        send_to_system(report=report, by=case_officer, system=o_system, now=now())
    with pytest.raises(ReportEnded):
        send_to_system(report=ended, by=case_officer, system=o_system, now=now())


def test_others_find_no_button_and_no_page(
    client: Any, outsider: User, moderator: User, sundsvall: Municipality, o_system: CaseSystem
) -> None:
    CaseSystem.objects.update(is_on=False)
    report = sent_in(sundsvall)
    CaseSystem.objects.update(is_on=True)

    seen = {}
    for user in (outsider, moderator):
        client.force_login(user)
        answer = client.post(f"/cms/felanmalningar/{report.pk}/skicka/", {"system": o_system.pk})
        seen[user.pk] = answer.status_code

    assert seen == {outsider.pk: 404, moderator.pk: 302}
    assert not Dispatch.objects.exists()
    assert "/skicka/" not in client.get(f"/cms/felanmalningar/{report.pk}/").text
