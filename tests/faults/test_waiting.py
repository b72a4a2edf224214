from __future__ import annotations

from datetime import timedelta

from participation.faults.actions import change_status
from participation.faults.models import FaultReport
from participation.faults.waiting import queue_of

from .factories import NOW, reported


def test_a_new_report_waits_for_the_case_officers_of_its_municipality(sundsvall, case_officer, outsider):
    report = reported(sundsvall)

    queue = queue_of(case_officer, now=NOW + timedelta(days=2))

    assert queue.total == 1
    assert report.number in queue.jobs[0].title
    assert queue_of(outsider, now=NOW).total == 0


def test_what_somebody_has_begun_with_waits_no_more(sundsvall, case_officer):
    report = reported(sundsvall)

    change_status(report=report, by=case_officer, status=FaultReport.Status.IN_PROGRESS, message="", now=NOW)

    assert queue_of(case_officer, now=NOW).total == 0


def test_many_reports_cost_two_queries(sundsvall, case_officer, django_assert_max_num_queries):
    for _n in range(7):
        reported(sundsvall)
    queue_of(case_officer, now=NOW)

    with django_assert_max_num_queries(2):
        queue = queue_of(case_officer, now=NOW)

    assert (queue.total, len(queue.jobs), len(queue.more)) == (7, 5, 1)
