"""What this app shows a person of what they wrote, and hands out. A closed account leaves its words without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from participation.accounts.overview import Line, Section
from participation.topics.words_elsewhere import names_of

from .models import Appreciation, Comment

if TYPE_CHECKING:
    from participation.accounts.models import User

FEW = 5


def section(person: User) -> Section | None:
    mine = Comment.objects.visible_to(person).filter(author=person).select_related("topic")
    entries = mine.order_by("-posted_at", "-base_id")[:FEW]
    names = names_of(entry.topic for entry in entries)
    lines = [
        Line(
            title=names[entry.topic_id].title,
            url=reverse("discussion:permalink", args=[entry.pk]),
            excerpt=_excerpt(entry),
        )
        for entry in entries
    ]
    return Section(title=_("Dina inlägg"), lines=lines) if lines else None


def _excerpt(entry: Comment) -> str:
    return Truncator(entry.comment).chars(120) if entry.is_shown else str(entry.get_removal_display())


def export(person: User) -> list[dict[str, Any]]:
    entries = Comment.objects.filter(author=person).select_related("topic").order_by("posted_at", "base_id")
    return [
        {
            "om": entry.topic.title,
            "text": entry.comment,
            "skrivet": entry.posted_at,
            "ändrat": entry.edited_at,
            "borttaget": entry.removed_at,
            "skäl": entry.removal_reason,
        }
        for entry in entries
    ]


def export_appreciations(person: User) -> list[dict[str, Any]]:
    rows = Appreciation.objects.filter(person=person).order_by("created_at", "id")
    return [{"inlägg": row.entry_id, "när": row.created_at} for row in rows]
