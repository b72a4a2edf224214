"""Ideas at each place on their way, made by the actions, as people make them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from participation.accounts.models import Role
from participation.ideas import actions
from participation.ideas.models import Idea
from participation.moderation.actions import forget_signals
from participation.moderation.models import Item
from participation.places.models import Municipality
from participation.topics.models import Topic
from participation.voting.models import Support
from tests.factories import UserFactory, staff

if TYPE_CHECKING:
    from participation.accounts.models import User

NOW = timezone.make_aware(datetime(2026, 9, 14, 12, 0))
TEXT = "På vintern är spåret mörkt redan klockan tre.\n\nJag föreslår lyktor som släcks klockan 22."


def a_draft(municipality: Municipality, author: User | None = None, **fields: Any) -> Idea:
    values = {"title": "Belys spåret runt Sidsjön", "text": TEXT, "now": NOW, **fields}
    person = author or UserFactory(home=municipality)
    return actions.start_draft(author=person, municipality=municipality, **values)


def in_review(municipality: Municipality, author: User | None = None, **fields: Any) -> Idea:
    return actions.submit(idea=a_draft(municipality, author, **fields), now=NOW)


def published(municipality: Municipality, author: User | None = None, **fields: Any) -> Idea:
    """Gathering support, or simply published where the municipality has no threshold. Somebody has read it."""
    idea = in_review(municipality, author, **fields)
    if municipality.idea_review == Municipality.Review.AFTER:
        return was_read(idea)
    return actions.approve(idea=idea, by=some_moderator(municipality), now=NOW)


def was_read(idea: Idea) -> Idea:
    """What came out at once waits for no moderator any more."""
    forget_signals(idea.topic)
    Item.objects.filter(topic=idea.topic).delete()
    return idea


def some_moderator(municipality: Municipality) -> User:
    from participation.accounts.models import User

    email = f"granskare-{municipality.code}@example.com"
    return User.objects.filter(email=email).first() or UserFactory(email=email)


def add_supports(idea: Idea, count: int) -> list[User]:
    """Rows, counter and frozen words, as voting writes them; no signal is sent."""
    people = [UserFactory() for _ in range(count)]
    Support.objects.bulk_create([Support(topic_id=idea.topic_id, person=person, created_at=NOW) for person in people])
    Topic.objects.filter(pk=idea.topic_id).update(supports=Support.objects.filter(topic=idea.topic_id).count())
    Idea.objects.filter(pk=idea.pk).freeze_supported(now=NOW)
    return people


def a_role(municipality: Municipality, role: Role) -> User:
    return staff(municipality, role)
