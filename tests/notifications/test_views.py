from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from participation.notifications.actions import follow
from participation.notifications.models import Follow, Notification
from participation.notifications.querysets import unread_count
from participation.topics.models import Topic
from tests.factories import TopicFactory

from .factories import NotificationFactory

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from participation.accounts.models import User
    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db
INBOX = "/nyheter-till-dig/"
FOLLOWING = "/nyheter-till-dig/foljer/"


def read(response: HttpResponse) -> BeautifulSoup:
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    assert len(page.find_all("h1")) == 1
    return page


# The inbox


def test_news_come_newest_first_a_page_at_a_time(client: Client, citizen: User) -> None:
    for number in range(23):
        when = timezone.now() - timedelta(hours=number)
        NotificationFactory(person=citizen, sentence=f"Nyhet nummer {number}.", path=f"/{number}/", created_at=when)
    client.force_login(citizen)

    first = read(client.get(INBOX))
    titles = [heading.get_text() for heading in first.main.find_all("h2")]
    assert titles == [f"Nyhet nummer {number}." for number in range(20)]
    second = read(client.get(INBOX + first.find("a", rel="next")["href"]))

    assert [heading.get_text() for heading in second.main.find_all("h2")] == [
        f"Nyhet nummer {number}." for number in range(20, 23)
    ]
    assert not second.find("a", rel="next")


@pytest.mark.parametrize("cursor", ["x", "'", "W10", "%00", "a" * 500])
def test_a_cursor_that_is_not_ours_gives_the_first_page(client: Client, citizen: User, cursor: str) -> None:
    NotificationFactory(person=citizen, sentence="Nyheten")
    client.force_login(citizen)

    assert "Nyheten" in read(client.get(INBOX, {"efter": cursor})).main.get_text()


def test_nobody_reads_anothers_news(client: Client, citizen: User, author: User) -> None:
    news = NotificationFactory(person=author, sentence="Bara för författaren")
    client.force_login(citizen)

    assert "Bara för författaren" not in client.get(INBOX).content.decode()
    assert client.get(reverse("notifications:open", args=[news.pk])).status_code == 404
    client.post(reverse("notifications:read", args=[news.pk]))
    client.post(reverse("notifications:all_read"))
    news.refresh_from_db()
    assert news.read_at is None


def test_news_about_what_one_may_no_longer_see_are_not_shown_nor_counted(client: Client, citizen: User) -> None:
    topic = TopicFactory()
    news = NotificationFactory(person=citizen, topic=topic, sentence="Om något dolt")
    client.force_login(citizen)
    assert "Om något dolt" in client.get(INBOX).content.decode()
    assert unread_count(citizen) == 1

    Topic.objects.update(visibility="staff")

    assert "Om något dolt" not in client.get(INBOX).content.decode()
    assert "Om något dolt" not in client.get("/mina/").content.decode()
    assert unread_count(citizen) == 0
    assert client.get(reverse("notifications:open", args=[news.pk])).status_code == 404


def test_one_news_is_marked_as_read_and_then_all(client: Client, citizen: User) -> None:
    first, second, third = (NotificationFactory(person=citizen) for _number in range(3))
    client.force_login(citizen)

    assert client.get(reverse("notifications:read", args=[first.pk])).status_code == 302
    assert not Notification.objects.filter(read_at__isnull=False).exists()  # a link changes nothing
    client.post(reverse("notifications:read", args=[first.pk]))
    assert unread_count(citizen) == 2
    assert client.get(reverse("notifications:all_read")).status_code == 302
    assert unread_count(citizen) == 2
    client.post(reverse("notifications:all_read"))

    assert unread_count(citizen) == 0
    assert not Notification.objects.filter(read_at__isnull=True).exists()
    assert {second.pk, third.pk} < set(Notification.objects.values_list("pk", flat=True))


def test_opening_news_reads_them_and_leads_there(client: Client, citizen: User) -> None:
    news = NotificationFactory(person=citizen, path="/ideer/2281-2026-0001/")
    client.force_login(citizen)
    address = reverse("notifications:open", args=[news.pk])

    client.get(address, headers={"sec-purpose": "prefetch"})
    client.head(address)
    assert unread_count(citizen) == 1
    response = client.get(address)

    assert response.headers["Location"] == "/ideer/2281-2026-0001/"
    assert unread_count(citizen) == 0


def test_words_of_others_cannot_script(client: Client, citizen: User) -> None:
    NotificationFactory(person=citizen, sentence="<script>alert(1)</script>", body="<img src=x onerror=alert(1)>\n\nB")
    client.force_login(citizen)

    page = read(client.get(INBOX))

    assert not page.main.find_all(["script", "img"])
    assert "<script>alert(1)</script>" in page.main.get_text()


def test_the_inbox_costs_the_same_however_much_there_is(
    client: Client, citizen: User, django_assert_max_num_queries: Any
) -> None:
    for _number in range(20):
        NotificationFactory(person=citizen, topic=TopicFactory())
    client.force_login(citizen)

    with django_assert_max_num_queries(8):
        client.get(INBOX)


def test_the_count_is_one_query(citizen: User, django_assert_num_queries: Any) -> None:
    from participation.accounts.permissions import roles_of

    NotificationFactory(person=citizen)
    roles_of(citizen)  # once a request, whoever asks

    with django_assert_num_queries(1):
        assert unread_count(citizen) == 1


def test_an_empty_inbox_says_what_will_stand_there(client: Client, citizen: User) -> None:
    client.force_login(citizen)

    assert "Inget har hänt än" in read(client.get(INBOX)).main.get_text()


@pytest.mark.parametrize("path", [INBOX, FOLLOWING, INBOX + "1/"])
def test_strangers_are_asked_to_sign_in(client: Client, path: str) -> None:
    assert client.get(path).headers["Location"] == f"/konto/login/?next={path}"


# Following


def test_a_person_follows_and_lets_go(client: Client, citizen: User) -> None:
    topic = TopicFactory(path="/ideer/1/")
    client.force_login(citizen)

    response = client.post(reverse("notifications:follow", args=[topic.pk]))
    assert response.headers["Location"] == "/ideer/1/#folj-rad"
    topic.refresh_from_db()
    assert topic.followers == 1
    response = client.post(reverse("notifications:unfollow", args=[topic.pk]))

    assert response.headers["Location"] == "/ideer/1/#folj-rad"
    topic.refresh_from_db()
    assert topic.followers == 0


def test_with_htmx_the_button_turns_round(client: Client, citizen: User) -> None:
    topic = TopicFactory()
    client.force_login(citizen)

    response = client.post(reverse("notifications:follow", args=[topic.pk]), headers={"hx-request": "true"})
    form = BeautifulSoup(response.content, "html.parser").form
    assert form["action"] == form["data-hx-post"] == reverse("notifications:unfollow", args=[topic.pk])
    assert form.button.has_attr("data-focus")
    assert "HX-Request" in response.headers["Vary"]
    response = client.post(form["action"], headers={"hx-request": "true"})

    form = BeautifulSoup(response.content, "html.parser").form
    assert form["action"] == reverse("notifications:follow", args=[topic.pk])


def test_a_stranger_signs_in_and_is_asked_again(client: Client, citizen: User) -> None:
    topic = TopicFactory(title="Bänkar", path="/ideer/1/")
    address = reverse("notifications:follow", args=[topic.pk])

    response = client.post(address)
    assert response.headers["Location"] == f"/konto/login/?next={address}"
    assert not Follow.objects.exists()
    client.force_login(citizen)
    page = read(client.get(address))
    assert "Bänkar" in page.h1.get_text()
    client.post(page.main.form["action"])

    assert Follow.objects.get().person == citizen
    assert client.get(address).headers["Location"] == "/ideer/1/"


def test_a_stranger_with_htmx_gets_the_whole_page(client: Client) -> None:
    topic = TopicFactory()
    address = reverse("notifications:follow", args=[topic.pk])

    response = client.post(address, headers={"hx-request": "true"})

    assert response.headers["HX-Redirect"] == f"/konto/login/?next={address}"


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_one_may_not_see_cannot_be_followed(
    client: Client, citizen: User, author: User, moderator: User, outsider: User, method: str, sundsvall: Municipality
) -> None:
    topic = TopicFactory(hidden=True, author=author, municipality=sundsvall)
    address = reverse("notifications:follow", args=[topic.pk])

    for person, status in [(None, 404), (citizen, 404), (outsider, 404), (author, (200, 302)), (moderator, (200, 302))]:
        client.logout()
        if person:
            client.force_login(person)
        answer = getattr(client, method)(address).status_code
        assert answer == status or (isinstance(status, tuple) and answer in status), person


def test_one_can_always_let_go(client: Client, citizen: User) -> None:
    topic = TopicFactory()
    follow(topic=topic, person=citizen)
    Topic.objects.update(visibility="staff")
    client.force_login(citizen)

    client.post(reverse("notifications:unfollow", args=[topic.pk]), {"next": FOLLOWING})

    assert not Follow.objects.exists()


def test_letting_go_twice_is_letting_go_and_nobody_elses_affair(client: Client, citizen: User, author: User) -> None:
    topic = TopicFactory(path="/ideer/1/")
    follow(topic=topic, person=author)
    client.force_login(citizen)

    assert client.post(reverse("notifications:unfollow", args=[topic.pk])).headers["Location"] == "/ideer/1/#folj-rad"
    assert Follow.objects.count() == 1
    topic.refresh_from_db()
    assert topic.followers == 1


def test_letting_go_of_what_one_may_not_see_is_not_found(client: Client, citizen: User) -> None:
    client.force_login(citizen)

    assert client.post(reverse("notifications:unfollow", args=[TopicFactory(hidden=True).pk])).status_code == 404


def test_the_list_shows_what_one_follows_and_may_see(client: Client, citizen: User) -> None:
    seen, hidden = TopicFactory(title="Synligt"), TopicFactory(title="Dolt")
    for topic in (seen, hidden):
        follow(topic=topic, person=citizen)
    Topic.objects.filter(pk=hidden.pk).update(visibility="staff")
    client.force_login(citizen)

    text = read(client.get(FOLLOWING)).main.get_text()

    assert "Synligt" in text
    assert "Dolt" not in text


def test_letting_go_in_the_list_leads_back_to_the_list_and_nowhere_else(client: Client, citizen: User) -> None:
    topic = TopicFactory(path="/ideer/1/")
    follow(topic=topic, person=citizen)
    client.force_login(citizen)
    form = read(client.get(FOLLOWING)).main.find("form")
    fields = {field["name"]: field["value"] for field in form.find_all("input") if field["name"] == "next"}

    assert client.post(form["action"], fields).headers["Location"] == FOLLOWING
    follow(topic=topic, person=citizen)
    response = client.post(form["action"], {"next": "https://evil.example/"})
    assert response.headers["Location"] == "/ideer/1/#folj-rad"


def test_the_list_costs_the_same_however_long_it_is(
    client: Client, citizen: User, django_assert_max_num_queries: Any
) -> None:
    for _number in range(12):
        follow(topic=TopicFactory(), person=citizen)
    client.force_login(citizen)

    with django_assert_max_num_queries(8):
        client.get(FOLLOWING)
