"""Who reads what they write: the reporter where the row says so, each time; and nobody what we wrote to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from participation.faults.actions import add_words, change_status, correct_position, say_still_broken
from participation.faults.actions.reporting import Place
from participation.faults.models import FaultEvent, IncomingUpdate, StatusMapping
from participation.notifications.models import OutgoingMail

from .conftest import ask, now, sent_in, work
from .open311_double import told
from .test_standing import ANNA, notes_of, soon, status_of

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.attachments.intake import ReceivedPhoto
    from participation.faults.models import CaseSystem, FaultReport
    from participation.places.models import Municipality

    from .open311_double import Open311Double

pytestmark = pytest.mark.django_db


def news_of(report: FaultReport) -> list[str]:
    return list(report.events.for_reporter().exclude(kind="received").values_list("message", flat=True))


@pytest.mark.parametrize("shown", [True, False])
def test_a_second_message_in_the_same_status_goes_where_the_first_went(
    shown: bool, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    o_system.mappings.filter(theirs="in_progress").update(shows_their_words=shown)
    report = sent_in(sundsvall, contact_email=ANNA)
    work(o_system)
    open311.updates = [
        told("u1", "1", "in_progress", soon(-60), "Vi har beställt en stolpe."),
        told("u2", "1", "in_progress", soon(-30), "Stolpen kommer på fredag."),
    ]

    ask(o_system)

    mailed = OutgoingMail.objects.filter(to=ANNA, text__contains="Stolpen kommer på fredag.")
    if shown:
        first = "Arbetet har börjat.\n\nVi har beställt en stolpe."
        assert (news_of(report), notes_of(report)) == ([first, "Stolpen kommer på fredag."], [])
        assert mailed.count() == 1
        assert not OutgoingMail.objects.filter(to=ANNA, text__contains="börjat", pk__in=mailed).exists()
    else:
        notes = ["in_progress: Vi har beställt en stolpe.", "in_progress: Stolpen kommer på fredag."]
        assert (news_of(report), notes_of(report)) == (["Arbetet har börjat."], notes)
        assert not mailed.exists()


def test_a_row_without_mail_shows_the_second_message_without_mail(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    o_system.mappings.filter(theirs="in_progress").update(shows_their_words=True, notify=False)
    report = sent_in(sundsvall, contact_email=ANNA)
    work(o_system)
    before = OutgoingMail.objects.filter(to=ANNA).count()
    open311.updates = [
        told("u1", "1", "in_progress", soon(-60)),
        told("u2", "1", "in_progress", soon(-30), "Stolpen kommer på fredag."),
    ]

    ask(o_system)

    assert news_of(report)[-1] == "Stolpen kommer på fredag."
    assert OutgoingMail.objects.filter(to=ANNA).count() == before


# --- our own, listed again


def listed_again(open311: Open311Double, status: str, *, own_ids: bool) -> list[dict[str, Any]]:
    """As a system does that keeps what we post among its updates, with the status that the case has there."""
    return [
        told(key if own_ids else f"c{number}", "1", status, soon(2), form["description"])
        for number, (key, form) in enumerate(open311.received.items())
    ]


@pytest.mark.parametrize("own_ids", [True, False])
def test_what_the_reporter_added_never_comes_back_as_news_of_the_municipality(
    own_ids: bool, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    StatusMapping.objects.create(system=o_system, theirs="open", shows_their_words=True, is_on=True)
    report = sent_in(sundsvall, contact_email=ANNA)
    work(o_system)
    add_words(report=report, text="Den vid min port,  ring 070-174 06 05.", now=now())
    work(o_system)
    open311.updates = listed_again(open311, "open", own_ids=own_ids)
    open311.updates.append(told("u1", "1", "open", soon(3), "Vi ringer dig."))

    ask(o_system)

    said = report.events.exclude(kind__in=["received", "sent"]).values_list("kind", "message")
    assert list(said) == [("words", "Den vid min port,  ring 070-174 06 05."), ("news", "Vi ringer dig.")]


@pytest.mark.parametrize("own_ids", [True, False])
def test_that_it_is_still_broken_is_not_answered_by_hearing_ourselves(
    own_ids: bool, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, case_officer: User
) -> None:
    """Their case stands as fixed until somebody there has read what we posted."""
    o_system.mappings.filter(theirs="fixed").update(shows_their_words=True)
    report = sent_in(sundsvall, contact_email=ANNA)
    work(o_system)
    open311.updates = [told("u1", "1", "fixed", now())]
    ask(o_system)
    say_still_broken(report=report, text="Nej, den blinkar.", now=now())
    change_status(report=report, by=case_officer, status="planned", message="", now=now())
    place = Place(words="Nya gatan 5", lon=17.31, lat=62.395, source="map")
    correct_position(report=report, by=case_officer, place=place, message="", now=now())
    work(o_system)
    open311.updates += listed_again(open311, "fixed", own_ids=own_ids)

    ask(o_system)
    echoed = status_of(report), news_of(report)[-1], notes_of(report)
    open311.updates.append(told("u9", "1", "fixed", soon(3)))
    ask(o_system)

    assert len(open311.received) == 3
    assert echoed == ("planned", "", [])
    assert status_of(report) == "fixed"


def test_the_same_words_as_ours_do_not_hide_what_they_say(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, case_officer: User
) -> None:
    report = sent_in(sundsvall)
    work(o_system)
    open311.updates = [told("u1", "1", "fixed", now(), "Klart.")]
    ask(o_system)
    change_status(report=report, by=case_officer, status="in_progress", message="", now=now())
    change_status(report=report, by=case_officer, status="fixed", message="Klart.", now=now())
    say_still_broken(report=report, text="Nej", now=now())
    work(o_system)
    open311.updates.append(told("u2", "1", "fixed", soon(2), "Klart."))

    ask(o_system)

    assert status_of(report) == "fixed"


@pytest.mark.parametrize("own_ids", [True, False])
def test_a_photo_that_we_posted_is_no_news(
    own_ids: bool, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, developed: ReceivedPhoto
) -> None:
    o_system.settings["photos"] = "updates"
    o_system.save()
    o_system.mappings.filter(theirs="contractor").update(words="", shows_their_words=True)
    report = sent_in(sundsvall, photos=[developed])
    work(o_system)
    open311.updates = listed_again(open311, "contractor", own_ids=own_ids)

    ask(o_system)

    assert len(open311.received) == 1
    assert news_of(report) == []
    assert IncomingUpdate.objects.count() == (0 if own_ids else 1)
    assert not report.events.filter(kind=FaultEvent.Kind.SYSTEM_NOTE).exists()
