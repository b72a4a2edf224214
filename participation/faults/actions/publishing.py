"""Whether others than the reporter and staff see a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from participation.faults.errors import AlreadySo, OnlyTheWhole
from participation.faults.models import FaultEvent, FaultReport, Publicity
from participation.faults.review.anchors import anchor_of
from participation.faults.review.waiting import look, wait, wait_no_more
from participation.moderation.models import Item

from .locking import lock
from .recording import record

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from participation.accounts.models import User
    from participation.moderation.noticing.looking import Noticed


@transaction.atomic
def set_publicity(
    *, report: FaultReport, by: User | None, publicity: str, note: str = "", is_decided: bool = False, now: datetime
) -> FaultEvent:
    """Show it to everybody, or hide it from them; `note` is for staff. Raises AlreadySo, OnlyTheWhole.

    Hiding what others read, or were to read, needs a reason that its reporter is told: see review/deciding.py, which
    calls this with `is_decided`.

    What is hidden is gone from list, map, page, feed and API with the same commit.
    """
    report = lock(report)
    if report.part_of_id:
        raise OnlyTheWhole
    if report.publicity == publicity:
        raise AlreadySo
    detail = {"from": report.publicity, "to": publicity}
    report.publicity = publicity
    if publicity == Publicity.SHOWN:
        report.shown_at = now
    report.save(update_fields=["publicity", "shown_at"])
    if publicity == Publicity.WAITING:
        wait(report, now=now)
    elif detail["from"] == Publicity.WAITING and not is_decided:
        wait_no_more(report, now=now)
    return record(report, FaultEvent.Kind.PUBLICITY, by=by, message=note, detail=detail, now=now)


@transaction.atomic
def show_photo(*, report: FaultReport, photo: UUID, is_shown: bool, by: User, now: datetime) -> bool:
    """One photo, by a decision: its reporter and staff go on seeing it. Returns whether anything changed."""
    report = lock(report)
    found = report.photos.filter(pk=photo, is_answer=False, is_hidden=is_shown).first()
    if found is None:
        return False
    found.is_hidden = not is_shown
    found.save(update_fields=["is_hidden"])
    report.updated_at = now  # whoever reads the open data asks for what changed since
    note = _("Foto %(n)s visas igen.") if is_shown else _("Foto %(n)s är dolt för andra.")
    record(report, FaultEvent.Kind.PUBLICITY, by=by, message=note % {"n": found.order}, now=now)
    return True


def is_doubted(report: FaultReport) -> bool:
    """Whether something was said of it that the municipality that has it has not decided on."""
    topic = anchor_of(report)
    waiting = Item.objects.waiting().filter(topic=topic, flags__gt=0).exclude(kind=Item.Kind.APPEAL)
    return topic is not None and waiting.exists()


def publish_as_they_do(report: FaultReport, *, doubted: bool, now: datetime) -> Noticed:
    """Of a report that another municipality has from now on: who sees it is for its category there to say.

    What somebody has hidden stays so, a part is seen with its whole alone, and of what is not sorted yet nothing is
    shown. What nobody saw where it came from, or was `doubted` there, is read before it is shown: whoever wrote it may
    count on that. The caller saves it, and lets it wait.
    """
    was_shown = report.publicity == Publicity.SHOWN
    was_hidden = report.publicity == Publicity.HIDDEN and _somebody_hid(report)
    category = None if report.part_of_id or was_hidden else report.category
    report.publicity = category.publicity if category else Publicity.HIDDEN
    noticed = look(report)
    if report.publicity == Publicity.SHOWN and (not was_shown or doubted or noticed.hold):
        report.publicity = Publicity.WAITING
    if report.publicity == Publicity.SHOWN:
        report.shown_at = now
    return noticed


def _somebody_hid(report: FaultReport) -> bool:
    return report.events.filter(kind=FaultEvent.Kind.PUBLICITY, detail__to=Publicity.HIDDEN).exists()
