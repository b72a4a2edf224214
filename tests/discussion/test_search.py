from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation.discussion import actions
from participation.discussion.models import Comment, EntryWords
from participation.discussion.search import hits_among
from participation.topics.models import Topic
from participation.topics.question import question
from tests.factories import TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(sundsvall):
    return TopicFactory(title="Om vägar", municipality=sundsvall)


@pytest.fixture
def entry(topic, citizen):
    return actions.post(topic=topic, author=citizen, text="Mina barn går i skolan.", now=timezone.now())


def found(words, user=None):
    entries = Comment.objects.visible_to(user or AnonymousUser())
    return [hit.pk for hit in hits_among(entries, question(words))]


@pytest.mark.parametrize("words", ["skola", "skolor", "skolorna", "barnet skola"])
def test_an_entry_is_found_by_other_forms_of_its_words(entry, words):
    assert found(words) == [entry.pk]


def test_all_words_must_be_in_the_entry(entry):
    assert found("skola badplats") == []


def test_a_hidden_entry_is_not_found_until_it_is_shown_again(entry):
    actions.hide(entry=entry, reason="Namn på granne", now=timezone.now())
    assert found("skola") == []

    actions.restore(entry=entry, now=timezone.now())
    assert found("skola") == [entry.pk]


def test_an_entry_that_its_author_took_back_is_not_found(entry, citizen):
    actions.delete(entry=entry, person=citizen, now=timezone.now())

    assert found("skola") == found("skola", citizen) == []


@pytest.mark.parametrize("visibility", ["nobody", "staff", "author"])
def test_an_entry_of_a_hidden_topic_is_not_found_until_the_topic_is_shown(entry, topic, visibility):
    Topic.objects.filter(pk=topic.pk).update(visibility=visibility)
    assert found("skola") == []

    Topic.objects.filter(pk=topic.pk).update(visibility="public")
    assert found("skola") == [entry.pk]


def test_staff_of_another_municipality_find_no_more_than_others(entry, topic, moderator, outsider):
    Topic.objects.filter(pk=topic.pk).update(visibility="staff")

    assert found("skola", moderator) == [entry.pk]
    assert found("skola", outsider) == []


def test_a_changed_entry_is_found_by_its_new_words_only(entry, citizen):
    actions.edit(entry=entry, person=citizen, text="Vi badar gärna.", now=entry.posted_at + timedelta(minutes=1))

    assert found("skola") == []
    assert found("badar") == [entry.pk]


def test_the_newest_of_equal_entries_stands_first(topic, citizen):
    now = timezone.now()
    pks = [
        actions.write(topic=topic, author=citizen, text=f"Skola {n}", posted_at=now - timedelta(days=n)).pk
        for n in (2, 0, 1)
    ]

    assert found("skolor") == [pks[1], pks[2], pks[0]]


def test_its_words_cost_one_statement(topic, citizen):
    with CaptureQueriesContext(connection) as queries:
        actions.write(topic=topic, author=citizen, text="Vid skolan", posted_at=timezone.now())

    about_words = [query["sql"] for query in queries if "entrywords" in query["sql"]]
    assert len(about_words) == 1
    assert len(queries) <= 12


def test_words_of_an_entry_go_with_it(entry):
    Comment.objects.filter(pk=entry.pk).update(parent_id=entry.pk)
    entry.delete()

    assert not EntryWords.objects.exists()
