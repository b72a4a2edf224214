from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.ideas.models import Idea

from .dates import MOST, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .dates import Wanted


def entries(wanted: Wanted) -> Iterator[Entry]:
    yield from _windows(wanted)
    yield from _answers_due(wanted)


def _windows(wanted: Wanted) -> Iterator[Entry]:
    ideas = Idea.objects.filter(status="gathering", **wanted.moments("gathering_until"), **wanted.topics("topic"))
    for idea in ideas.select_related("topic").order_by("gathering_until", "pk")[:MOST]:
        assert idea.gathering_until is not None
        yield Entry(
            name=f"idea-{idea.pk}-support",
            when=idea.gathering_until,
            title=_("Sista stunden att stödja: %(title)s") % {"title": idea.title},
            text=_("Idén behöver %(n)d stöd för att kommunen ska svara.") % {"n": idea.threshold},
            path=idea.topic.get_absolute_url(),
            changed_at=max(idea.changed_at, idea.status_since),
        )


def _answers_due(wanted: Wanted) -> Iterator[Entry]:
    ideas = Idea.objects.filter(status="to_be_answered", **wanted.days("answer_due_on"), **wanted.topics("topic"))
    for idea in ideas.select_related("topic", "owner").order_by("answer_due_on", "pk")[:MOST]:
        assert idea.answer_due_on is not None
        yield Entry(
            name=f"idea-{idea.pk}-answer",
            when=idea.answer_due_on,
            title=_("Kommunen svarar senast: %(title)s") % {"title": idea.title},
            text=_("%(department)s svarar.") % {"department": idea.owner.name} if idea.owner else "",
            path=idea.topic.get_absolute_url(),
            changed_at=max(idea.changed_at, idea.status_since),
        )
