"""What the clock says of answers: steps that wait too long or for nobody, and what was promised and not done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from participation.core.working_days import is_working_day

from .deserted import draft_of, tell_where_it_waits, waiting
from .lateness import tell_of_lateness
from .models import AnswerTaskState
from .telling import remind, tell_of_late_step

if TYPE_CHECKING:
    from datetime import date, datetime


def look(now: datetime) -> None:
    """By the hour. On days when nobody works nobody is told."""
    today = timezone.localdate(now)
    if not is_working_day(today):
        return
    for state in waiting().filter(due_on__lt=today, escalated_at__isnull=True):
        _once(state, "escalated_at", now)
    tomorrow = _next_working_day(today)
    for state in waiting().filter(due_on__gte=today, due_on__lte=tomorrow, reminded_at__isnull=True):
        _once(state, "reminded_at", now)
    tell_where_it_waits(waiting(), now=now)  # whichever way they left: an account that was closed, or switched off
    tell_of_lateness(today, now)


@transaction.atomic
def _once(state: AnswerTaskState, field: str, now: datetime) -> None:
    """Whoever writes the moment first tells, whatever other workers do."""
    if not AnswerTaskState.objects.filter(pk=state.pk, **{f"{field}__isnull": True}).update(**{field: now}):
        return
    draft = draft_of(state)
    if draft is None or state.due_on is None:
        return
    if field == "reminded_at":
        remind(draft, state, due_on=state.due_on, now=now)
    else:
        tell_of_late_step(draft, state, now=now)


def _next_working_day(day: date) -> date:
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
