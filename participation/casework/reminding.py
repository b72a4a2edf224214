"""Evaluators who have not answered: three days before the day, and each week after it until somebody publishes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from . import telling
from .models import Sheet

if TYPE_CHECKING:
    from datetime import datetime

BEFORE, AGAIN = timedelta(days=3), timedelta(days=7)


def remind(now: datetime) -> int:
    """Returns how many were reminded; who asked is told once, with the first reminder after the day."""
    today = timezone.localdate(now)
    lately = Q(reminded_at__gt=now - AGAIN)
    due = Sheet.objects.filter(
        handed_in_at__isnull=True, evaluation__published_at__isnull=True, evaluation__due_on__lte=today + BEFORE
    ).exclude(lately)
    late = set()
    count = 0
    for pk in list(due.values_list("pk", flat=True)[:500]):
        with transaction.atomic():
            sheet = due.select_for_update(of=("self",)).select_related("evaluator").filter(pk=pk).first()
            if sheet is None or sheet.evaluator is None or not sheet.evaluator.is_active:
                continue
            evaluation = sheet.evaluation
            is_first = sheet.reminded_at is None or timezone.localdate(sheet.reminded_at) <= evaluation.due_on
            Sheet.objects.filter(pk=pk).update(reminded_at=now)
            telling.tell_evaluator(sheet, by=None, now=now)
            if today > evaluation.due_on and is_first and evaluation.pk not in late:
                late.add(evaluation.pk)
                telling.tell_late(evaluation, now=now)
            count += 1
    return count
