"""What this app shows a person of what they did, and hands out. A closed account leaves its stances without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from participation.accounts.overview import Line, Section
from participation.topics.models import Topic
from participation.topics.words_elsewhere import names_of

from .models import Support

if TYPE_CHECKING:
    from participation.accounts.models import User

FEW = 5


def section(person: User) -> Section | None:
    visible = Topic.objects.visible_to(person)
    rows = Support.objects.supporting().filter(person=person, topic__in=visible).select_related("topic")
    topics = [row.topic for row in rows.order_by("-created_at", "-id")[:FEW]]
    names = names_of(topics)
    lines = [
        Line(title=names[topic.pk].title, url=topic.get_absolute_url(), kind=topic.get_kind_display())
        for topic in topics
    ]
    return Section(title=_("Det du stöder"), lines=lines) if lines else None


def export(person: User) -> list[dict[str, Any]]:
    rows = Support.objects.filter(person=person).select_related("topic").order_by("created_at", "id")
    return [{"om": row.topic.title, "ställning": row.stance, "skäl": row.reason, "när": row.created_at} for row in rows]
