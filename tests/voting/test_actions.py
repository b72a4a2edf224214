from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.notifications.models import Follow
from participation.topics.models import Topic
from participation.voting import actions
from participation.voting.errors import ObjectionNotAsked, ReasonMissing, SupportClosed
from participation.voting.models import Support
from participation.voting.signals import stance_changed
from tests.factories import TopicFactory, UserFactory

NOW = timezone.now()


def figures(topic):
    topic.refresh_from_db()
    rows = Support.objects.filter(topic=topic)
    return topic.supports, topic.objections, rows.supporting().count(), rows.objecting().count()


def test_a_support_is_counted_and_makes_the_person_follow(sundsvall, citizen):
    topic = TopicFactory(municipality=sundsvall)

    changed = actions.support(topic=topic, person=citizen, now=NOW)

    assert changed
    assert topic.supports == 1
    assert figures(topic) == (1, 0, 1, 0)
    assert Follow.objects.filter(topic=topic, person=citizen).exists()
    assert Support.objects.get().created_at == NOW


def test_supporting_twice_is_supporting_once(sundsvall, citizen):
    topic = TopicFactory(municipality=sundsvall)
    actions.support(topic=topic, person=citizen, now=NOW)

    assert not actions.support(topic=topic, person=citizen, now=NOW)
    assert figures(topic) == (1, 0, 1, 0)


def test_a_support_is_taken_back_at_will_and_the_person_goes_on_following(sundsvall, citizen):
    topic = TopicFactory(municipality=sundsvall)
    actions.support(topic=topic, person=citizen, now=NOW)
    Topic.objects.filter(pk=topic.pk).update(can_support=False)

    assert actions.take_back(topic=topic, person=citizen, now=NOW)
    assert not actions.take_back(topic=topic, person=citizen, now=NOW)
    assert figures(topic) == (0, 0, 0, 0)
    assert Follow.objects.filter(topic=topic, person=citizen).exists()


def test_a_change_of_mind_moves_the_person_from_one_count_to_the_other(sundsvall, citizen):
    topic = TopicFactory(municipality=sundsvall, kind="proposal")
    actions.support(topic=topic, person=citizen, now=NOW)

    actions.object_to(topic=topic, person=citizen, reason=" För dyrt ", now=NOW)

    assert figures(topic) == (0, 1, 0, 1)
    assert Support.objects.get().reason == "För dyrt"

    actions.support(topic=topic, person=citizen, now=NOW)

    assert figures(topic) == (1, 0, 1, 0)
    assert Support.objects.get().reason == ""


def test_a_new_reason_replaces_the_old_and_counts_once(sundsvall, citizen):
    topic = TopicFactory(municipality=sundsvall, kind="proposal")
    actions.object_to(topic=topic, person=citizen, reason="För dyrt", now=NOW)

    actions.object_to(topic=topic, person=citizen, reason="För krångligt", now=NOW)

    assert figures(topic) == (0, 1, 0, 1)
    assert Support.objects.get().reason == "För krångligt"


def test_an_idea_cannot_be_objected_to(sundsvall, citizen):
    topic = TopicFactory(municipality=sundsvall, kind="idea")

    with pytest.raises(ObjectionNotAsked):
        actions.object_to(topic=topic, person=citizen, reason="Nej", now=NOW)


def test_an_objection_needs_a_reason(sundsvall, citizen):
    topic = TopicFactory(municipality=sundsvall, kind="proposal")

    with pytest.raises(ReasonMissing):
        actions.object_to(topic=topic, person=citizen, reason="  \n", now=NOW)
    assert figures(topic) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    "closed",
    [
        {"can_support": False},
        {"hidden": True},
        {"closes_at": NOW},
        {"opens_at": NOW + timedelta(seconds=1)},
    ],
    ids=["not asked", "hidden", "over", "not begun"],
)
def test_a_closed_topic_takes_no_support(sundsvall, citizen, closed):
    topic = TopicFactory(municipality=sundsvall, **closed)

    with pytest.raises(SupportClosed):
        actions.support(topic=topic, person=citizen, now=NOW)
    assert figures(topic) == (0, 0, 0, 0)


def test_what_was_closed_after_the_page_was_read_is_closed(sundsvall, citizen):
    stale = TopicFactory(municipality=sundsvall)
    Topic.objects.filter(pk=stale.pk).update(can_support=False)

    with pytest.raises(SupportClosed):
        actions.support(topic=stale, person=citizen, now=NOW)


def test_listeners_are_told_with_the_new_figures_inside_the_transaction(sundsvall, citizen):
    topic, heard = TopicFactory(municipality=sundsvall), []

    def listen(sender, topic, now, **kwargs):
        heard.append((topic.pk, topic.supports, now))

    stance_changed.connect(listen)
    try:
        actions.support(topic=topic, person=citizen, now=NOW)
        actions.support(topic=topic, person=citizen, now=NOW)
        actions.take_back(topic=topic, person=citizen, now=NOW)
    finally:
        stance_changed.disconnect(listen)

    assert heard == [(topic.pk, 1, NOW), (topic.pk, 0, NOW)]


def test_a_listener_that_fails_takes_the_support_with_it(sundsvall, citizen):
    topic = TopicFactory(municipality=sundsvall)

    def fail(**kwargs):
        raise RuntimeError

    stance_changed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            actions.support(topic=topic, person=citizen, now=NOW)
    finally:
        stance_changed.disconnect(fail)

    assert figures(topic) == (0, 0, 0, 0)


def test_deleting_a_person_leaves_the_support_without_a_name(sundsvall):
    person, topic = UserFactory(), TopicFactory(municipality=sundsvall)
    actions.support(topic=topic, person=person, now=NOW)

    person.delete()

    assert Support.objects.get().person is None
    assert figures(topic) == (1, 0, 1, 0)


steps = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["for", "against", "back"])), max_size=15)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_whatever_people_do_the_counters_equal_the_rows(sundsvall, steps):
    topic = TopicFactory(municipality=sundsvall, kind="proposal")
    people = [UserFactory() for _ in range(3)]

    for who, what in steps:
        if what == "for":
            actions.support(topic=topic, person=people[who], now=NOW)
        elif what == "against":
            actions.object_to(topic=topic, person=people[who], reason="Nej", now=NOW)
        else:
            actions.take_back(topic=topic, person=people[who], now=NOW)

    supports, objections, rows_for, rows_against = figures(topic)
    assert (supports, objections) == (rows_for, rows_against)
    last = dict(steps)
    assert supports == sum(what == "for" for what in last.values())
