"""What somebody follows because of what they did: said, and switched off for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from participation.notifications.actions import set_following, unfollow
from participation.notifications.models import AutomaticFollow, Follow
from participation.voting.actions import support
from tests.factories import TopicFactory

if TYPE_CHECKING:
    from django.test import Client

    from participation.accounts.models import User

pytestmark = pytest.mark.django_db
Deed = AutomaticFollow.Deed


def test_supporting_follows_unless_it_is_switched_off(citizen: User, author: User) -> None:
    topic = TopicFactory(can_support=True)
    set_following(person=author, deeds={Deed.SUPPORT: False})
    set_following(person=citizen, deeds={Deed.SUPPORT: True, Deed.COMMENT: False})

    for person in (citizen, author):
        support(topic=topic, person=person, now=timezone.now())

    topic.refresh_from_db()
    assert list(Follow.objects.values_list("person", flat=True)) == [citizen.pk]
    assert (topic.supports, topic.followers) == (2, 1)


def comment(client: Client, topic: Any, words: str) -> str:
    response = client.post(reverse("discussion:post", args=[topic.pk]), {"comment": words})
    assert response.status_code == 302
    return "".join(BeautifulSoup(client.get("/mina/").content, "html.parser").get_text())


def test_commenting_follows_and_says_so_once(client: Client, citizen: User) -> None:
    topic = TopicFactory(can_discuss=True)
    client.force_login(citizen)

    assert "Du följer det här nu" in comment(client, topic, "Bra tänkt, det här behövs.")
    assert "Du följer det här nu" not in comment(client, topic, "Och en sak till att tänka på.")
    topic.refresh_from_db()
    assert topic.followers == 1


def test_commenting_does_not_follow_where_it_is_switched_off(client: Client, citizen: User) -> None:
    topic = TopicFactory(can_discuss=True)
    client.force_login(citizen)
    client.post(reverse("accounts:settings"), {"language": "sv", "folj-shown": "ja", "folj-deeds": ["support"]})

    assert "Du följer det här nu" not in comment(client, topic, "Bra tänkt, det här behövs.")
    assert not Follow.objects.exists()


def test_settings_that_did_not_show_the_boxes_empty_none(client: Client, citizen: User) -> None:
    client.force_login(citizen)

    client.post(reverse("accounts:settings"), {"language": "sv"})

    assert not AutomaticFollow.objects.filter(is_on=False).exists()


def test_the_settings_show_what_was_chosen(client: Client, citizen: User) -> None:
    client.force_login(citizen)
    client.post(reverse("accounts:settings"), {"language": "sv", "folj-shown": "ja", "folj-deeds": ["comment"]})

    page = BeautifulSoup(client.get(reverse("accounts:settings")).content, "html.parser")

    boxes = page.find_all("input", attrs={"name": "folj-deeds"})
    assert [box["value"] for box in boxes if box.has_attr("checked")] == ["comment"]


def test_letting_go_is_for_good_until_the_next_deed(citizen: User) -> None:
    topic = TopicFactory(can_support=True)
    support(topic=topic, person=citizen, now=timezone.now())
    unfollow(topic=topic, person=citizen)

    support(topic=topic, person=citizen, now=timezone.now())

    assert not Follow.objects.exists()
