"""To follow a municipality, a subject, an area: who hears of what, and only of what they may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.urls import reverse

from participation.accounts import personal_data
from participation.notifications import interests
from participation.notifications.actions import follow
from participation.notifications.interests import begin, position_asked, tell_interested
from participation.notifications.models import Cadence, Interest, Notification, OutgoingMail, Reason
from participation.places.squares import square_of
from participation.topics.models import Category, Topic
from tests.factories import TopicFactory, UserFactory

if TYPE_CHECKING:
    from django.test import Client

    from participation.accounts.models import User
    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db
POSITION = (17.3069, 62.3908)


@pytest.fixture
def swimming(sundsvall: Municipality) -> Category:
    return Category.objects.create(municipality=sundsvall, name="Bad", slug="bad", order=99)


def tell(topic: Topic, **more: Any) -> list[int]:
    from django.utils import timezone

    tell_interested(topic, kind="x", sentence="Nytt", **{"actor": None, "now": timezone.now(), **more})
    return sorted(Notification.objects.values_list("person", flat=True))


def test_each_is_told_once_of_what_they_follow(
    sundsvall: Municipality, timra: Municipality, swimming: Category, citizen: User
) -> None:
    whole, subject, elsewhere = UserFactory(), UserFactory(), UserFactory()
    begin(person=whole, municipality=sundsvall)
    begin(person=whole, municipality=sundsvall, category=swimming)
    begin(person=subject, municipality=sundsvall, category=swimming)
    begin(person=elsewhere, municipality=timra)

    assert tell(TopicFactory(municipality=sundsvall, category=swimming)) == sorted([whole.pk, subject.pk])
    Notification.objects.all().delete()
    assert tell(TopicFactory(municipality=sundsvall)) == [whole.pk]


def test_an_area_hears_of_what_lies_in_it(sundsvall: Municipality) -> None:
    inside, outside = UserFactory(), UserFactory()
    x, y = square_of(*POSITION)
    begin(person=inside, municipality=sundsvall, area=(x - 5, y - 5, x, y))
    begin(person=outside, municipality=sundsvall, area=(x + 1, y - 5, x + 9, y + 5))
    topic = TopicFactory(municipality=sundsvall)

    def here(sender: Any, topic: Topic, **kwargs: Any) -> tuple[float, float]:
        return POSITION

    position_asked.connect(here)
    try:
        assert tell(topic) == [inside.pk]
    finally:
        position_asked.disconnect(here)


def test_whoever_wrote_did_or_follows_it_is_not_told_once_more(sundsvall: Municipality) -> None:
    author, actor, follower = UserFactory(), UserFactory(), UserFactory()
    topic = TopicFactory(municipality=sundsvall, author=author)
    follow(topic=topic, person=follower)
    for person in (author, actor, follower):
        begin(person=person, municipality=sundsvall)

    assert tell(topic, actor=actor) == []


def test_it_waits_for_the_day_and_is_hidden_with_its_topic(sundsvall: Municipality, citizen: User) -> None:
    begin(person=citizen, municipality=sundsvall)
    topic = TopicFactory(municipality=sundsvall)
    tell(topic)

    news = Notification.objects.get()
    assert (news.reason, news.digest_at is not None) == (Reason.INTERESTS, True)
    assert not OutgoingMail.objects.exists()
    Topic.objects.filter(pk=topic.pk).update(visibility="nobody")
    assert not Notification.objects.to(citizen).exists()


def test_the_database_knows_each_once(sundsvall: Municipality, swimming: Category, citizen: User) -> None:
    rows: list[dict[str, Any]] = [{}, {"category": swimming}, {"west": 1, "north": 1, "east": 2, "south": 2}]
    for row in rows:
        Interest.objects.create(person=citizen, municipality=sundsvall, **row)
        with pytest.raises(IntegrityError), transaction.atomic():
            Interest.objects.create(person=citizen, municipality=sundsvall, **row)
    for broken in ({"west": 1}, {"category": swimming, **rows[2]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Interest.objects.create(person=UserFactory(), municipality=sundsvall, **broken)


def test_nobody_follows_without_end(sundsvall: Municipality, citizen: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interests, "MOST", 1)
    begin(person=citizen, municipality=sundsvall)
    begin(person=citizen, municipality=sundsvall)

    with pytest.raises(interests.TooMany):
        begin(person=citizen, municipality=sundsvall, area=(1, 1, 2, 2))


def page_of(client: Client, address: str, **posted: Any) -> BeautifulSoup:
    response = client.post(address, posted, follow=True) if posted else client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_a_person_chooses_lets_go_and_thinks_again(
    client: Client, sundsvall: Municipality, swimming: Category, citizen: User
) -> None:
    client.force_login(citizen)
    address = reverse("notifications:place", args=[sundsvall.code])
    page = page_of(client, f"{address}?amne=bad")
    assert [box["value"] for box in page.find_all("input", checked=True)] == [str(swimming.pk)]

    page = page_of(client, address, whole="on", categories=[swimming.pk])
    assert "Du följer allt som är nytt i Sundsvall." in page.get_text()
    assert "Hela Sundsvall" in page.get_text()
    assert "Bad i Sundsvall" in page.get_text()

    whole = Interest.objects.get(category=None)
    page = page_of(client, reverse("notifications:stop_interest", args=[whole.pk]), x=1)
    assert "Du följer inte längre ”Hela Sundsvall”." in page.get_text()
    assert not Interest.objects.filter(category=None).exists()

    page = page_of(client, reverse("notifications:undo"), x=1)
    assert Interest.objects.filter(category=None, person=citizen).exists()
    assert "Du följer inte längre" not in page.get_text()

    page_of(client, address, categories=[])
    page_of(client, address, x=1)
    assert not Interest.objects.exists()


def test_a_topic_that_was_let_go_comes_back_only_while_it_may_be_seen(client: Client, citizen: User) -> None:
    topic = TopicFactory(title="Fler bänkar")
    follow(topic=topic, person=citizen)
    client.force_login(citizen)
    client.post(reverse("notifications:unfollow", args=[topic.pk]))
    assert "Fler bänkar" in page_of(client, reverse("notifications:following")).main.get_text()
    Topic.objects.filter(pk=topic.pk).update(visibility="nobody")

    client.post(reverse("notifications:undo"))

    topic.refresh_from_db()
    assert topic.followers == 0


def test_nobody_stops_what_another_follows(client: Client, sundsvall: Municipality, citizen: User) -> None:
    other = begin(person=UserFactory(), municipality=sundsvall)
    client.force_login(citizen)

    client.post(reverse("notifications:stop_interest", args=[other.pk]))

    assert Interest.objects.filter(pk=other.pk).exists()


def test_a_closed_municipality_and_others_subjects_cannot_be_followed(
    client: Client, sundsvall: Municipality, timra: Municipality, swimming: Category, citizen: User
) -> None:
    client.force_login(citizen)
    client.post(reverse("notifications:place", args=[timra.code]), {"categories": [swimming.pk]})
    assert not Interest.objects.exists()
    timra.is_open = False
    timra.save()

    assert client.get(reverse("notifications:place", args=[timra.code])).status_code == 404


def test_a_visitor_signs_in_first(client: Client, sundsvall: Municipality) -> None:
    response = client.get(reverse("notifications:place", args=[sundsvall.code]) + "?amne=bad")

    assert response.status_code == 302
    assert "amne" in response["Location"]


def test_the_list_costs_the_same_whatever_its_length(
    client: Client, sundsvall: Municipality, swimming: Category, citizen: User, django_assert_max_num_queries: Any
) -> None:
    begin(person=citizen, municipality=sundsvall, category=swimming)
    for number in range(12):
        begin(person=citizen, municipality=sundsvall, area=(number, 1, number + 1, 2))
    client.force_login(citizen)
    client.get(reverse("notifications:following"))

    with django_assert_max_num_queries(12):
        client.get(reverse("notifications:following"))


def test_what_one_follows_is_in_ones_own_data_and_goes_with_the_account(
    sundsvall: Municipality, swimming: Category, citizen: User
) -> None:
    begin(person=citizen, municipality=sundsvall, category=swimming)

    (row,) = personal_data.export_of(citizen)["följer på platser"]
    assert (row["kommun"], row["ämne"]) == ("Sundsvall", "Bad")
    citizen.delete()
    assert not Interest.objects.exists()


def test_at_once_is_a_choice_too(sundsvall: Municipality, citizen: User) -> None:
    from participation.notifications.actions import set_mail

    set_mail(person_id=citizen.pk, cadences={Reason.INTERESTS.value: Cadence.AT_ONCE})
    begin(person=citizen, municipality=sundsvall)
    tell(TopicFactory(municipality=sundsvall))

    assert OutgoingMail.objects.get().person == citizen
