"""The figures of Du sa, vi gjorde: how many were answered, kept and broken, and how long people wait."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from participation.answers.models import Answer, EarlierAnswer
from participation.answers.models.answer import PROMISES
from participation.answers.querysets import overdue
from participation.answers.subjects import subjects
from participation.topics.models import Topic

if TYPE_CHECKING:
    from datetime import date

    from participation.places.models import Municipality

DONE, PROMISED, OVERDUE, REFUSED = "genomfort", "lovat", "forsenat", "nej"
LEAST = 3  # answers below which a median says nothing


def which(today: date) -> dict[str, Q]:
    """The answers of each tab."""
    return {
        DONE: Q(done_on__isnull=False),
        PROMISED: Q(outcome__in=PROMISES, done_on__isnull=True),
        OVERDUE: overdue(today),
        REFUSED: Q(outcome="will_not"),
    }


def figures_of(municipality: Municipality, *, today: date) -> dict[str, Any]:
    """How many were answered, are done, wait to be done, and of those past their day; how many answers are late; the
    median wait in days, or None."""
    of = which(today)
    counted = Answer.objects.public_in(municipality).aggregate(
        answered=Count("pk"),
        done=Count("pk", filter=of[DONE]),
        promised=Count("pk", filter=of[PROMISED]),
        overdue=Count("pk", filter=of[OVERDUE]),
    )
    here = {"topic__municipality": municipality, "topic__visibility": Topic.Visibility.PUBLIC}
    late = sum(subject.waiting().filter(due_on__lt=today, **here).count() for subject in subjects())
    return {**counted, "late": late, "days": _median(municipality)}


def _median(municipality: Municipality) -> int | None:
    """Whole days from the day a topic was published to its first answer, by nearest rank, picked by the database."""
    took = ExpressionWrapper(F("first_at") - F("topic__published_at"), output_field=DurationField())
    timed = Answer.objects.public_in(municipality).filter(topic__published_at__isnull=False)
    total = timed.count()
    if total < LEAST:
        return None
    middle = (total - 1) // 2
    first = EarlierAnswer.objects.filter(topic=OuterRef("topic")).order_by("said_at").values("said_at")[:1]
    timed = timed.annotate(first_at=Coalesce(Subquery(first), F("answered_at")))
    waits = timed.annotate(took=took).order_by("took", "pk").values_list("took", flat=True)
    wait: timedelta = waits[middle : middle + 1][0]
    return max(wait.days, 0)
