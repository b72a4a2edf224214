"""What of a report waits in the moderators' queue. Called by the actions that change a report, in their transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.faults.models import Publicity
from participation.moderation import actions as moderation
from participation.moderation.models import Item
from participation.moderation.noticing.looking import NOTHING, Noticed, look_at_words, raise_noticed

from .anchors import anchor, anchor_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import Promise

    from participation.accounts.models import User
    from participation.faults.models import FaultReport


def look(report: FaultReport) -> Noticed:
    """At the words that others may read, before they do. What staff wrote for somebody was read by them."""
    if report.publicity == Publicity.HIDDEN or report.channel == report.Channel.STAFF:
        return NOTHING
    return look_at_words(text=f"{report.text}\n{report.place}", municipality=report.municipality)


def wait(report: FaultReport, noticed: Noticed = NOTHING, *, now: datetime) -> None:
    """Where the municipality wants to read it before others do, or something was noticed."""
    held = report.publicity == Publicity.WAITING
    if not held and not noticed.signals:
        return
    topic = anchor(report)
    if held:
        moderation.enter(kind=Item.Kind.FAULT, topic=topic, held=True, now=now)
    raise_noticed(noticed, topic=topic, author=None, now=now)


def wait_no_more(report: FaultReport, *, now: datetime) -> None:
    """Somebody chose who sees it, and nobody had said anything of it."""
    if (topic := anchor_of(report)) is not None:
        moderation.leave(kind=Item.Kind.FAULT, topic=topic, now=now)


def let_go(report: FaultReport, *, by: User | None, why: str | Promise, now: datetime) -> None:
    """It is with others from now on: what waits is answered, and nobody is reproached."""
    if (topic := anchor_of(report)) is not None:
        moderation.let_go(topic=topic, moderator=by, facts=str(why), now=now)


def forget_writer(report: FaultReport) -> None:
    for one in report.anchors.select_related("topic"):
        moderation.forget_writer(topic=one.topic)
