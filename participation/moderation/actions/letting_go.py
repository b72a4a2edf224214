"""A thing goes out of these hands: what waits is answered, and nobody is reproached. Who wrote it may go too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from participation.topics.models import Topic

from ..models import Appeal, Decision, Flag, Item, Reason
from .deciding import settle

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User


@transaction.atomic
def let_go(*, topic: Topic, moderator: User | None, facts: str, now: datetime) -> None:
    """Nobody reads it here any more. Appeals stay: a decision is tried by those who made it."""
    waiting = Flag.objects.filter(topic=topic, entry__isnull=True).waiting()  # type: ignore[attr-defined]
    waiting.filter(source=Flag.Source.MACHINE).delete()
    for about, picture in waiting.order_by().values_list("about", "picture").distinct():
        settle(
            topic=topic,
            about=about,
            picture=picture,
            outcome=Decision.Outcome.HIDDEN,
            moderator=moderator,
            rule=Reason.OTHER,
            facts=facts,
            against=False,
            now=now,
        )
    left = Item.objects.waiting().filter(topic=topic).exclude(kind=Item.Kind.APPEAL)
    left.update(settled_at=now, read_by=None, read_at=None)


@transaction.atomic
def forget_writer(*, topic: Topic) -> None:
    """They asked to be forgotten, and may have an account still. What was decided stands; who it concerned is gone."""
    Topic.objects.filter(pk=topic.pk).update(author=None)
    Decision.objects.filter(topic=topic, entry__isnull=True).update(concerns=None)
    Item.objects.filter(topic=topic, entry__isnull=True).update(writer=None)
    Appeal.objects.filter(decision__topic=topic, decision__entry__isnull=True).update(person=None)
