"""The inbox: grouped, narrowed, marked as read and unread again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from participation.notifications.models import Notification, Reason
from tests.factories import TopicFactory, UserFactory

from .factories import NotificationFactory

if TYPE_CHECKING:
    from django.test import Client

    from participation.accounts.models import User

pytestmark = pytest.mark.django_db
INBOX = "/nyheter-till-dig/"


def words_of(client: Client, address: str = INBOX) -> str:
    return BeautifulSoup(client.get(address).content, "html.parser").main.get_text(" ", strip=True)


def test_news_of_one_thing_stand_together(client: Client, citizen: User) -> None:
    topic = TopicFactory(title="Fler bänkar")
    NotificationFactory(person=citizen, topic=topic, sentence="Först")
    NotificationFactory(person=citizen, sentence="Annat", path="/annat/")
    NotificationFactory(person=citizen, topic=topic, sentence="Sist")
    client.force_login(citizen)

    page = BeautifulSoup(client.get(INBOX).content, "html.parser")

    assert [heading.get_text() for heading in page.main.find_all("h2")] == ["Fler bänkar", "Annat"]
    assert [heading.get_text() for heading in page.main.find_all("h3")] == ["Sist", "Först"]


def test_it_is_narrowed_to_the_unread_and_to_a_sort(client: Client, citizen: User) -> None:
    from django.utils import timezone

    NotificationFactory(person=citizen, sentence="Läst svar", reason=Reason.REPLIES, read_at=timezone.now())
    NotificationFactory(person=citizen, sentence="Nytt svar", reason=Reason.REPLIES)
    NotificationFactory(person=citizen, sentence="Ny idé", reason=Reason.INTERESTS)
    client.force_login(citizen)

    assert "Läst svar" not in words_of(client, f"{INBOX}?visa=olasta")
    sort = words_of(client, f"{INBOX}?visa=olasta&om=replies")
    assert "Nytt svar" in sort
    assert "Ny idé" not in sort
    assert "Inga nyheter passar" in words_of(client, f"{INBOX}?om=staff")
    assert "Ny idé" in words_of(client, f"{INBOX}?om=finns-inte&visa=x")


def test_the_next_page_keeps_what_was_chosen(client: Client, citizen: User) -> None:
    for number in range(25):
        NotificationFactory(person=citizen, reason=Reason.REPLIES, path=f"/{number}/")
    client.force_login(citizen)

    page = BeautifulSoup(client.get(f"{INBOX}?om=replies").content, "html.parser")

    links = [link["href"] for link in page.main.find_all("a") if "efter=" in link["href"]]
    assert links
    assert "om=replies" in links[0]
    assert len(BeautifulSoup(client.get(INBOX + links[0]).content, "html.parser").main.find_all("h2")) == 5


def test_all_that_were_marked_become_unread_again_and_no_others(client: Client, citizen: User) -> None:
    from django.utils import timezone

    read_before = NotificationFactory(person=citizen, read_at=timezone.now())
    others = NotificationFactory(person=UserFactory())
    unread = [NotificationFactory(person=citizen) for _number in range(3)]
    client.force_login(citizen)
    client.post(reverse("notifications:all_read"))
    assert not Notification.objects.filter(person=citizen, read_at__isnull=True).exists()
    assert "Ångra" in words_of(client)

    client.post(reverse("notifications:unread_again"))

    still = set(Notification.objects.filter(read_at__isnull=True).values_list("pk", flat=True))
    assert still == {one.pk for one in [*unread, others]}
    assert read_before.pk not in still
    assert "Ångra" not in words_of(client)
    client.post(reverse("notifications:unread_again"))


def test_the_inbox_costs_the_same_whatever_its_length(
    client: Client, citizen: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        NotificationFactory(person=citizen, topic=TopicFactory(title=f"Idé {number}"))
    client.force_login(citizen)
    client.get(INBOX)

    with django_assert_max_num_queries(9):
        client.get(INBOX)
