from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_comments_xtd.models import XtdComment

from participation.discussion import actions as discussion
from participation.discussion.models import Comment
from participation.notifications.models import Follow
from participation.topics.models import Topic
from participation.voting import actions as voting
from tests.factories import TopicFactory, UserFactory

NOW = timezone.now()


def verify(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_integrity", *arguments, stdout=out, stderr=out)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def lively(sundsvall):
    """A topic with two supports, an objection, a thread of three levels, an appreciation and a tombstone."""
    topic = TopicFactory(municipality=sundsvall, kind="proposal")
    people = [UserFactory() for _ in range(3)]
    voting.support(topic=topic, person=people[0], now=NOW)
    voting.support(topic=topic, person=people[1], now=NOW)
    voting.object_to(topic=topic, person=people[2], reason="Nej", now=NOW)
    first = discussion.post(topic=topic, author=people[0], text="Ett", now=NOW)
    second = discussion.post(topic=topic, author=people[1], text="Två", answering=first, now=NOW)
    third = discussion.post(topic=topic, author=people[2], text="Tre", answering=second, now=NOW)
    discussion.post(topic=topic, author=people[0], text="Fyra", answering=third, now=NOW)
    discussion.appreciate(entry=first, person=people[1], now=NOW)
    discussion.delete(entry=second, person=people[1], now=NOW)
    return topic


def test_all_is_well_after_people_have_been_at_work(lively):
    code, said = verify()

    assert (code, "all as it should be" in said) == (0, True), said


@pytest.mark.parametrize("field", ["supports", "objections", "comments", "followers"])
def test_a_wrong_counter_of_a_topic_is_found_named_and_mended(lively, field):
    Topic.objects.filter(pk=lively.pk).update(**{field: 41})

    code, said = verify()

    assert code == 1
    assert f"topics.topic.{field} of {lively.pk} is 41, but there are" in said
    assert verify("--repair")[0] == 0
    assert verify()[0] == 0


def test_rows_that_nobody_counted_are_found(lively):
    Follow.objects.filter(topic=lively).delete()

    assert verify()[0] == 1


def test_wrong_appreciations_and_branches_are_found_and_mended(lively):
    first = Comment.objects.roots().get()
    Comment.objects.filter(pk=first.pk).update(appreciations=9)
    XtdComment.norel_objects.filter(pk=first.pk).update(nested_count=9)

    code, said = verify()

    assert code == 1
    assert f"discussion.comment.appreciations of {first.pk} is 9, but there are 1" in said
    assert f"entry {first.pk} says 9 answers, but there are 3" in said
    assert verify("--repair")[0] == 0


@pytest.mark.parametrize(
    "wrong", [{"thread_id": 0}, {"parent_id": 987654}, {"level": 1}, {"level": 5}], ids=lambda wrong: str(wrong)
)
def test_an_entry_out_of_its_place_is_found_and_not_guessed_at(lively, wrong):
    entry = Comment.objects.filter(level=2).first()
    XtdComment.norel_objects.filter(pk=entry.pk).update(**wrong)

    code, said = verify()

    assert code == 1
    assert f"entry {entry.pk} does not hang where it says" in said
    assert verify("--repair")[0] == 1


def test_an_entry_moved_to_another_topic_is_found(lively, sundsvall):
    entry = Comment.objects.filter(level=1).get()
    Comment.objects.filter(pk=entry.pk).update(topic=TopicFactory(municipality=sundsvall))

    code, said = verify()

    assert code == 1
    assert f"entry {entry.pk} is kept for another topic" in said


def test_a_root_that_hangs_on_another_is_found(lively):
    root = discussion.post(topic=lively, author=UserFactory(), text="Eget", now=NOW)
    XtdComment.norel_objects.filter(pk=root.pk).update(level=1)

    assert f"entry {root.pk} begins a thread" in verify()[1]


def test_a_removal_known_to_one_table_only_is_found(lively):
    entry = Comment.objects.shown().first()
    Comment.objects.filter(pk=entry.pk).update(is_removed=True)

    assert f"entry {entry.pk} is removed in one table" in verify()[1]
