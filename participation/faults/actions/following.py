"""Somebody else has the same fault: they follow the report instead of sending another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from participation.accounts.addresses import same_address
from participation.faults.errors import NotToFollow
from participation.faults.models import FaultEvent, FaultFollower, FaultReport, FollowRequest
from participation.faults.telling_followers import ask_by_mail, forget_asked, forget_follower
from participation.faults.unproven import may_be_asked

from .locking import lock
from .recording import record

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User


@transaction.atomic
def follow_report(
    *, report: FaultReport, now: datetime, person: User | None = None, email: str = "", language: str = "sv"
) -> tuple[FaultFollower, bool]:
    """By account or by a proven address. Twice is once, in parallel too.

    Raises NotToFollow where the report is not public and open.
    """
    report = _to_follow(report)
    who = {"person": person} if person is not None else {"email": same_address(email)}
    follower, is_new = FaultFollower.objects.get_or_create(
        report=report, **who, defaults={"language": language, "created_at": now}
    )
    if is_new:
        FaultReport.objects.filter(pk=report.pk).update(followers=F("followers") + 1)
        record(report, FaultEvent.Kind.REPORT_FOLLOWED, now=now)
    return follower, is_new


@transaction.atomic
def ask_to_follow(*, report: FaultReport, email: str, language: str, now: datetime) -> None:
    """Whoever reads the address is asked in a mail. The same answer whether it follows already or was asked lately.

    Raises NotToFollow.
    """
    report, email = _to_follow(report), same_address(email)
    if FaultFollower.objects.filter(report=report, email=email).exists():
        return
    request, _new = FollowRequest.objects.get_or_create(
        report=report, email=email, defaults={"language": language, "created_at": now}
    )
    if may_be_asked(email, asked_at=request.asked_at, now=now):
        FollowRequest.objects.filter(pk=request.pk).update(asked_at=now)
        ask_by_mail(request, now=now)


@transaction.atomic
def say_yes(*, request: FollowRequest, now: datetime) -> FaultFollower:
    """Raises NotToFollow, and then keeps the request for another try."""
    follower, _new = follow_report(report=request.report, email=request.email, language=request.language, now=now)
    withdraw_request(request=request)
    return follower


@transaction.atomic
def withdraw_request(*, request: FollowRequest) -> None:
    """Nobody said yes. What waits to be mailed to the address about it goes too."""
    forget_asked(request)
    request.delete()


def _to_follow(report: FaultReport) -> FaultReport:
    report = lock(report)
    if not report.is_public or not report.municipality.is_open or not report.is_open:
        raise NotToFollow
    return report


@transaction.atomic
def unfollow_report(*, follower: FaultFollower) -> bool:
    """Returns whether there was anything. What waits to be mailed to them goes too."""
    lock(follower.report)
    removed, _rows = FaultFollower.objects.filter(pk=follower.pk).delete()
    if removed:
        forget_follower(follower)
        FaultReport.objects.filter(pk=follower.report_id).update(followers=F("followers") - 1)
    return bool(removed)
