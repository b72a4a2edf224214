"""Two ideas that ask for the same, in a municipality that answers at three supports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command

from participation.accounts.models import User
from participation.discussion import actions as discussion
from participation.discussion.models import Comment
from participation.ideas.merging import actions
from participation.ideas.models import Idea, Merger
from participation.topics.models import Topic
from participation.voting.actions import support
from tests.factories import UserFactory
from tests.ideas.factories import NOW, published, some_moderator

WORDS = "Båda vill ha ljus vid spåret."


@pytest.fixture(autouse=True)
def ten_needed(sundsvall) -> None:
    sundsvall.support_threshold = 10
    sundsvall.save()


@pytest.fixture
def a(sundsvall, author) -> Idea:
    return published(sundsvall, author, title="Lampor vid Sidsjön", text="Det är mörkt vid skidstadion.")


@pytest.fixture
def b(sundsvall) -> Idea:
    return published(sundsvall, UserFactory(home=sundsvall), title="Belys spåret runt sjön")


@pytest.fixture
def c(sundsvall) -> Idea:
    return published(sundsvall, UserFactory(home=sundsvall), title="Ljus i elljusspåret")


@pytest.fixture
def merged(a, b) -> Merger:
    """`a` went into `b`, and nobody had supported either."""
    return merge(a, b)


@pytest.fixture
def sound(db: None) -> Callable[[], None]:
    """Call it at the end: every figure, tree and pointer is as it should be."""
    return lambda: call_command("verify_integrity")


def merge(idea: Idea, kept: Idea, **more: Any) -> Merger:
    by = some_moderator(idea.topic.municipality)
    return actions.merge(**{"idea": idea, "kept": kept, "words": WORDS, "by": by, "now": NOW, **more})


def part(idea: Idea, **more: Any) -> Idea:
    by = some_moderator(idea.topic.municipality)
    return actions.part(**{"idea": idea, "words": "De var olika.", "by": by, "now": NOW, **more})


def supported_by(idea: Idea, *people: User) -> None:
    for person in people:
        support(topic=idea.topic, person=person, now=NOW)


def said(idea: Idea, text: str, **more: Any) -> Comment:
    return discussion.post(topic=topic_of(idea), author=UserFactory(), text=text, now=NOW, **more)


def fresh(idea: Idea) -> Idea:
    return Idea.objects.select_related("topic", "merged_into").get(pk=idea.pk)


def topic_of(idea: Idea) -> Topic:
    return Topic.objects.get(pk=idea.topic_id)


def figures(idea: Idea) -> tuple[int, int, int]:
    topic = topic_of(idea)
    return topic.supports, topic.followers, topic.comments
