"""A promise that is not kept: staff hear of it once, and of all that are late once a week."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from participation.answers.models import OverdueDigest, OverdueNotice
from participation.answers.reminding import look
from participation.ideas.models import Idea
from participation.notifications.models import Notification
from tests.answering import answer
from tests.answers.factories import words

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def late(idea):
    """Since the Friday before."""
    Idea.objects.filter(pk=idea.pk).update(status="to_be_answered", answer_due_on=date(2026, 11, 20))
    return Idea.objects.get(pk=idea.pk)


def told(person, kind):
    return Notification.objects.filter(person=person, kind=kind).count()


def test_each_promise_is_told_of_once(late, case_officer, publisher, author, citizen):
    for hours in range(5):
        look(MONDAY + timedelta(hours=hours))
    look(MONDAY + timedelta(days=1))

    assert told(case_officer, "answer_late") == told(publisher, "answer_late") == 1
    assert told(author, "answer_late") == told(citizen, "answer_late") == 0
    assert OverdueNotice.objects.count() == 1
    assert set(Notification.objects.filter(kind="answer_late").values_list("reason", flat=True)) == {"staff"}


def test_another_day_that_is_broken_too_is_told_of_again(late, case_officer):
    look(MONDAY)
    Idea.objects.filter(pk=late.pk).update(answer_due_on=date(2026, 11, 23))

    look(MONDAY + timedelta(days=1))

    assert told(case_officer, "answer_late") == 2


def test_then_once_a_week_for_as_long_as_it_is_late(late, case_officer, department):
    look(MONDAY)
    assert told(case_officer, "answers_late") == 0

    for days in (7, 8, 9, 14):
        look(MONDAY + timedelta(days=days))
    assert told(case_officer, "answers_late") == 2
    assert set(Notification.objects.filter(kind="answers_late").values_list("reason", flat=True)) == {"staff"}
    assert list(OverdueDigest.objects.order_by("week").values_list("week", "late")) == [("2026-49", 1), ("2026-50", 1)]

    answer(idea=late, by=case_officer, now=MONDAY + timedelta(days=15), **words(department))
    look(MONDAY + timedelta(days=21))
    assert told(case_officer, "answers_late") == 2


def test_nobody_is_told_on_a_sunday_nor_of_what_is_not_late(late, case_officer):
    look(MONDAY - timedelta(days=1))
    assert told(case_officer, "answer_late") == 0

    Idea.objects.filter(pk=late.pk).update(answer_due_on=date(2026, 11, 23))
    look(MONDAY)
    assert told(case_officer, "answer_late") == 0


def test_the_neighbours_hear_nothing(late, outsider):
    look(MONDAY + timedelta(days=7))

    assert told(outsider, "answer_late") == told(outsider, "answers_late") == 0
