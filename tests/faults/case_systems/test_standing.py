"""What they say is held against where the report stands now, not against what they said last."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from participation.faults.actions import change_status, say_still_broken, split_off, undo_double
from participation.faults.actions.doubles import mark_double
from participation.faults.models import (
    Dispatch,
    FaultEvent,
    FaultFollower,
    FaultReport,
    IncomingUpdate,
    OutgoingUpdate,
    StatusMapping,
)
from participation.faults.standing import is_before
from participation.notifications.models import OutgoingMail

from .conftest import ask, now, sent_in, work
from .open311_double import told
from .server import CutOff
from .test_email import link_in, mails

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User
    from participation.faults.models import CaseSystem
    from participation.places.models import Municipality

    from .open311_double import Open311Double
    from .server import Asked, Said
    from .support_double import SupportDouble

pytestmark = pytest.mark.django_db

ANNA = "anna@example.se"
FIXED_NEWS = "Felet du anmälde är åtgärdat"


def status_of(report: FaultReport) -> str:
    report.refresh_from_db()
    return report.status


def told_of(words: str) -> int:
    return OutgoingMail.objects.filter(to=ANNA, subject__contains=words).count()


def notes_of(report: FaultReport) -> list[str]:
    rows = report.events.filter(kind=FaultEvent.Kind.SYSTEM_NOTE)
    return list(rows.values_list("message", flat=True))


def soon(seconds: int) -> datetime:
    """A moment after all that happened in the test so far, by a clock that the portal may have to hold back."""
    return now() + timedelta(seconds=seconds)


# --- once more


def test_fixed_again_after_it_was_still_broken_counts_and_is_told(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall, contact_email=ANNA)
    work(o_system)
    open311.updates = [told("u1", "1", "FIXED", now())]
    ask(o_system)
    say_still_broken(report=report, text="Nej", now=now())
    work(o_system)
    before = status_of(report)
    open311.updates.append(told("u2", "1", "FIXED", soon(2)))

    ask(o_system)
    ask(o_system)

    assert (before, status_of(report)) == ("received", "fixed")
    assert told_of(FIXED_NEWS) == 2
    assert dict(IncomingUpdate.objects.values_list("update_id", "outcome")) == {"u1": "changed", "u2": "changed"}


def test_who_answers_by_the_link_of_a_mail_says_it_again_and_it_counts(
    client: Any, e_system: CaseSystem, sundsvall: Municipality, case_officer: User
) -> None:
    report = sent_in(sundsvall, contact_email=ANNA)
    work(e_system)
    client.post(link_in(mails()[-1]), {"status": "fixed"})
    say_still_broken(report=report, text="Nej", now=now())
    work(e_system)
    client.post(link_in(mails()[-1]), {"status": "in_progress"})
    change_status(report=report, by=case_officer, status="planned", message="", now=now())
    work(e_system)

    client.post(link_in(mails()[-1]), {"status": "in_progress"})
    again = status_of(report)
    client.post(link_in(mails()[-1]), {"status": "fixed"})

    assert (again, status_of(report)) == ("in_progress", "fixed")
    assert told_of(FIXED_NEWS) == 2


def test_an_errand_that_was_solved_once_more_between_two_looks_is_fixed(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall, contact_email=ANNA)
    work(s_system)
    support.set("e-1", status="SOLVED")
    ask(s_system)
    say_still_broken(report=report, text="Nej", now=now())
    work(s_system)
    support.set("e-1", status="ONGOING")
    support.set("e-1", status="SOLVED")
    support.set("e-1", assignedUserId="kal01ek")

    ask(s_system)
    ask(s_system)

    assert status_of(report) == "fixed"
    assert told_of(FIXED_NEWS) == 2


def test_an_errand_that_is_only_touched_is_not_fixed_once_more(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality
) -> None:
    """It is looked at again because the reporter said that nothing was mended."""
    report = sent_in(sundsvall, contact_email=ANNA)
    work(s_system)
    support.set("e-1", status="SOLVED")
    ask(s_system)
    say_still_broken(report=report, text="Nej", now=now())
    work(s_system)
    support.set("e-1", assignedUserId="kal01ek")

    ask(s_system)

    assert status_of(report) == "received"
    assert told_of(FIXED_NEWS) == 1
    assert notes_of(report) == []


def test_where_the_system_does_not_say_since_when_staff_are_told_that_it_stands_there(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality
) -> None:
    support.gives_times = False
    report = sent_in(sundsvall)
    work(s_system)
    support.set("e-1", status="SOLVED")
    ask(s_system)
    say_still_broken(report=report, text="Nej", now=now())
    work(s_system)
    support.set("e-1", assignedUserId="kal01ek")

    ask(s_system)

    assert status_of(report) == "received"
    assert notes_of(report) == ["Oförändrat där, så läget här står kvar: solved"]


def test_time_is_not_spent_on_asking_since_when_where_nothing_happened_here(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality
) -> None:
    sent_in(sundsvall)
    work(s_system)
    for status in ("ONGOING", "SOLVED"):
        support.set("e-1", status=status)
        ask(s_system)

    assert not [asked for asked in support.asked if asked.path.endswith("/time-measure")]


@pytest.mark.parametrize(
    ("breaks", "words"), [(False, "1 besked från systemet gick inte att ta in."), (True, "Anslutningen bröts.")]
)
def test_what_cannot_be_asked_just_now_is_asked_again(
    breaks: bool, words: str, s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality
) -> None:
    def fail(asked: Asked) -> Said | None:
        if not asked.path.endswith("/time-measure"):
            return None
        if breaks:
            raise CutOff
        return support.problem(500, "later")

    report = sent_in(sundsvall)
    work(s_system)
    support.set("e-1", status="SOLVED")
    ask(s_system)
    say_still_broken(report=report, text="Nej", now=now())
    support.set("e-1", status="ONGOING")
    support.mischief = fail
    ask(s_system)
    s_system.refresh_from_db()
    meanwhile, error = status_of(report), s_system.error
    support.mischief = None

    ask(s_system)

    assert (meanwhile, status_of(report)) == ("received", "in_progress")
    assert words in error


def test_a_closed_request_of_a_list_counts_by_when_it_was_closed(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    """Of a closed one `updated_datetime` is when it was closed; of others it is when anybody touched it."""
    o_system.settings["updates"] = "requests"
    o_system.save()
    StatusMapping.objects.create(system=o_system, theirs="closed", ours="fixed", words="Klart.", is_on=True)
    report = sent_in(sundsvall)
    work(o_system)
    open311.requests["1"] |= {"status": "in_progress", "updated_datetime": soon(-5).isoformat()}
    ask(o_system)
    open311.requests["1"] |= {"status": "closed", "updated_datetime": soon(-2).isoformat()}
    ask(o_system)
    say_still_broken(report=report, text="Nej", now=now())
    open311.requests["1"]["updated_datetime"] = now().isoformat()

    ask(o_system)
    fixed = status_of(report)
    say_still_broken(report=report, text="Nej", now=now())
    ask(o_system)

    assert (fixed, status_of(report)) == ("fixed", "received")


def test_a_case_that_is_listed_again_does_not_tell_its_last_words_again(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    o_system.settings["updates"] = "requests"
    o_system.save()
    o_system.mappings.filter(theirs="in_progress").update(shows_their_words=True)
    report = sent_in(sundsvall)
    work(o_system)
    for number, words in enumerate(["Lampan är beställd.", "Lampan är beställd.", "Den har kommit."]):
        changed = {"status": "in_progress", "status_notes": words, "updated_datetime": soon(number - 60).isoformat()}
        open311.requests["1"] |= changed
        ask(o_system)

    told_so = report.events.for_reporter().filter(message__contains="beställd").count()
    assert (told_so, report.events.filter(message__contains="kommit").count()) == (1, 1)


def test_the_same_news_again_is_not_told_twice(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall, contact_email=ANNA)
    work(o_system)
    open311.updates = [told(f"u{number}", "1", "contractor", soon(number - 60)) for number in range(3)]

    ask(o_system)

    assert report.events.filter(kind="news").count() == 1


def test_what_ends_with_its_parts_is_not_said_to_have_ended_each_time(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, case_officer: User
) -> None:
    report = sent_in(sundsvall)
    work(o_system)
    split_off(report=report, by=case_officer, text="Stolpen lutar.", rest_is_done=False, now=now())
    open311.updates = [told("u1", "1", "FIXED", soon(-2)), told("u2", "1", "FIXED", soon(-1))]

    ask(o_system)

    assert (status_of(report), report.ends_as) == ("received", "fixed")
    assert notes_of(report) == []
    assert report.events.filter(kind="news").count() == 1


# --- too late


def test_what_is_older_than_what_staff_did_is_kept_and_changes_nothing(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, case_officer: User
) -> None:
    report = sent_in(sundsvall, contact_email=ANNA, now=now() - timedelta(days=1))
    work(o_system)
    change_status(report=report, by=case_officer, status="fixed", message="Klart.", now=now())
    before = OutgoingMail.objects.filter(to=ANNA).count()
    open311.updates = [told("u1", "1", "in_progress", now() - timedelta(hours=3), "Vi åker dit.")]

    ask(o_system)

    assert status_of(report) == "fixed"
    assert OutgoingMail.objects.filter(to=ANNA).count() == before
    assert IncomingUpdate.objects.get().outcome == "late"
    assert notes_of(report) == ["Kom för sent: in_progress: Vi åker dit."]


def test_an_errand_that_staff_are_done_with_is_not_taken_up_by_a_touch(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality, case_officer: User
) -> None:
    report = sent_in(sundsvall)
    work(s_system)
    support.set("e-1", status="ONGOING")  # while nobody could ask
    change_status(report=report, by=case_officer, status="fixed", message="Klart.", now=now())
    for user in ("kal01ek", "eva02al"):
        support.set("e-1", assignedUserId=user)
        ask(s_system)

    assert status_of(report) == "fixed"
    assert notes_of(report) == ["Kom för sent: ongoing"]


def test_what_came_in_order_counts_however_late_it_was_asked_for(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    """The steps that it took itself are no reason to call the next one late."""
    report = sent_in(sundsvall, now=now() - timedelta(days=1))
    work(o_system)
    open311.updates = [told("u1", "1", "in_progress", now() - timedelta(hours=3))]
    ask(o_system)
    open311.updates.append(told("u2", "1", "FIXED", now() - timedelta(hours=2)))

    ask(o_system)

    assert status_of(report) == "fixed"


def test_a_clock_behind_ours_makes_the_first_that_they_say_no_older_than_the_report(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    work(o_system)
    open311.updates = [told("u1", "1", "in_progress", now() - timedelta(minutes=3))]

    ask(o_system)

    assert status_of(report) == "in_progress"


def test_a_time_is_taken_as_exactly_as_it_is_told() -> None:
    at = now().replace(hour=12, minute=30, second=40, microsecond=500_000)

    assert is_before(at - timedelta(microseconds=1), at)
    assert not is_before(at.replace(microsecond=0), at)
    assert is_before(at.replace(second=39, microsecond=0), at)
    assert not is_before(at.replace(second=0, microsecond=0), at)
    assert is_before(at.replace(minute=29, second=0, microsecond=0), at)
    assert not is_before(at.replace(hour=0, minute=0, second=0, microsecond=0), at)
    assert is_before(at.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1), at)


# --- the same fault as another


@pytest.mark.parametrize("status", ["IN_PROGRESS", "FIXED"])
def test_what_is_said_of_a_duplicates_own_case_does_not_part_it_from_its_original(
    status: str, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, case_officer: User
) -> None:
    first, second = sent_in(sundsvall), sent_in(sundsvall, contact_email=ANNA)
    FaultFollower.objects.create(report=second, email="bo@example.se", created_at=now())
    FaultReport.objects.filter(pk=second.pk).update(followers=1)
    work(o_system)
    case = Dispatch.objects.get(report=second).external_id
    mark_double(report=second, original=first, by=case_officer, message="", now=now())
    before = OutgoingMail.objects.filter(to=ANNA).count()
    open311.updates = [told("u1", case, status, soon(2)), told("u2", case, status, soon(3))]

    ask(o_system)
    kept = status_of(second), second.duplicate_of, notes_of(second)
    undo_double(report=second, by=case_officer, message="", now=now())

    assert kept == ("duplicate", first, [f"Passade inte in i läget: {status.lower()}"])
    assert OutgoingMail.objects.filter(to=ANNA).count() == before + 1  # that it is its own after all
    assert second.following.filter(email="bo@example.se").exists()


# --- what we set ourselves


def solved_and_still_broken(system: CaseSystem, support: SupportDouble, sundsvall: Municipality) -> FaultReport:
    """With ONGOING as the status that an errand gets when somebody says that nothing was mended."""
    system.settings["reopened_status"] = "ONGOING"
    system.save()
    report = sent_in(sundsvall, contact_email=ANNA)
    work(system)
    support.set("e-1", status="SOLVED")
    ask(system)
    say_still_broken(report=report, text="Nej", now=now())
    work(system)
    assert support.errands["e-1"]["status"] == "ONGOING"
    return report


@pytest.mark.parametrize("gives_times", [True, False])
def test_a_status_that_we_set_there_is_nobodys_news(
    gives_times: bool, s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality
) -> None:
    support.gives_times = gives_times
    report = solved_and_still_broken(s_system, support, sundsvall)
    before = OutgoingMail.objects.filter(to=ANNA).count()

    ask(s_system)
    support.set("e-1", assignedUserId="kal01ek")
    ask(s_system)

    assert status_of(report) == "received"
    assert OutgoingMail.objects.filter(to=ANNA).count() == before
    assert notes_of(report) == []
    assert set(IncomingUpdate.objects.filter(status="ongoing").values_list("outcome", flat=True)) == {"noted"}


def test_the_same_status_is_news_once_they_have_set_it_themselves(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality
) -> None:
    report = solved_and_still_broken(s_system, support, sundsvall)
    ask(s_system)
    support.set("e-1", status="AWAITING_PARTS")
    ask(s_system)
    support.set("e-1", status="ONGOING")

    ask(s_system)

    assert status_of(report) == "in_progress"
    assert OutgoingMail.objects.filter(to=ANNA, text__contains="Arbetet har börjat.").count() == 1


def test_the_same_status_is_news_where_nobody_looked_between(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality
) -> None:
    report = solved_and_still_broken(s_system, support, sundsvall)
    ask(s_system)
    OutgoingUpdate.objects.update(sent_at=now() - timedelta(hours=1))
    support.set("e-1", status="AWAITING_PARTS")
    support.set("e-1", status="ONGOING")

    ask(s_system)

    assert status_of(report) == "in_progress"


def test_what_they_do_with_an_errand_that_we_took_up_again_counts(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality
) -> None:
    report = solved_and_still_broken(s_system, support, sundsvall)
    ask(s_system)
    support.set("e-1", status="SOLVED")

    ask(s_system)

    assert status_of(report) == "fixed"
    assert told_of(FIXED_NEWS) == 2
