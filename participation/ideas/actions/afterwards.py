"""Review after publication: each idea, and each change, waits in the moderators' queue until somebody has read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from participation.moderation.actions import Signal, raise_signal

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import Promise

    from ..models import Idea

AFTER_PUBLICATION = _("Publicerad direkt: läs den i efterhand.")
AFTER_CHANGE = _("Ändrad efter publiceringen: läs ändringen.")


def read_afterwards(idea: Idea, why: Promise, *, now: datetime) -> None:
    """Nothing is hidden by it. Call it after what was noticed of the words was raised, which suggests a reason."""
    with translation.override(settings.LANGUAGE_CODE):
        words = str(why)
    raise_signal(topic=idea.topic, signals=[Signal("afterwards", words)], now=now)
