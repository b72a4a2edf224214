from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from ..models import Idea

ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")


def rows_of(ideas: Iterable[Idea]) -> Iterator[list[object]]:
    """Nobody's name, and no e-mail address even where somebody wrote one in a title."""
    yield [
        _("Nummer"),
        _("Rubrik"),
        _("Kommun"),
        _("Läge"),
        _("Läge sedan"),
        _("Inkom"),
        _("Kategori"),
        _("Plats"),
        _("Stöd"),
        _("Inlägg"),
        _("Ansvarig förvaltning"),
        _("Svar senast"),
        _("Svar"),
        _("Adress"),
    ]
    for idea in ideas:
        yield _row(idea)


def _row(idea: Idea) -> list[object]:
    topic, answer = idea.topic, idea.answer
    return [
        idea.reference,
        _without_addresses(idea.title),
        topic.municipality.name,
        idea.status_word,
        _written(idea.status_since),
        _written(idea.sent_at),  # type: ignore[attr-defined]  # annotated by reach.with_waiting
        topic.category.label if topic.category else "",
        _without_addresses(idea.place),
        topic.supports,
        topic.comments,
        idea.owner.name if idea.owner else "",
        idea.answer_due_on or "",
        answer.get_outcome_display() if answer else "",
        f"{settings.BASE_URL}{idea.get_absolute_url()}",
    ]


def _without_addresses(text: str) -> str:
    return ADDRESS.sub(_("(e-postadress)"), text)


def _written(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
