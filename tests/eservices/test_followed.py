from __future__ import annotations

from datetime import timedelta

import pytest

from participation.eservices.models import EService
from participation.ideas import actions as ideas
from participation.notifications.actions import follow
from participation.notifications.models import Follow, Notification
from tests.factories import UserFactory
from tests.ideas.factories import a_draft

from .conftest import NOW, bring_in, flow

LATER = NOW + timedelta(days=1)


@pytest.fixture
def service(sundsvall):
    bring_in(sundsvall, flow(1, Name="Ansök om båtplats"), flow(2))
    return EService.objects.select_related("topic").get(external_id="1")


@pytest.fixture
def follower(service):
    person = UserFactory()
    follow(topic=service.topic, person=person)
    return person


def told(person):
    return list(Notification.objects.filter(person=person).order_by("id").values_list("sentence", "path", "reason"))


def test_the_button_follows_and_lets_go(client, service, citizen):
    client.force_login(citizen)
    page = client.get(service.get_absolute_url()).content.decode()
    assert f'action="/nyheter-till-dig/folj/{service.topic_id}/"' in page

    client.post(f"/nyheter-till-dig/folj/{service.topic_id}/")
    assert Follow.objects.filter(person=citizen, topic=service.topic).exists()
    page = client.get(service.get_absolute_url()).content.decode()
    assert f'action="/nyheter-till-dig/sluta-folja/{service.topic_id}/"' in page


def test_an_idea_about_it_is_news(service, follower):
    idea = a_draft(service.municipality, UserFactory(), title="Boka plats i appen")
    type(idea.topic).objects.filter(pk=idea.topic_id).update(about=service.topic)
    idea = ideas.submit(idea=idea, now=LATER)
    ideas.approve(idea=idea, by=UserFactory(), now=LATER)

    assert [reason for _sentence, _path, reason in told(follower)] == ["interests"]
    assert "Boka plats i appen" in told(follower)[0][0]


def test_that_it_closes_opens_and_goes_is_news_and_each_import_tells_it_once(sundsvall, service, follower):
    for enabled in (False, False, True):
        bring_in(sundsvall, flow(1, Name="Ansök om båtplats", Enabled=enabled), flow(2), now=LATER)
    bring_in(sundsvall, flow(2), now=LATER)

    page = service.get_absolute_url()
    assert told(follower) == [
        ("E-tjänsten ”Ansök om båtplats” är stängd just nu", page, "followed"),
        ("E-tjänsten ”Ansök om båtplats” är öppen igen", page, "followed"),
        ("E-tjänsten ”Ansök om båtplats” finns inte längre", "", "followed"),
    ]


def test_what_only_changes_its_words_is_no_news(sundsvall, service, follower):
    bring_in(sundsvall, flow(1, Name="Ansök om plats för båt"), flow(2), now=LATER)

    assert told(follower) == []
