"""What the moderators' queue asks of the reports that wait in it (`moderation.owners`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.accounts.models import Role
from participation.faults.actions import set_publicity, show_photo
from participation.faults.errors import FaultError
from participation.faults.models import FaultPhoto, FaultReport, Publicity
from participation.faults.telling import tell_of_decision
from participation.moderation.owners import Anchored, Owner, Picture, Standing
from participation.moderation.wording import paragraphs

from .anchors import is_theirs, report_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from django.utils.functional import Promise

    from participation.accounts.models import User
    from participation.moderation.models import Decision
    from participation.topics.models import Topic

STANDINGS = {
    Publicity.SHOWN: Standing.SHOWN,
    Publicity.WAITING: Standing.HELD,
    Publicity.HIDDEN: Standing.HIDDEN,
}


def pictures(topics: Iterable[int]) -> dict[int, list[Picture]]:
    photos = FaultPhoto.objects.filter(report__anchors__in=set(topics), is_answer=False)
    found: dict[int, list[Picture]] = {}
    for photo in photos.annotate(anchor=F("report__anchors")).order_by("order", "created_at"):
        there = found.setdefault(photo.anchor, [])  # type: ignore[attr-defined]  # annotated
        url = reverse("fault_reports:photo", args=[photo.report_id, photo.pk])
        alt = photo.alt or _("Foto %(n)s") % {"n": len(there) + 1}
        there.append(Picture(photo.pk, url, f"{url}?variant=thumbnail", alt, is_hidden=photo.is_hidden))
    return found


def words(topic: Topic) -> str:
    """What was reported, and where."""
    return paragraphs(*FaultReport.objects.values_list("text", "place").get(anchors=topic.pk))


def stands(topic: Topic) -> Standing:
    report = report_of(topic)
    if not is_theirs(report, topic.municipality_id):
        return Standing.GONE
    return STANDINGS[Publicity(report.publicity)]


def show(*, topic: Topic, is_shown: bool, moderator: User, now: datetime) -> bool:
    report = report_of(topic)
    if not is_theirs(report, topic.municipality_id):
        return False
    publicity = Publicity.SHOWN if is_shown else Publicity.HIDDEN
    try:
        set_publicity(report=report, by=moderator, publicity=publicity, is_decided=True, now=now)
    except FaultError:
        return False
    return True


def show_picture(*, topic: Topic, picture: UUID, is_shown: bool, moderator: User, now: datetime) -> bool:
    report = report_of(topic)
    if not is_theirs(report, topic.municipality_id):
        return False
    return show_photo(report=report, photo=picture, is_shown=is_shown, by=moderator, now=now)


def tell(
    *, topic: Topic, sentence: str | Promise, body: str | Promise, by: User | None, now: datetime, mail: bool = True
) -> None:
    tell_of_decision(report_of(topic), sentence, body, by=by, mail=mail, now=now)


def address(topic: Topic) -> str:
    return reverse("fault_reports:report", args=[report_of(topic).pk])


def of_writer(decision: Decision) -> str:
    return reverse("faults:decision", args=[report_of(decision.topic).token, decision.pk])


def desk() -> str:
    return f"{reverse('fault_reports:index')}?ko=visa"


OWNER = Owner(
    pictures=pictures,
    show_picture=show_picture,
    words=words,
    anchored=Anchored(
        stands=stands,
        show=show,
        tell=tell,
        address=address,
        of_writer=of_writer,
        desk=desk,
        roles=(Role.CASE_OFFICER,),
    ),
)
