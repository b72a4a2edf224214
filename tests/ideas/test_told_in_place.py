"""Whoever follows a municipality or an area hears of its new ideas and of the answers they get."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from participation.ideas import actions
from participation.ideas.models import Idea
from participation.notifications.interests import begin
from participation.notifications.models import Notification, OutgoingMail
from participation.places.squares import square_of
from tests import answering
from tests.factories import DepartmentFactory, UserFactory

from .factories import in_review, some_moderator

if TYPE_CHECKING:
    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db


def test_a_new_idea_is_told_when_it_is_published_and_not_before(sundsvall: Municipality, timra: Municipality) -> None:
    here, there, area = UserFactory(), UserFactory(), UserFactory()
    x, y = square_of(17.3, 62.39)
    begin(person=here, municipality=sundsvall)
    begin(person=there, municipality=timra)
    begin(person=area, municipality=sundsvall, area=(x - 1, y - 1, x + 1, y + 1))
    idea = in_review(sundsvall)
    Idea.objects.filter(pk=idea.pk).update(lon=17.3, lat=62.39)
    news = Notification.objects.filter(reason="interests")
    assert not news.exists()

    actions.approve(idea=idea, by=some_moderator(sundsvall), now=timezone.now())

    assert {row.person_id for row in news} == {here.pk, area.pk}
    assert {row.sentence for row in news} == {f"Ny idé i Sundsvall: ”{idea.title}”"}
    assert not OutgoingMail.objects.filter(person__in=[here, area]).exists()


def test_of_an_answer_they_hear_too(sundsvall: Municipality) -> None:
    person = UserFactory()
    idea = in_review(sundsvall)
    actions.approve(idea=idea, by=some_moderator(sundsvall), now=timezone.now())
    begin(person=person, municipality=sundsvall)
    Idea.objects.filter(pk=idea.pk).update(status="to_be_answered", answer_due_on=timezone.localdate())
    department = DepartmentFactory(municipality=sundsvall)

    answering.answer(
        idea=idea,
        by=UserFactory(),
        outcome="will_do",
        sentence="Vi bygger i vår.",
        text="Ja.",
        department=department,
        now=timezone.now(),
    )

    assert Notification.objects.get(person=person).body == "Vi bygger i vår."
