"""Who did what, for staff: never "a former officer" where a system, a key or a rule did it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from participation.faults.actions import add_words, change_status, set_category, split_off, write_note
from participation.faults.actions.from_systems import news_from_system, note_from_system, record_sent
from participation.faults.actions.recording import record
from participation.faults.models import CaseSystem, FaultEvent, FaultReport, RoutingRule
from participation.faults.signing import signed

from .factories import NOW, category_of, reported

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db


def signatures(report: FaultReport) -> dict[str, str]:
    return {event.kind: event.signature for event in signed(report.events.select_related("by__home", "report"))}


def test_what_a_system_does_is_signed_by_it(
    client: Any, case_officer: User, sundsvall: Municipality, django_assert_num_queries: Any
) -> None:
    system = CaseSystem.objects.create(name="Fältsystemet", kind="email")
    report = reported(sundsvall)
    record_sent(report=report, system=system, external_id="7", now=NOW)
    note_from_system(report=report, system=system, words="Kom för sent.", now=NOW)
    news_from_system(report=report, system=system, words="Lämnat vidare.", now=NOW)
    change_status(report=report, by=None, system=system, status="fixed", message="Lagat.", now=NOW)
    client.force_login(case_officer)

    page = client.get(f"/cms/felanmalningar/{report.pk}/").text
    with django_assert_num_queries(2):
        found = signatures(report)

    assert page.count("<td>Fältsystemet</td>") == 4
    assert "tidigare handläggare" not in page
    assert found["received"] == "Den som anmälde"


def test_what_a_key_does_is_signed_by_its_client(sundsvall: Municipality) -> None:
    report = reported(sundsvall)
    change_status(report=report, by=None, client="Entreprenören", status="fixed", message="Lagat.", now=NOW)

    assert signatures(report)["status"] == "Entreprenören (nyckel till Open311)"


def test_what_a_rule_does_is_signed_by_it(case_officer: User, sundsvall: Municipality, timra: Municipality) -> None:
    holes = category_of(sundsvall, "hal")
    RoutingRule.objects.create(municipality=sundsvall, name="Hål på E4", category=holes, hand_to=timra)
    at_once, later = reported(sundsvall, category=holes), reported(sundsvall)
    set_category(report=later, by=case_officer, category=holes, now=NOW)

    for report in (at_once, later):
        assert signatures(report)["handed_over"] == "Fördelningsregeln Hål på E4"


def test_people_sign_for_themselves_also_when_their_account_is_gone(
    case_officer: User, sundsvall: Municipality
) -> None:
    report = reported(sundsvall)
    add_words(report=report, text="Nu blinkar den.", now=NOW)
    write_note(report=report, by=case_officer, text="Ring.", now=NOW)

    there = signatures(report)
    case_officer.delete()
    gone = signatures(report)

    assert (there["words"], there["note"]) == ("Den som anmälde", case_officer.public_name)
    assert gone["note"] == "En tidigare handläggare"


def test_a_whole_that_ends_with_its_part_is_signed_by_what_ended_the_part(
    case_officer: User, sundsvall: Municipality
) -> None:
    system = CaseSystem.objects.create(name="Fältsystemet", kind="email")
    whole = reported(sundsvall)
    part = split_off(report=whole, by=case_officer, text="Bänken.", rest_is_done=True, now=NOW)
    change_status(report=part, by=None, system=system, status="fixed", message="Lagat.", now=NOW)

    event = whole.events.get(kind=FaultEvent.Kind.STATUS)
    assert signed([event])[0].signature == "Fältsystemet"
    assert "system" not in event.detail  # so that it is told of the whole, where it has that too


def test_what_was_written_before_it_was_signed_is_nobodys_who_has_left(sundsvall: Municipality) -> None:
    report = reported(sundsvall)
    record(report, FaultEvent.Kind.SYSTEM_NOTE, message="u1, kom sent", detail={"state": None}, now=NOW)
    record(report, FaultEvent.Kind.HANDED_OVER, now=report.created_at)
    record(report, FaultEvent.Kind.REPORT_FOLLOWED, now=NOW)
    record(report, FaultEvent.Kind.NEWS, message="Idén blir av.", detail={"idea": "I-1"}, now=NOW)

    found = signatures(report)

    assert found["system_note"] == "En nyckel till Open311"
    assert found["handed_over"] == "En fördelningsregel"
    assert (found["followed"], found["news"]) == ("Portalen", "Portalen")
