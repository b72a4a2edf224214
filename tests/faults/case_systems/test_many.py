"""What each of ten thousand reports costs the database, so that a backlog is soon gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.faults.models import Dispatch, FaultReport

from .conftest import ask, sent_in, work

if TYPE_CHECKING:
    from collections.abc import Callable

    from participation.faults.models import CaseSystem
    from participation.places.models import Municipality

    from .open311_double import Open311Double
    from .support_double import SupportDouble

pytestmark = pytest.mark.django_db


def questions(do: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        do()
    return sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)


def test_a_report_costs_few_questions(o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality) -> None:
    costs = []
    for count in (1, 10):
        for _number in range(count):
            sent_in(sundsvall)
        costs.append(questions(lambda: work(o_system)))

    assert len(open311.requests) == 11
    assert (costs[1] - costs[0]) / 9 <= 10


def test_what_was_heard_already_costs_the_same_however_much_it_is(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality
) -> None:
    costs = []
    for count in (1, 10):
        for _number in range(count):
            sent_in(sundsvall)
        work(s_system)
        ask(s_system)
        costs.append(questions(lambda: ask(s_system)))

    assert s_system.incoming.count() == len(support.errands) == 11
    assert costs[0] == costs[1]


def test_that_it_was_sent_is_said_beside_a_report_that_stays_as_it_was(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)

    work(o_system)

    assert Dispatch.objects.get().state == "done"
    assert report.events.filter(kind="sent").count() == 1
    assert FaultReport.objects.get().updated_at == report.updated_at
