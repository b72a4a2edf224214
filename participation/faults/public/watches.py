"""What begins and ends a watch, and the mails about what came in: at most one a day, and none without news."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.accounts.addresses import same_address
from participation.faults.models import AreaWatch, FaultReport
from participation.faults.unproven import may_be_asked
from participation.notifications.mail import new_message_id, one_line
from participation.notifications.models import OutgoingMail

from .listing import row_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from participation.accounts.models import User
    from participation.faults.grid import Frame
    from participation.faults.models import FaultCategory
    from participation.places.models import Municipality

KIND = "fault_watch"
A_DAY = timedelta(days=1)
MOST_IN_A_MAIL = 30
AT_A_TIME = 200


@transaction.atomic
def begin_watch(
    *,
    municipality: Municipality,
    email: str,
    person: User | None,
    category: FaultCategory | None,
    frame: Frame | None,
    language: str,
    now: datetime,
) -> AreaWatch:
    """Asked for twice is asked for once. Who proved the address by signing in is not asked again."""
    west, north, east, south = frame.squares if frame else (None, None, None, None)
    area = {"west": west, "north": north, "east": east, "south": south}
    email = same_address(email)
    same = AreaWatch.objects.filter(email__iexact=email, municipality=municipality, category=category, **area).first()
    watch = same or AreaWatch.objects.create(
        email=email,
        person=person,
        municipality=municipality,
        category=category,
        language=language,
        created_at=now,
        confirmed_at=now if person else None,
        told_until=now,
        **area,
    )
    if watch.confirmed_at is None and person is not None:
        confirm_watch(watch=watch, now=now)
    elif watch.confirmed_at is None and may_be_asked(email, asked_at=watch.asked_at, now=now):
        AreaWatch.objects.filter(pk=watch.pk).update(asked_at=now)
        _mail(watch, _("Bekräfta din bevakning"), "confirm", now=now)
    return watch


def confirm_watch(*, watch: AreaWatch, now: datetime) -> None:
    AreaWatch.objects.filter(pk=watch.pk, confirmed_at__isnull=True).update(confirmed_at=now, told_until=now)


@transaction.atomic
def stop_watch(*, watch: AreaWatch) -> None:
    """The address goes with it, also from the mails that are kept."""
    OutgoingMail.objects.filter(kind=_kind(watch)).delete()
    watch.delete()


def tell_watches(now: datetime) -> int:
    """Mail everybody whose watch has news. Returns how many. The database finds them; nobody without news is read."""
    told = 0
    while batch := list(_with_news(now)[:AT_A_TIME]):
        for watch in batch:
            told += _tell(watch, now)
    return told


def _with_news(now: datetime) -> QuerySet[AreaWatch]:
    due = AreaWatch.objects.filter(
        confirmed_at__isnull=False, told_until__lte=now - A_DAY, municipality__is_open=True
    ).exclude(person__is_active=False)
    news = FaultReport.objects.public().filter(
        municipality=OuterRef("municipality"), shown_at__gt=OuterRef("told_until"), shown_at__lte=now
    )
    everywhere = Q(Exists(news), west__isnull=True)
    box = {"map_point__x__range": (OuterRef("west"), OuterRef("east"))}
    box |= {"map_point__y__range": (OuterRef("north"), OuterRef("south"))}
    inside = Q(Exists(news.filter(**box)), category__isnull=True, west__isnull=False)
    of_kind = news.filter(category=OuterRef("category"))
    return due.filter(
        everywhere & Q(category__isnull=True)
        | inside
        | Q(Exists(of_kind), west__isnull=True, category__isnull=False)
        | Q(Exists(of_kind.filter(**box)), west__isnull=False, category__isnull=False)
    ).order_by("pk")


@transaction.atomic
def _tell(watch: AreaWatch, now: datetime) -> int:
    """Only one worker gets to tell: whoever moves `told_until` on."""
    since = watch.told_until
    if not AreaWatch.objects.filter(pk=watch.pk, told_until=since).update(told_until=now):
        return 0
    reports = list(_news_of(watch, since, now)[: MOST_IN_A_MAIL + 1])
    if not reports:
        return 0
    with translation.override(watch.language):
        today = timezone.localdate(now)
        rows = [row_of(report, today=today) for report in reports[:MOST_IN_A_MAIL]]
        where = watch.municipality.name
        subject = ngettext("%(n)d ny felanmälan i %(where)s", "%(n)d nya felanmälningar i %(where)s", len(rows))
        context = {"rows": rows, "more": len(reports) > MOST_IN_A_MAIL}
        _mail(watch, subject % {"n": len(rows), "where": where}, "news", now=now, **context)
    return 1


def _news_of(watch: AreaWatch, since: datetime, now: datetime) -> QuerySet[FaultReport]:
    reports = FaultReport.objects.public().filter(
        municipality=watch.municipality_id, shown_at__gt=since, shown_at__lte=now
    )
    if watch.category_id is not None:
        reports = reports.filter(category=watch.category_id)
    if watch.west is not None:
        reports = reports.filter(
            map_point__x__range=(watch.west, watch.east), map_point__y__range=(watch.north, watch.south)
        )
    return reports.select_related("category", "municipality").order_by("-shown_at", "-id")


def _mail(watch: AreaWatch, subject: str, letter: str, *, now: datetime, **context: object) -> None:
    with translation.override(watch.language):
        stop_url = settings.BASE_URL + reverse("faults:stop_watch", args=[watch.token])
        context |= {
            "watch": watch,
            "site": settings.BASE_URL,
            "confirm_url": settings.BASE_URL + reverse("faults:confirm_watch", args=[watch.token]),
            "stop_url": stop_url,
            "language": watch.language,
            "subject": subject,
        }
        text = render_to_string(f"emails/faults/watch_{letter}.txt", context)
        html = render_to_string(f"emails/faults/watch_{letter}.html", context)
    OutgoingMail.objects.create(
        kind=_kind(watch),
        to=watch.email,
        sender=settings.DEFAULT_FROM_EMAIL,
        subject=one_line(subject),
        text=text,
        html=html,
        headers={"List-Unsubscribe": f"<{stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        message_id=new_message_id(),
        created_at=now,
        next_attempt_at=now,
    )


def _kind(watch: AreaWatch) -> str:
    return f"{KIND}:{watch.pk}"
