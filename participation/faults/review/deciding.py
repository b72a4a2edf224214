"""The decisions of the desk on who sees a report: the same as a moderator's, with the same reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from participation.faults.actions import set_publicity
from participation.faults.errors import AlreadySo, OnlyTheWhole
from participation.faults.models import FaultReport, Publicity
from participation.moderation import actions as moderation
from participation.moderation.errors import NothingToDecide
from participation.moderation.owners import Standing

from .anchors import anchor, anchor_of
from .owner import stands

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User
    from participation.faults.models import FaultEvent
    from participation.moderation.models import Decision


@transaction.atomic
def decide_publicity(
    *, report: FaultReport, by: User, publicity: str, rule: str = "", facts: str = "", now: datetime
) -> FaultEvent | Decision:
    """Shown again, or at last, it answers what waits; hidden, its reporter is told by which rule and why, and may
    appeal. Nobody is told of what was never shown. Raises AlreadySo, OnlyTheWhole."""
    if report.part_of_id:
        raise OnlyTheWhole
    if FaultReport.objects.values_list("publicity", flat=True).get(pk=report.pk) == publicity:
        raise AlreadySo
    try:
        if publicity == Publicity.HIDDEN:
            return moderation.hide_topic(topic=anchor(report), moderator=by, rule=rule, facts=facts, now=now)
        topic = anchor_of(report)
        if topic is None:
            return set_publicity(report=report, by=by, publicity=publicity, now=now)
        show = moderation.keep if stands(topic) == Standing.HELD else moderation.restore_topic
        return show(topic=topic, moderator=by, now=now)
    except NothingToDecide:
        raise AlreadySo from None
