"""What was answered stays with the report, wherever it goes and whatever it turns out to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from participation.faults import own_data
from participation.faults.actions import hand_over, set_category
from participation.faults.case_systems.tickets import ticket_of
from participation.faults.models import CaseSystem, CategoryInSystem, Dispatch, FaultReport

from .factories import NOW, category_of, reported

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.faults.models import FaultCategory
    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db
POLE = [{"code": "stolpe", "question": "Stolpens nummer", "values": ["A-4711"], "names": ["A-4711"]}]


@pytest.fixture
def lamps(sundsvall: Municipality) -> FaultCategory:
    return category_of(sundsvall, name="Gatubelysning")


@pytest.fixture
def report(sundsvall: Municipality, lamps: FaultCategory, citizen: User) -> FaultReport:
    return reported(sundsvall, category=lamps, answers=POLE, reporter=citizen)


def test_what_was_answered_stays_when_the_kind_is_corrected_and_is_in_use_again_when_that_is_taken_back(
    report: FaultReport, lamps: FaultCategory, sundsvall: Municipality, case_officer: User
) -> None:
    holes = category_of(sundsvall, "hal", name="Hål i gata")

    set_category(report=report, by=case_officer, category=holes, now=NOW)
    report.refresh_from_db()
    meanwhile = report.answers, report.earlier_answers
    set_category(report=report, by=case_officer, category=lamps, now=NOW)
    report.refresh_from_db()

    assert meanwhile == ([], [{"category": lamps.pk, "name": "Gatubelysning", "answers": POLE}])
    assert (report.answers, report.earlier_answers) == (POLE, [])


def test_all_that_was_answered_follows_through_every_hand(
    report: FaultReport, lamps: FaultCategory, sundsvall: Municipality, timra: Municipality, case_officer: User
) -> None:
    category_of(timra, name="Belysning")

    hand_over(report=report, by=case_officer, to=timra, message="", now=NOW)
    report.refresh_from_db()
    there = report.answers, [row["name"] for row in report.earlier_answers]
    hand_over(report=report, by=case_officer, to=sundsvall, message="", now=NOW)
    report.refresh_from_db()

    assert there == ([], ["Gatubelysning"])
    assert (report.category, report.answers, report.earlier_answers) == (lamps, POLE, [])


@pytest.mark.parametrize("who", ["reporter", "staff"])
def test_it_is_shown_with_the_questions_as_they_were_asked(
    who: str, report: FaultReport, timra: Municipality, case_officer: User, outsider: User, client: Any
) -> None:
    hand_over(report=report, by=case_officer, to=timra, message="", now=NOW)
    report.refresh_from_db()
    if who == "staff":
        client.force_login(outsider)

    page = client.get(report.get_absolute_url() if who == "reporter" else f"/cms/felanmalningar/{report.pk}/").text

    assert "Stolpens nummer" in page
    assert "A-4711" in page
    assert "Gatubelysning" in page


def test_the_system_that_gets_it_next_reads_it_in_the_words_and_as_no_answer_of_its_own(
    report: FaultReport, timra: Municipality, case_officer: User
) -> None:
    system = CaseSystem.objects.create(name="Timrå", kind="open311", url="https://timra.example.se", is_on=True)
    CategoryInSystem.objects.create(category=category_of(timra), system=system, code="7")

    hand_over(report=report, by=case_officer, to=timra, message="", now=NOW)

    ticket = ticket_of(Dispatch.objects.get())
    assert ticket.text == "Lyktan hänger i kabeln.\n\nSvar på frågor om Gatubelysning:\nStolpens nummer: A-4711"
    assert ticket.answers == []


def test_whoever_asks_for_what_is_kept_of_them_gets_all_that_they_answered(
    report: FaultReport, lamps: FaultCategory, sundsvall: Municipality, case_officer: User, citizen: User
) -> None:
    [before] = own_data.export(citizen)
    set_category(report=report, by=case_officer, category=category_of(sundsvall, "hal"), now=NOW)
    [after] = own_data.export(citizen)

    assert before["svar"] == after["svar"] == [{"fråga": "Stolpens nummer", "svar": ["A-4711"]}]
