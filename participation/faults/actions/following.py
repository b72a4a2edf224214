"""Somebody else has the same fault: they follow the report instead of sending another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from participation.faults.errors import NotToFollow
from participation.faults.models import FaultEvent, FaultFollower, FaultReport
from participation.faults.telling_followers import forget_follower, tell_new_follower

from .locking import lock
from .recording import record

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User


@transaction.atomic
def follow_report(
    *, report: FaultReport, now: datetime, person: User | None = None, email: str = "", language: str = "sv"
) -> tuple[FaultFollower, bool]:
    """By account or by address. Twice is once, in parallel too. Raises NotToFollow where it is not public and open."""
    report = lock(report)
    if not report.is_public or not report.municipality.is_open or not report.is_open:
        raise NotToFollow
    who = {"person": person} if person is not None else {"email": email.strip().lower()}
    follower, is_new = FaultFollower.objects.get_or_create(
        report=report, **who, defaults={"language": language, "created_at": now}
    )
    if is_new:
        FaultReport.objects.filter(pk=report.pk).update(followers=F("followers") + 1)
        record(report, FaultEvent.Kind.REPORT_FOLLOWED, now=now)
        tell_new_follower(follower, now=now)
    return follower, is_new


@transaction.atomic
def unfollow_report(*, follower: FaultFollower) -> bool:
    """Returns whether there was anything. What waits to be mailed to them goes too."""
    lock(follower.report)
    removed, _rows = FaultFollower.objects.filter(pk=follower.pk).delete()
    if removed:
        forget_follower(follower)
        FaultReport.objects.filter(pk=follower.report_id).update(followers=F("followers") - 1)
    return bool(removed)
