"""Evaluators who have not answered: three days before the day, and each week after it until somebody publishes.

Whoever is no evaluator any more is not reminded; whoever asked hears of it once, to ask somebody else.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from participation.topics.models import Topic

from . import telling
from .models import Sheet
from .permissions import is_there, topics_for

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

BEFORE, AGAIN = timedelta(days=3), timedelta(days=7)


def remind(now: datetime) -> int:
    """Returns how many were reminded; who asked is told once, with the first reminder after the day."""
    today = timezone.localdate(now)
    lately = Q(reminded_at__gt=now - AGAIN)
    due = _open().filter(is_there(), evaluation__due_on__lte=today + BEFORE).exclude(lately)
    late = set()
    count = 0
    tell_of_left(now)
    for pk in list(due.values_list("pk", flat=True)[:500]):
        with transaction.atomic():
            sheet = due.select_for_update(of=("self",)).select_related("evaluator").filter(pk=pk).first()
            if sheet is None or sheet.evaluator is None:
                continue
            evaluation = sheet.evaluation
            if not topics_for(sheet.evaluator).filter(pk=evaluation.topic_id).exists():
                continue
            is_first = sheet.reminded_at is None or timezone.localdate(sheet.reminded_at) <= evaluation.due_on
            Sheet.objects.filter(pk=pk).update(reminded_at=now)
            telling.tell_evaluator(sheet, by=None, now=now)
            if today > evaluation.due_on and is_first and evaluation.pk not in late:
                late.add(evaluation.pk)
                telling.tell_late(evaluation, now=now)
            count += 1
    return count


@transaction.atomic
def tell_of_left(now: datetime) -> None:
    """Once for each who has left; and again if they come back and leave again."""
    waiting = _open().filter(evaluation__topic__visibility=Topic.Visibility.PUBLIC)
    waiting.filter(is_there(), left_told_at__isnull=False).update(left_told_at=None)
    gone = waiting.filter(~is_there(), left_told_at__isnull=True)
    for sheet in gone.select_for_update(of=("self",)).select_related("evaluator", "evaluation__topic")[:500]:
        Sheet.objects.filter(pk=sheet.pk).update(left_told_at=now)
        telling.tell_has_left(sheet, now=now)


def _open() -> QuerySet[Sheet]:
    return Sheet.objects.filter(handed_in_at__isnull=True, evaluation__published_at__isnull=True)
