"""After a broken line a search that finds nothing is believed only of a system that was seen to list what is ours."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from participation.faults.case_systems import lanes
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


# --- looking whether cases of ours are listed, seldom


def searches(open311: Open311Double) -> int:
    return sum(asked.method == "GET" and asked.query.get("page") == "1" for asked in open311.asked)


def look_is_due(system: CaseSystem) -> None:
    CaseSystem.objects.filter(pk=system.pk).update(look_again_at=now() - timedelta(seconds=1))


def test_one_that_lists_nothing_is_searched_once_for_many_reports_and_not_for_the_next(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    open311.mischief = lists_nothing
    for _number in range(12):  # more than are taken at once
        sent_in(sundsvall)

    work(o_system)
    after_many = searches(open311)
    sent_in(sundsvall)
    work(o_system)

    assert len(open311.requests) == 13
    assert (after_many, searches(open311)) == (1, 1)


def test_it_is_searched_when_nothing_more_waits(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    for _number in range(12):
        sent_in(sundsvall)

    work(o_system)

    methods = [asked.method for asked in open311.asked]
    assert methods[:12] == ["POST"] * 12
    assert "GET" in methods[12:]
    o_system.refresh_from_db()
    assert o_system.listed_ours_at is not None


def test_each_search_in_vain_makes_the_wait_for_the_next_longer_up_to_a_day(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    open311.mischief = lists_nothing
    waits = []
    for _number in range(10):
        look_is_due(o_system)
        sent_in(sundsvall)
        work(o_system)
        o_system.refresh_from_db()
        assert o_system.look_again_at is not None
        waits.append(round((o_system.look_again_at - now()).total_seconds() / 60))

    assert searches(open311) == 10
    assert waits == [10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440]


def test_one_that_begins_to_list_is_seen_to_at_a_later_search(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    open311.mischief = lists_nothing
    sent_in(sundsvall)
    work(o_system)
    open311.mischief = None
    look_is_due(o_system)
    sent_in(sundsvall)

    work(o_system)

    o_system.refresh_from_db()
    assert o_system.listed_ours_at is not None


def test_two_threads_do_not_both_search(o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality) -> None:
    open311.mischief = lists_nothing
    sent_in(sundsvall)
    as_it_was = CaseSystem.objects.get(pk=o_system.pk)
    work(o_system)
    sent_in(sundsvall)

    lanes.work(as_it_was)  # that read the system before the other had searched

    assert (len(open311.requests), searches(open311)) == (2, 1)


def test_between_two_searches_one_that_lists_nothing_gets_no_second_case_either(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    open311.mischief = lists_nothing
    sent_in(sundsvall)
    work(o_system)
    breaks_once(open311)
    second = sent_in(sundsvall)

    work(o_system)
    work(o_system)

    assert len(open311.requests) == 2
    assert second.dispatches.get().state == "dead"


def test_a_search_after_a_broken_line_sees_by_itself_that_cases_of_ours_are_listed(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    """In the middle of many, when nobody has looked yet: what was posted before it stands in the same list."""
    reports = [sent_in(sundsvall) for _number in range(3)]
    posted = []

    def cut_before_the_second(asked: Asked) -> Said | None:
        if asked.method == "POST":
            posted.append(asked)
            if len(posted) == 2:
                raise CutOff
        return None

    open311.mischief = cut_before_the_second
    work(o_system)
    CaseSystem.objects.update(listed_ours_at=None)
    work(o_system)

    assert [report.dispatches.get().state for report in reports] == ["done"] * 3
    assert (len(open311.requests), len(posted)) == (3, 4)


def test_what_goes_wrong_with_a_search_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    monkeypatch.setattr(open311_adapter.Open311, "find", lambda *_: 1 / 0)
    report = sent_in(sundsvall)

    work(o_system)

    assert report.dispatches.get().state == "done"
