"""After a broken line a search that finds nothing is believed only of a system that was seen to list what is ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from participation.faults.case_systems.open311 import adapter as open311_adapter
from participation.faults.models import CaseSystem, Dispatch

from .conftest import now, sent_in, work
from .server import Asked, CutOff, Said

if TYPE_CHECKING:
    from participation.places.models import Municipality

    from .open311_double import Open311Double
    from .support_double import SupportDouble

pytestmark = pytest.mark.django_db


def lists_nothing(asked: Asked) -> Said | None:
    return Said(200, b"<service_requests/>") if asked.method == "GET" and "requests.xml" in asked.path else None


def breaks_once(open311: Open311Double) -> None:
    def after(asked: Asked) -> Said | None:
        if asked.method == "POST":
            open311.after = None
            raise CutOff
        return None

    open311.after = after


def test_one_that_answers_and_lists_nothing_gets_no_second_case(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    open311.mischief = lists_nothing
    breaks_once(open311)
    sent_in(sundsvall)

    work(o_system)
    row = work(o_system)

    assert len(open311.requests) == 1
    assert row is not None
    assert (row.state, "vet inte om ärendet skapades" in row.error) == ("dead", True)


def test_nor_one_that_lists_only_what_others_sent(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    def lists_others(asked: Asked) -> Said | None:
        row = {"service_request_id": "900", "description": "Hål i gatan"}
        return open311.rows([row], "xml", "request") if asked.method == "GET" else None

    open311.mischief = lists_others
    breaks_once(open311)
    sent_in(sundsvall)

    work(o_system)
    work(o_system)

    assert len(open311.requests) == 1


def test_one_that_has_listed_a_case_of_ours_is_believed_when_it_finds_none(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    sent_in(sundsvall)
    work(o_system)  # and is seen to list it
    o_system.refresh_from_db()
    assert o_system.listed_ours_at is not None
    asked = len(open311.asked)
    second = sent_in(sundsvall)

    def cut_before(asked: Asked) -> Said | None:
        if asked.method == "POST":
            open311.mischief = None
            raise CutOff
        return None

    open311.mischief = cut_before
    work(o_system)
    work(o_system)

    assert second.dispatches.get().state == "done"
    assert len(open311.requests) == 2
    assert len([one for one in open311.asked[asked:] if one.method == "POST"]) == 2


def filed_by_others(open311: Open311Double, number: str, description: str = "Hål i gatan") -> None:
    open311.requests[number] = {"service_request_id": number, "service_code": "172", "description": description}


def test_one_whose_list_grows_while_it_is_read_is_read_on(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    """Newest first, each new case moves the others one row on: a page then ends as it began, and is not the last."""
    CaseSystem.objects.update(listed_ours_at=now())
    open311.newest_first = True
    breaks_once(open311)
    sent_in(sundsvall)
    work(o_system)
    for number in range(700, 705):
        filed_by_others(open311, str(number))

    def grows(asked: Asked) -> Said | None:
        if asked.method == "GET" and asked.query.get("page") == "2":
            filed_by_others(open311, "800")
        return None

    open311.mischief = grows
    row = work(o_system)

    assert row is not None
    assert (row.state, row.external_id) == ("done", "1")
    assert len(open311.posts("requests.xml")) == 1


def test_one_whose_list_was_not_read_to_its_end_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    CaseSystem.objects.update(listed_ours_at=now())
    monkeypatch.setattr(open311_adapter, "MOST_PAGES", 2)
    open311.newest_first = True
    breaks_once(open311)
    sent_in(sundsvall)
    work(o_system)
    for number in range(700, 705):
        filed_by_others(open311, str(number))

    row = work(o_system)

    assert row is not None
    assert (row.state, "vet inte om ärendet skapades" in row.error) == ("dead", True)
    assert len(open311.posts("requests.xml")) == 1


def test_a_number_that_somebody_wrote_in_their_words_is_not_taken_for_ours(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    breaks_once(open311)
    report = sent_in(sundsvall)
    filed_by_others(open311, "700", f"Samma hål som [{report.number}] nämner, se där.\n\n[F-2026-700001]")
    work(o_system)

    row = work(o_system)

    assert row is not None
    assert (row.state, row.external_id) == ("done", "2")


def test_nor_does_such_a_number_show_that_cases_of_ours_are_listed(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    filed_by_others(open311, "700", "Samma som [F-2026-700001] nämner.")
    sent_in(sundsvall)
    open311.mischief = lambda asked: (
        open311.rows([open311.requests["700"]], "xml", "request") if asked.method == "GET" else None
    )

    work(o_system)

    o_system.refresh_from_db()
    assert o_system.listed_ours_at is None


def test_a_search_for_one_tag_that_brings_another_errand_is_not_taken_for_ours(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality
) -> None:
    sent_in(sundsvall)
    work(s_system)
    second = sent_in(sundsvall)
    Dispatch.objects.filter(report=second).update(step="posted")
    support.contract = None
    support.mischief = lambda asked: (
        support.json({"content": list(support.errands.values())}) if "filter" in asked.query else None
    )

    work(s_system)

    row = second.dispatches.get()
    assert (row.state, row.external_id) == ("dead", "")
    assert len(support.errands) == 1


def test_time_is_not_spent_on_looking_once_it_is_known(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    CaseSystem.objects.update(listed_ours_at=now())
    sent_in(sundsvall)

    work(o_system)

    assert [asked.method for asked in open311.asked] == ["POST"]
