"""What this app puts on the desk: what one has been given, and what one is asked to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.accounts.models import Role
from participation.accounts.permissions import is_administrator, municipalities_of
from participation.core.desk import Deed, Job, Key, Queue

from .models import Assignment, Evaluation, Sheet
from .permissions import topics_for
from .telling import desk_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from participation.accounts.models import User
    from participation.topics.models import Topic

SHOWN = 5


def queues_of(user: User, *, now: datetime) -> list[Queue]:
    """Only what one's roles can hold: the others ask no question."""
    topics = topics_for(user)
    kinds = ((Role.CASE_OFFICER, _assigned), (Role.EVALUATOR, _to_judge), (Role.PUBLISHER, _to_publish))
    return [
        queue(user, topics, now) for role, queue in kinds if is_administrator(user) or municipalities_of(user, role)
    ]


def _number(rows: QuerySet[Any], shown: Sequence[object]) -> int:
    """Counted only where there are more than are shown."""
    return len(shown) if len(shown) <= SHOWN else rows.count()


def _assigned(user: User, topics: QuerySet[Topic], now: datetime) -> Queue:
    mine = Assignment.objects.filter(person=user, topic__in=topics).select_related("topic__municipality")
    shown = list(mine.order_by("since", "pk")[: SHOWN + 1])
    jobs = [
        Job(
            title=row.topic.title,
            url=desk_of(row.topic),
            why=f"{row.topic.get_kind_display()}, {row.topic.municipality.name}.",
            shape="town",
            word=_("Hos dig sedan %(time)s") % {"time": timesince(row.since, now, depth=1)},
            deeds=(Deed(_("Öppna"), desk_of(row.topic)),),
        )
        for row in shown[:SHOWN]
    ]
    return Queue(Key.MINE, _number(mine, shown), jobs)


def _to_judge(user: User, topics: QuerySet[Topic], now: datetime) -> Queue:
    rows = Sheet.objects.filter(
        evaluator=user,
        handed_in_at__isnull=True,
        evaluation__published_at__isnull=True,
        evaluation__topic__in=topics,
    ).select_related("evaluation__topic__municipality")
    shown = list(rows.order_by("evaluation__due_on", "pk")[: SHOWN + 1])
    jobs = [_judging(row, timezone.localdate(now)) for row in shown[:SHOWN]]
    return Queue(Key.JUDGE, _number(rows, shown), jobs)


def _judging(sheet: Sheet, today: date) -> Job:
    evaluation = sheet.evaluation
    left = (evaluation.due_on - today).days
    late = ngettext("%(count)d dag för sent", "%(count)d dagar för sent", -left) % {"count": -left}
    by = _("Senast %(day)s") % {"day": date_format(evaluation.due_on, "j F")}
    url = reverse("casework:sheet", args=[sheet.pk])
    return Job(
        title=_("Bedöm: %(title)s") % {"title": evaluation.topic.title},
        url=url,
        why=evaluation.topic.municipality.name,
        quote=evaluation.question,
        shape="late" if left < 0 else "wait",
        word=late if left < 0 else by,
        deeds=(Deed(_("Bedöm"), url),),
    )


def _to_publish(user: User, topics: QuerySet[Topic], now: datetime) -> Queue:
    waiting = Evaluation.objects.filter(published_at__isnull=True, topic__in=topics).exclude(summary="")
    if not is_administrator(user):
        waiting = waiting.filter(topic__municipality__in=municipalities_of(user, Role.PUBLISHER))
    waiting = waiting.exclude(summed_up_by=user).exclude(topic__author=user).select_related("topic")
    waiting = waiting.exclude(sheets__in=Sheet.objects.filter(evaluator=user, handed_in_at__isnull=True))
    shown = list(waiting.order_by("asked_at", "pk")[: SHOWN + 1])
    jobs = [
        Job(
            title=_("Utvärdering: %(title)s") % {"title": row.topic.title},
            url=f"{desk_of(row.topic)}#utvardering",
            why=_("Sammanfattningen är skriven. Bara ni ser den än."),
            shape="wait",
            word=_("Att publicera"),
            deeds=(Deed(_("Läs"), f"{desk_of(row.topic)}#utvardering"),),
        )
        for row in shown[:SHOWN]
    ]
    return Queue(Key.REVIEW, _number(waiting, shown), jobs)
