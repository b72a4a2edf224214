"""The one wall between municipalities: what is for staff is for the staff of that place."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from participation.accounts.models import Role
from participation.topics.models import Topic
from tests.factories import TopicFactory, UserFactory, staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.CASE_OFFICER])
def test_what_is_for_staff_is_seen_by_those_of_its_own_place(sundsvall, timra, role) -> None:
    hidden = TopicFactory(municipality=sundsvall, visibility="staff")

    assert hidden in Topic.objects.visible_to(staff(sundsvall, role))
    assert hidden not in Topic.objects.visible_to(staff(timra, role))


@pytest.mark.parametrize("visibility", ["staff", "author"])
def test_what_is_not_public_is_seen_by_its_author_and_no_other_citizen(sundsvall, author, visibility) -> None:
    mine = TopicFactory(municipality=sundsvall, visibility=visibility, author=author)

    assert mine in Topic.objects.visible_to(author)
    assert mine not in Topic.objects.visible_to(UserFactory())
    assert mine not in Topic.objects.visible_to(AnonymousUser())


def test_a_draft_is_seen_by_no_staff(sundsvall, moderator) -> None:
    draft = TopicFactory(municipality=sundsvall, visibility="author", author=UserFactory())

    assert draft not in Topic.objects.visible_to(moderator)
