from __future__ import annotations

import pytest
from django.db import DatabaseError

from participation.ideas.models import Idea
from participation.ideas.similar import similar_to, similar_to_idea
from participation.topics import likeness
from participation.topics.models import Topic
from tests.factories import TopicFactory

from . import factories as ideas

pytestmark = pytest.mark.django_db


def titles(words, place, **kwargs):
    return [topic.title for topic in similar_to(words, municipality=place, **kwargs)]


def test_an_idea_in_other_forms_of_the_same_words_is_alike(sundsvall):
    ideas.published(sundsvall, title="Belys cykelvägen till Birsta")
    ideas.published(sundsvall, title="Fler papperskorgar i centrum")

    assert titles("Belysning saknas på cykelvägar i Birsta", sundsvall) == ["Belys cykelvägen till Birsta"]


def test_a_rare_word_says_more_than_one_that_many_have(sundsvall, monkeypatch):
    monkeypatch.setattr(likeness, "MOST_OF_A_WORD", 5)
    for number in range(8):
        TopicFactory(title=f"Ny bänk {number}", municipality=sundsvall)
    TopicFactory(title="Drickfontän vid badet", municipality=sundsvall)

    assert titles("En bänk och en drickfontän", sundsvall)[0] == "Drickfontän vid badet"


def test_a_word_like_more_makes_nothing_alike(sundsvall):
    ideas.published(sundsvall, title="Fler bänkar med ryggstöd")
    ideas.published(sundsvall, title="Soptunnor vid badet")

    assert titles("Fler soptunnor vid skolan", sundsvall) == ["Soptunnor vid badet"]
    assert titles("Fler", sundsvall) == ["Fler bänkar med ryggstöd"]


def test_only_public_ideas_of_the_municipality_are_shown(sundsvall, timra, citizen):
    ideas.in_review(sundsvall, citizen, title="Hemlig drickfontän")
    TopicFactory(title="Drickfontän i Timrå", municipality=timra)
    TopicFactory(title="Ansök om drickfontän", municipality=sundsvall, kind="eservice")
    own = TopicFactory(title="Drickfontän i Sundsvall", municipality=sundsvall)

    assert titles("drickfontän", sundsvall) == ["Drickfontän i Sundsvall"]
    assert titles("drickfontän", sundsvall, but=own.pk) == []


def test_words_that_every_text_holds_make_nothing_alike(sundsvall):
    ideas.published(sundsvall, title="Vad kan vi göra åt det")

    assert titles("och", sundsvall) == titles("", sundsvall) == titles("?!", sundsvall) == []


@pytest.mark.parametrize("number", [1, 30])
def test_it_costs_two_queries_for_one_and_for_many(sundsvall, number, django_assert_num_queries):
    for count in range(number):
        TopicFactory(title=f"Drickfontän {count}", municipality=sundsvall)

    with django_assert_num_queries(2):
        assert titles("drickfontän i parken vid torget", sundsvall)


def breaks(*args, **kwargs):
    raise DatabaseError("the index is gone")


def is_wrong(*args, **kwargs):
    raise ValueError("a fault of ours")


@pytest.mark.parametrize("fault", [breaks, is_wrong])
def test_whoever_writes_goes_on_when_the_search_fails(client, sundsvall, author, monkeypatch, fault):
    monkeypatch.setattr(likeness, "rows_within", fault)
    client.force_login(author)

    shown = client.get("/ideer/liknande/", {"kommun": "2281", "q": "drickfontän"}, headers={"HX-Request": "true"})
    sent = client.post("/ideer/ny/2281/", {"title": "Drickfontän", "text": "Vid badet."})

    assert shown.status_code == 200
    assert sent.status_code == 302
    assert Idea.objects.get().title == "Drickfontän"


def test_what_an_idea_is_like_is_worked_out_once_and_asked_for_each_time(sundsvall, django_assert_num_queries):
    idea = ideas.published(sundsvall, title="Belys cykelvägen vid ån")
    other = ideas.published(sundsvall, title="Belys cykelvägen vid sjön")
    assert [topic.pk for topic in similar_to_idea(idea.topic)] == [other.topic_id]

    with django_assert_num_queries(1):
        assert [topic.pk for topic in similar_to_idea(idea.topic)] == [other.topic_id]

    Topic.objects.filter(pk=other.topic_id).update(visibility="nobody")
    assert similar_to_idea(idea.topic) == []
