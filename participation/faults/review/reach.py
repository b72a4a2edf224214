"""What of the moderators' queue a member of staff finds at a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.faults.models import FaultReport
from participation.moderation.models import Item
from participation.moderation.telling import decide_path

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.faults.querysets import FaultReportQuerySet


def waits(user: User, report: FaultReport) -> list[tuple[Item, str]]:
    """Each with the page where it is decided."""
    mine = Item.objects.decided_by(user).waiting().exclude(kind=Item.Kind.APPEAL)
    found = mine.filter(topic__fault_anchor__report=report).order_by("turn_at", "id")
    return [(item, decide_path(item)) for item in found]


def appealed_to(user: User) -> FaultReportQuerySet:
    """Those whose photos one sees because one tries an appeal, and not otherwise."""
    appeals = Item.objects.decided_by(user).filter(kind=Item.Kind.APPEAL, topic__kind="fault")
    return FaultReport.objects.filter(pk__in=appeals.order_by().values("topic__fault_anchor__report"))
