"""What waits at the desk, as tabs over the list. Their figures are counted to a limit, all in one query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participation.core.counting import NumberOf
from participation.faults.models import Publicity
from participation.faults.permissions import has_left
from participation.moderation.models import Item
from participation.places.models import Municipality

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.utils.functional import Promise

    from participation.accounts.models import User
    from participation.faults.querysets import FaultReportQuerySet

MOST_COUNTED = 99
OPEN_ORDER, NEWEST = ("-priority", "created_at", "id"), ("-created_at", "-id")


def late(reports: FaultReportQuerySet, today: date) -> FaultReportQuerySet:
    unanswered = Q(answered_at__isnull=True, answer_due_on__lt=today)
    return reports.open().exclude(status="asked").filter(unanswered | Q(close_due_on__lt=today))


def nobodys(reports: FaultReportQuerySet) -> FaultReportQuerySet:
    """And those of somebody who has left."""
    return reports.open().filter(Q(assigned_to__isnull=True) | has_left())


def to_decide(reports: FaultReportQuerySet) -> FaultReportQuerySet:
    """What waits in the moderators' queue: to be shown at all, or flagged."""
    waiting = Item.objects.waiting().exclude(kind=Item.Kind.APPEAL).filter(topic__kind="fault")
    anchored = waiting.filter(municipality=F("topic__fault_anchor__report__municipality"))
    flagged = Q(pk__in=anchored.order_by().values("topic__fault_anchor__report"))
    return reports.filter(Q(publicity=Publicity.WAITING) | flagged)


@dataclass(frozen=True)
class Queue:
    key: str
    label: Promise
    of: Callable[[FaultReportQuerySet, User, date], FaultReportQuerySet]
    order: tuple[str, ...] = OPEN_ORDER


QUEUES = (
    Queue("", _("Öppna"), lambda reports, user, today: reports.open()),
    Queue("mina", _("Mina"), lambda reports, user, today: reports.open().filter(assigned_to=user)),
    Queue("ingens", _("Ingens"), lambda reports, user, today: nobodys(reports)),
    Queue("nytt", _("Nytt att läsa"), lambda reports, user, today: reports.open().filter(has_news=True)),
    Queue("sena", _("Försenade"), lambda reports, user, today: late(reports, today)),
    Queue("visa", _("Att visa eller dölja"), lambda reports, user, today: to_decide(reports)),
    Queue("alla", _("Alla"), lambda reports, user, today: reports, NEWEST),
)


def queue_named(key: str) -> Queue:
    return next((queue for queue in QUEUES if queue.key == key), QUEUES[0])


def figures(reports: FaultReportQuerySet, user: User, today: date) -> dict[str, str]:
    """By the key of the queue; "99+" where there are more. "All" is not counted."""
    counted = {
        f"n{place}": NumberOf(queue.of(reports, user, today).order_by().values("pk")[: MOST_COUNTED + 1])
        for place, queue in enumerate(QUEUES[:-1])
    }
    row = Municipality.objects.order_by("pk").annotate(**counted).values(*counted).first() or {}
    return {queue.key: _written(row.get(f"n{place}", 0)) for place, queue in enumerate(QUEUES[:-1])}


def _written(number: int) -> str:
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number)
