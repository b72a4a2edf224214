from __future__ import annotations

import pytest
from django.urls import reverse

from participation.ideas import actions
from participation.ideas.models import Idea
from tests.factories import UserFactory
from tests.ideas.factories import NOW, in_review, published


@pytest.fixture
def waiting(sundsvall, author) -> Idea:
    return in_review(sundsvall, author)


@pytest.fixture
def public(sundsvall, author) -> Idea:
    return published(sundsvall, author)


@pytest.fixture
def colleague(moderator):
    """Another moderator, with a name."""
    person = UserFactory(email="anna@example.com", display_name="Anna")
    person.groups.set(moderator.groups.all())
    return person


@pytest.fixture
def administrator(db):
    return UserFactory(email="administrator@example.com", is_superuser=True, is_staff=True)


def url(name: str, thing: object) -> str:
    return reverse(f"ideas_admin:{name}", args=[getattr(thing, "pk", thing)])


def seen(idea: Idea) -> str:
    return str(idea.events.order_by("-pk").values_list("pk", flat=True)[0])


def edited(idea: Idea, text: str = "Ny text om lyktor.", title: str = "Ny rubrik"):
    return actions.edit_published(idea=idea, by=idea.topic.author, title=title, text=text, now=NOW)
