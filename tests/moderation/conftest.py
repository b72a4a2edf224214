from __future__ import annotations

import pytest
from django.utils import timezone

from participation.discussion import actions as discussion
from tests.factories import TopicFactory, UserFactory

NOW = timezone.now()


@pytest.fixture
def topic(sundsvall, author):
    return TopicFactory(municipality=sundsvall, author=author, title="Belys spåret")


@pytest.fixture
def writer(sundsvall):
    return UserFactory(display_name="Kim", home=sundsvall)


@pytest.fixture
def entry(topic, writer):
    return discussion.post(topic=topic, author=writer, text="Elaka ord", now=NOW)


@pytest.fixture
def colleague(sundsvall, moderator):
    """Another moderator of the same municipality."""
    person = UserFactory(email="colleague@example.com", display_name="Bo")
    person.groups.add(*moderator.groups.all())
    return person
