"""The name that a person shows: taken away it is kept in the decision, and the person stands as a resident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from participation.accounts.models import User

from .. import telling
from ..errors import NothingToDecide
from ..models import Decision
from ..models.decision import About
from .deciding import settle
from .locking import locked_person, locked_topic

if TYPE_CHECKING:
    from datetime import datetime

    from participation.discussion.models import Comment
    from participation.topics.models import Topic


@transaction.atomic
def hide_name(
    *,
    topic: Topic,
    moderator: User,
    rule: str,
    facts: str,
    now: datetime,
    ground: str = "",
    entry: Comment | None = None,
) -> Decision:
    """`topic` and `entry` are where it was seen. Raises NothingToDecide for whoever shows no name of their own."""
    locked_topic(topic)
    person = locked_person(entry.author if entry is not None else topic.author)
    if person is None or not person.display_name:
        raise NothingToDecide
    record = person.display_name
    _call(person, "")
    decision = settle(
        topic=topic,
        entry=entry,
        about=About.NAME,
        outcome=Decision.Outcome.HIDDEN,
        moderator=moderator,
        rule=rule,
        ground=ground,
        facts=facts,
        record=record,
        now=now,
    )
    telling.tell_concerned(decision)
    return decision


@transaction.atomic
def restore_name(
    *, decision: Decision, moderator: User, now: datetime, facts: str = "", appealed: bool = False
) -> Decision:
    """`appealed` as for `restore`. Raises NothingToDecide when the person has taken another name since."""
    person = locked_person(decision.concerns)
    if person is None or person.display_name or not decision.record:
        raise NothingToDecide
    _call(person, decision.record)
    again = settle(
        topic=decision.topic,
        entry=decision.entry,
        about=About.NAME,
        outcome=Decision.Outcome.RESTORED,
        moderator=moderator,
        facts=facts,
        undone=decision,
        now=now,
    )
    telling.tell_concerned(again, mail=not appealed)
    return again


def check_not_taken_away(person: User, name: str) -> None:
    """The very name that a moderator took away comes back by an appeal alone. Raises ValidationError."""
    taken = Decision.objects.stand().filter(concerns=person, about=About.NAME, outcome=Decision.Outcome.HIDDEN)  # type: ignore[attr-defined]
    for decision in taken.exclude(record=""):
        if _bare(decision.record) == _bare(name):
            why = _(
                "Det namnet har en granskare tagit bort. Välj ett annat. Tycker du att det är fel: "
                '<a href="{address}">läs beslutet och överklaga det</a>.'
            )
            raise ValidationError(format_html(why, address=reverse("decisions:decision", args=[decision.pk])))


def _bare(name: str) -> str:
    return "".join(name.split()).casefold()


def _call(person: User, name: str) -> None:
    User.objects.filter(pk=person.pk).update(display_name=name)
    person.display_name = name
