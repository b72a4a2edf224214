"""What followers are told: the status in our own words, never what was written between reporter and municipality.

Only while the report is public; whoever follows by an address gets a way out in every mail (RFC 8058).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import User
from participation.notifications.actions import notify
from participation.notifications.letting_go import take_back
from participation.notifications.mail import new_message_id, one_line
from participation.notifications.models import OutgoingMail, Reason

from .models import FaultFollower, FaultReport, FollowRequest

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import Promise

Status = FaultReport.Status
BATCH = 500

# A question to the reporter is nobody else's.
NEWS: dict[str, Promise] = {
    Status.RECEIVED: _("Felet du följer är öppnat igen, {number}"),
    Status.IN_PROGRESS: _("Kommunen arbetar med felet du följer, {number}"),
    Status.PLANNED: _("Åtgärden av felet du följer är planerad, {number}"),
    Status.FIXED: _("Felet du följer är åtgärdat, {number}"),
    Status.NOT_OURS: _("Felet du följer är någon annans ansvar, {number}"),
    Status.CLOSED: _("Felet du följer avslutas utan åtgärd, {number}"),
    Status.DUPLICATE: _("Felet du följer var redan anmält, {number}"),
}
HANDED_OVER = _("Felet du följer är lämnat till {name}, {number}")
ASKS = _("Vill du följa felanmälan {number}?")


def tell_followers(report: FaultReport, *, now: datetime) -> None:
    """Where the report stands now."""
    if report.status not in NEWS or not report.followers or not report.is_public:
        return
    _tell(report, format_lazy(NEWS[report.status], number=report.number), now)


def tell_followers_of_hand_over(report: FaultReport, *, now: datetime) -> None:
    """Of what they could read until now. Where others have yet to show it they are told that alone."""
    if report.followers:
        _tell(report, format_lazy(HANDED_OVER, name=report.municipality.full_name, number=report.number), now)


def _tell(report: FaultReport, sentence: str | Promise, now: datetime) -> None:
    people = User.objects.filter(followed_faults__report=report, is_active=True)
    notify(
        people=people,
        kind="fault_followed",
        sentence=sentence,
        path=address_of(report),
        reason=Reason.FOLLOWED,
        now=now,
    )
    rows = FaultFollower.objects.filter(report=report, person__isnull=True).order_by("pk")
    mails = [_mail(report, row, sentence, now) for row in rows.iterator(chunk_size=BATCH)]
    OutgoingMail.objects.bulk_create(mails, batch_size=BATCH)


def ask_by_mail(request: FollowRequest, *, now: datetime) -> None:
    """Whether whoever reads the address wants to. Holds nothing of what was reported, nor of who."""
    report = request.report
    with translation.override(request.language):
        subject = ASKS.format(number=report.number)
        link = settings.BASE_URL + reverse("faults:confirm_follow", args=[request.token])
        context = {"report": report, "subject": subject, "link": link, "language": request.language}
        OutgoingMail.objects.create(
            kind=_asked(request),
            to=request.email,
            sender=settings.DEFAULT_FROM_EMAIL,
            subject=one_line(subject),
            text=render_to_string("emails/faults/follow_asks.txt", context),
            html=render_to_string("emails/faults/follow_asks.html", context),
            message_id=new_message_id(),
            created_at=now,
            next_attempt_at=now,
        )


def forget_asked(request: FollowRequest) -> None:
    """The mails that asked, sent or not."""
    OutgoingMail.objects.filter(kind=_asked(request), to=request.email).delete()


def forget_follower(follower: FaultFollower) -> None:
    """The mails to the address, sent or not; of those to an account, what waits."""
    if follower.person is not None:
        take_back(person=follower.person, reason=Reason.FOLLOWED, path=address_of(follower.report))
    else:
        OutgoingMail.objects.filter(kind=_kind(follower.report), to=follower.email, person__isnull=True).delete()


def address_of(report: FaultReport) -> str:
    return reverse("faults:follow", args=[report.number])


def _mail(report: FaultReport, follower: FaultFollower, sentence: str | Promise, now: datetime) -> OutgoingMail:
    with translation.override(follower.language):
        out = settings.BASE_URL + reverse("faults:unfollow", args=[follower.token])
        context = {
            "report": report,
            "sentence": str(sentence),
            "link": settings.BASE_URL + address_of(report),
            "out_link": out,
            "language": follower.language,
        }
        return OutgoingMail(
            kind=_kind(report),
            to=follower.email,
            sender=settings.DEFAULT_FROM_EMAIL,
            subject=one_line(str(sentence)),
            text=render_to_string("emails/faults/followed.txt", context),
            html=render_to_string("emails/faults/followed.html", context),
            headers={"List-Unsubscribe": f"<{out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
            message_id=new_message_id(),
            created_at=now,
            next_attempt_at=now,
        )


def _kind(report: FaultReport) -> str:
    return f"fault-followed:{report.number}"


def _asked(request: FollowRequest) -> str:
    return f"fault-follow-asks:{request.pk}"
