from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from participation.accounts.actions import close_account
from participation.discussion.models import Comment
from participation.ideas.merging.rules import NotMergeable
from participation.ideas.models import Idea, MovedRow
from participation.notifications.actions import follow
from participation.notifications.models import Follow, Notification
from participation.topics.models import Topic
from participation.voting.actions import take_back
from participation.voting.models import Support
from tests import answering
from tests.factories import UserFactory
from tests.ideas.factories import NOW, published

from .conftest import figures, fresh, merge, part, said, supported_by, topic_of

Status = Idea.Status


def picture(*ideas: Idea) -> list[object]:
    """All that lies on some ideas, row by row."""
    topics = [idea.topic_id for idea in ideas]
    return [
        sorted(Support.objects.filter(topic__in=topics).values_list("pk", "topic", "person", "created_at")),
        sorted(Follow.objects.filter(topic__in=topics).values_list("pk", "topic", "person")),
        sorted(Comment.objects.filter(topic__in=topics).values_list("pk", "topic", "object_pk", "parent_id", "level")),
        sorted(Topic.objects.filter(pk__in=topics).values_list("pk", "supports", "followers", "comments")),
        [fresh(idea).status for idea in ideas],
    ]


def test_everything_that_moved_is_back(a, b, sound):
    both = UserFactory()
    supported_by(a, both, UserFactory())
    supported_by(b, both)
    follow(topic=a.topic, person=UserFactory())
    said(a, "Svar", answering=said(a, "Bra"))
    before = picture(a, b)
    merge(a, b)

    part(a)

    assert picture(a, b) == before
    assert fresh(a).merged_into is None
    assert not MovedRow.objects.exists()
    sound()


def test_what_came_afterwards_stays_and_an_answer_stays_with_what_it_answers(a, b, sound):
    moved = said(a, "Bra")
    merge(a, b)
    late = said(b, "Nytt på den sammanslagna")
    answer = said(b, "Svar på ett som flyttade", answering=Comment.objects.get(pk=moved.pk))
    supported_by(b, UserFactory())

    part(a)

    assert set(Comment.objects.filter(topic=a.topic).values_list("pk", flat=True)) == {moved.pk, answer.pk}
    assert set(Comment.objects.filter(topic=b.topic).values_list("pk", flat=True)) == {late.pk}
    assert (figures(a)[0], figures(b)[0]) == (0, 1)
    sound()


def test_whoever_took_their_support_back_meanwhile_took_it_back_from_both(a, b, sound):
    both, one = UserFactory(), UserFactory()
    supported_by(a, both, one)
    supported_by(b, both)
    merge(a, b)
    for person in (both, one):
        assert take_back(topic=topic_of(b), person=person, now=NOW)

    part(a)

    assert figures(a)[0] == figures(b)[0] == 0
    sound()


def test_a_closed_account_leaves_both_figures_right(a, b, author, sound):
    both, one = UserFactory(), UserFactory()
    supported_by(a, both, one)
    supported_by(b, both)
    merge(a, b)
    for person in (both, one, author):
        close_account(person=person, now=NOW)
    assert figures(b)[0] == 2

    part(a)

    assert (figures(a)[0], figures(b)[0]) == (2, 1)
    assert topic_of(a).author is None
    sound()


def test_a_state_that_was_reached_together_is_kept(a, b):
    supported_by(a, *(UserFactory() for _ in range(6)))
    supported_by(b, *(UserFactory() for _ in range(4)))
    merge(a, b)

    part(a)

    assert fresh(b).status == Status.TO_BE_ANSWERED
    assert fresh(a).status == Status.GATHERING


def test_time_went_on_meanwhile(a, b, c):
    merge(a, b)
    merge(c, b)

    part(c, now=NOW + timedelta(days=3))
    part(a, now=a.gathering_until + timedelta(days=1))

    assert fresh(c).status == Status.GATHERING
    assert fresh(a).status == Status.EXPIRED


def test_the_days_until_the_answer_stood_still(a, b, case_officer, department):
    for idea in (b, a):
        supported_by(idea, *(UserFactory() for _ in range(10)))
    merge(a, b)

    part(a, now=NOW + timedelta(days=5))

    assert fresh(a).answer_due_on == fresh(b).answer_due_on + timedelta(days=5)


def test_it_is_too_late_when_the_municipality_has_answered(a, b, case_officer, department):
    merge(a, b)
    words = {"outcome": "will_not", "sentence": "Nej.", "text": "Nej.", "department": department}
    answering.answer(idea=b, by=case_officer, now=NOW, **words)

    with pytest.raises(NotMergeable):
        part(a)
    assert fresh(a).status == Status.MERGED


def test_nobody_parts_an_idea_of_their_own(a, b, merged, author):
    for person in (author, b.topic.author):
        with pytest.raises(PermissionDenied):
            part(a, by=person)


def test_each_is_told_once_that_it_has_a_page_again(a, b, author):
    both = UserFactory()
    supported_by(a, both)
    merge(a, b)
    Notification.objects.all().delete()

    part(a)

    told = Notification.objects.values_list("person", flat=True)
    assert sorted(told) == sorted([both.pk, author.pk, b.topic.author_id])


def test_a_middle_one_or_the_first_one_can_leave_a_chain(a, b, c, sound):
    of_c, of_both, of_all = (UserFactory() for _ in range(3))
    supported_by(c, of_c, of_both, of_all)
    supported_by(a, of_both, of_all)
    supported_by(b, of_all)
    entry = said(c, "Först")
    before = picture(a, b, c)

    merge(c, a)
    merge(a, b)
    part(c)

    assert Comment.objects.get(pk=entry.pk).topic == c.topic
    assert (figures(c)[0], figures(b)[0]) == (3, 2)
    sound()
    part(a)
    assert picture(a, b, c) == before

    merge(c, a)
    merge(a, b)
    part(a)
    assert fresh(c).merged_into == a
    part(c)
    assert picture(a, b, c) == before
    sound()


@pytest.fixture
def crowd(db) -> list:
    return [UserFactory() for _ in range(4)]


some_people = some.sets(some.integers(0, 3))


@settings(max_examples=6, suppress_health_check=list(HealthCheck))
@given(
    supporters=some.tuples(*[some_people] * 3),
    followers=some.tuples(*[some_people] * 3),
    order=some.permutations([0, 1, 2]),
    last=some.booleans(),
)
def test_merging_and_parting_in_any_order_changes_nothing(a, b, c, crowd, supporters, followers, order, last):
    three = [(a, b, c)[number] for number in order]
    with transaction.atomic():
        for idea, people, readers in zip(three, supporters, followers, strict=True):
            supported_by(idea, *(crowd[number] for number in people))
            for number in readers:
                follow(topic=idea.topic, person=crowd[number])
            said(idea, f"Om {idea.title}")
        before = picture(*three)

        merge(three[0], three[1])
        merge(three[1], three[2])
        together = set().union(*supporters)
        assert figures(three[2])[0] == len(together)
        call_command("verify_integrity")
        for idea in (three[0], three[1]) if last else (three[1], three[0]):
            part(idea)

        assert picture(*three) == before
        transaction.set_rollback(True)


def test_it_can_be_merged_again_elsewhere(a, b, c, sound):
    supported_by(a, UserFactory())
    merge(a, b)
    part(a)

    merge(a, c)

    assert (figures(a)[0], figures(b)[0], figures(c)[0]) == (0, 0, 1)
    sound()


def test_published_without_threshold_comes_back_as_it_was(sundsvall):
    sundsvall.support_threshold = 0
    sundsvall.save()
    one, other = published(sundsvall), published(sundsvall)
    merge(one, other)

    part(one)

    assert fresh(one).status == Status.PUBLISHED
    assert topic_of(one).is_public
