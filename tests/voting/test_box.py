from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils import timezone

from participation.topics.models import Topic
from participation.voting import actions
from participation.voting.box import support_for
from participation.voting.models import Support
from participation.voting.permissions import can_object, can_read_reasons, can_support
from participation.voting.querysets import CHEAP, FEW, growth
from tests.factories import TopicFactory, UserFactory

NOW = timezone.now()


@pytest.fixture
def idea(sundsvall):
    return TopicFactory(municipality=sundsvall, published_at=NOW - timedelta(days=10))


def shown(rf, user, topic, **more):
    request = rf.get("/")
    request.user = user
    context = support_for(request, topic, **more)
    return render_to_string("voting/_support.html", context, request=request)


def supported(topic, days):
    """One support on each of `days` days after publication."""
    rows = [Support(topic=topic, created_at=topic.published_at + timedelta(days=day)) for day in days]
    Support.objects.bulk_create(rows)
    Topic.objects.filter(pk=topic.pk).update(supports=len(rows))
    topic.refresh_from_db()


def test_who_is_not_signed_in_learns_what_happens_on_pressing(rf, idea):
    words = shown(rf, AnonymousUser(), idea)

    assert "Stöd idén" in words
    assert "Du loggar in och kommer tillbaka hit." in words
    assert "Ditt namn syns inte." in words


def test_who_supports_sees_it_and_can_take_it_back(rf, citizen, idea):
    actions.support(topic=idea, person=citizen, now=NOW)

    words = shown(rf, citizen, idea)

    assert "Du stöder idén" in words
    assert "Ta tillbaka" in words
    assert ">Stöd idén<" not in words


def test_who_supports_a_closed_idea_can_still_take_it_back(rf, citizen, idea):
    actions.support(topic=idea, person=citizen, now=NOW)
    Topic.objects.filter(pk=idea.pk).update(can_support=False)
    idea.refresh_from_db()

    assert "Ta tillbaka" in shown(rf, citizen, idea)


def test_a_proposal_speaks_of_a_proposal_and_can_be_objected_to(rf, citizen, sundsvall):
    words = shown(rf, citizen, TopicFactory(municipality=sundsvall, kind="proposal"))

    assert "Stöd förslaget" in words
    assert "idén" not in words
    assert "emot/" in words


def test_an_idea_offers_no_objection(rf, citizen, idea):
    assert "emot/" not in shown(rf, citizen, idea)


def test_the_box_costs_one_query_for_the_person_and_one_for_the_curve(rf, citizen, idea, django_assert_num_queries):
    supported(idea, [1, 2, 3])

    with django_assert_num_queries(2):
        shown(rf, citizen, idea)


def test_permission_to_support(citizen, idea):
    assert can_support(citizen, idea) == (True, "")
    allowed, why = can_support(AnonymousUser(), idea)
    assert not allowed
    assert why
    citizen.is_active = False
    assert not can_support(citizen, idea)[0]


def test_permission_to_object_is_for_proposals(citizen, idea, sundsvall):
    assert not can_object(citizen, idea)[0]
    assert can_object(citizen, TopicFactory(municipality=sundsvall, kind="proposal"))[0]


def test_reasons_are_for_staff_of_the_same_municipality(citizen, editor, outsider, idea):
    assert can_read_reasons(editor, idea)
    assert not can_read_reasons(citizen, idea)
    assert not can_read_reasons(outsider, idea)


def test_the_curve_rises_from_nothing_to_all(idea):
    supported(idea, [1, 2, 5, 9])

    points = growth(idea, now=NOW)

    assert points[0] == (0.0, 44.0)
    assert points[-1] == (300.0, 2.0)
    assert [x for x, _y in points] == sorted(x for x, _y in points)
    assert [y for _x, y in points] == sorted((y for _x, y in points), reverse=True)
    assert dict(points)[137.5] == 23.0  # day 4.6: two of four


def test_the_curve_has_few_points_and_one_query_however_many_supports(idea, django_assert_num_queries):
    supported(idea, [day / 200 for day in range(FEW + 1)])

    with django_assert_num_queries(1):
        points = growth(idea, now=NOW)

    assert len(points) == 25
    assert dict(points)[75.0] == 23.0  # day 2.5: half of them


def test_the_curve_leaves_room_for_the_goal(idea):
    supported(idea, [1, 2])

    assert growth(idea, now=NOW, goal=4)[-1] == (300.0, 23.0)


def test_no_curve_where_it_would_cost_too_much_or_tell_nothing(idea, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert growth(idea, now=NOW) == []
        idea.supports = CHEAP + 1
        assert growth(idea, now=NOW) == []


def test_objections_do_not_raise_the_curve(idea):
    supported(idea, [1, 2])
    Support.objects.create(topic=idea, person=UserFactory(), stance="against", reason="Nej")

    assert dict(growth(idea, now=NOW))[100.0] == 2.0


def test_what_is_over_says_so_and_does_not_promise_that_it_comes_back(rf, citizen, idea):
    idea.can_support = False
    assert "Det går inte längre att ge stöd." in shown(rf, citizen, idea)

    idea.closes_at = NOW - timedelta(days=1)
    assert "Tiden för att ge stöd är slut." in shown(rf, citizen, idea)
