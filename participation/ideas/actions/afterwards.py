"""Review after publication: each idea, and each change, waits in the moderators' queue until somebody has read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from participation.moderation.actions import Signal, forget_signals, leave, raise_signal
from participation.moderation.models import Decision, Flag, Item
from participation.places.models import Municipality

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import Promise

    from ..models import Idea

KIND = "afterwards"
AFTER_PUBLICATION = _("Publicerad direkt: läs den i efterhand.")
AFTER_CHANGE = _("Ändrad efter publiceringen: läs ändringen.")


def read_afterwards(idea: Idea, why: Promise, *, now: datetime) -> None:
    """Nothing is hidden by it. Call it after what was noticed of the words was raised, which suggests a reason."""
    with translation.override(settings.LANGUAGE_CODE):
        words = str(why)
    raise_signal(topic=idea.topic, signals=[Signal(KIND, words)], now=now)


def stop_reading(idea: Idea, *, now: datetime) -> None:
    """Its author took it back: what nobody has read waits no more. What people, or other signals, say of it does."""
    flags = Flag.objects.on(idea.topic).waiting()
    kinds = {signal["kind"] for flag in flags for signal in flag.signals}
    if kinds == {KIND} and not flags.by_people().exists():
        forget_signals(idea.topic)
        leave(kind=Item.Kind.TOPIC, topic=idea.topic, now=now)


def read_after_all(idea: Idea, *, now: datetime) -> None:
    """It is back. Where somebody decided on it before, it was read."""
    is_after = idea.topic.municipality.idea_review == Municipality.Review.AFTER
    if is_after and not Decision.objects.on(idea.topic).exists():
        read_afterwards(idea, AFTER_PUBLICATION, now=now)
