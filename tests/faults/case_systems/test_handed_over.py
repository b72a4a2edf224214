"""A report goes to another municipality: its old case system hears of it, and decides nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from participation.faults.actions import add_words, hand_over
from participation.faults.models import CategoryInSystem, Dispatch, FaultEvent, IncomingUpdate
from participation.notifications.models import OutgoingMail
from tests.faults.factories import category_of

from .conftest import ask, now, sent_in, work
from .open311_double import told

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.faults.models import CaseSystem, FaultReport
    from participation.places.models import Municipality

    from .open311_double import Open311Double

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(o_system: CaseSystem, sundsvall: Municipality) -> FaultReport:
    report = sent_in(sundsvall, contact_email="anna@example.se")
    work(o_system)
    return report


def test_the_old_system_is_told_in_a_note_and_the_status_there_stays(
    sent: FaultReport, o_system: CaseSystem, open311: Open311Double, timra: Municipality, case_officer: User
) -> None:
    hand_over(report=sent, by=case_officer, to=timra, message="Lampan står i Timrå.", now=now())
    work(o_system)

    (note,) = open311.received.values()
    assert note["description"] == "Anmälan är lämnad till Timrå kommun.\n\nLampan står i Timrå."
    assert note["status"] == "UNCHANGED"


def test_what_the_old_system_says_later_is_for_staff_alone(
    sent: FaultReport, o_system: CaseSystem, open311: Open311Double, timra: Municipality, case_officer: User
) -> None:
    hand_over(report=sent, by=case_officer, to=timra, message="", now=now())
    work(o_system)
    mails = OutgoingMail.objects.filter(to="anna@example.se").count()
    open311.updates = [told("u1", "1", "FIXED", now())]

    ask(o_system)

    sent.refresh_from_db()
    assert sent.status == "received"
    assert OutgoingMail.objects.filter(to="anna@example.se").count() == mails
    assert sent.events.filter(kind=FaultEvent.Kind.SYSTEM_NOTE, message__startswith="Efter att anmälan").exists()
    assert IncomingUpdate.objects.get().outcome == "noted"


def test_what_happens_afterwards_is_not_told_there(
    sent: FaultReport, o_system: CaseSystem, open311: Open311Double, timra: Municipality, case_officer: User
) -> None:
    hand_over(report=sent, by=case_officer, to=timra, message="", now=now())
    add_words(report=sent, text="Min hund heter Bosse.", now=now())
    work(o_system)

    assert len(open311.received) == 1


def test_what_was_never_sent_is_not_sent_there(
    o_system: CaseSystem, sundsvall: Municipality, timra: Municipality, case_officer: User
) -> None:
    report = sent_in(sundsvall)
    hand_over(report=report, by=case_officer, to=timra, message="", now=now())

    assert work(o_system) is None
    assert not Dispatch.objects.exists()


def test_a_system_that_both_share_goes_on_with_its_case(
    sent: FaultReport, o_system: CaseSystem, open311: Open311Double, timra: Municipality, case_officer: User
) -> None:
    theirs = category_of(timra)
    CategoryInSystem.objects.create(category=theirs, system=o_system, code="172")
    hand_over(report=sent, by=case_officer, to=timra, message="", now=now())
    add_words(report=sent, text="Den blinkar.", now=now())
    work(o_system)
    open311.updates = [told("u1", "1", "FIXED", now())]

    ask(o_system)

    assert len(open311.requests) == 1
    assert len(open311.received) == 2
    sent.refresh_from_db()
    assert sent.status == "fixed"
