from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from participation.notifications.actions import follow, mark_read, notify, notify_followers, set_mail, unfollow
from participation.notifications.models import Cadence, Follow, MailPreference, Notification, OutgoingMail
from tests.factories import TopicFactory, UserFactory

from .factories import NotificationFactory

if TYPE_CHECKING:
    from participation.accounts.models import User

pytestmark = pytest.mark.django_db


def test_following_twice_is_following_once(citizen: User) -> None:
    topic = TopicFactory()

    assert follow(topic=topic, person=citizen)
    assert not follow(topic=topic, person=citizen)

    topic.refresh_from_db()
    assert (topic.followers, Follow.objects.count()) == (1, 1)


def test_letting_go_twice_is_letting_go_once(citizen: User, author: User) -> None:
    topic = TopicFactory()
    follow(topic=topic, person=citizen)
    follow(topic=topic, person=author)

    assert unfollow(topic=topic, person=citizen)
    assert not unfollow(topic=topic, person=citizen)

    topic.refresh_from_db()
    assert topic.followers == 1


def test_people_are_told_on_the_site_and_by_mail_in_their_language(citizen: User) -> None:
    english = UserFactory(language="en")
    topic = TopicFactory(path="/ideer/1/")

    told = notify(people=[citizen, english], kind="x", sentence=format_lazy("{} ”{}”", _("Svenska"), "A"), topic=topic)

    assert told == 2
    assert Notification.objects.get(person=citizen).path == "/ideer/1/"
    assert Notification.objects.get(person=english).path == "/en/ideer/1/"
    mails = {mail.person: mail for mail in OutgoingMail.objects.all()}
    assert "http://testserver/ideer/1/" in mails[citizen].text
    assert "http://testserver/en/ideer/1/" in mails[english].text
    assert '<html lang="en">' in mails[english].html


def test_whoever_did_it_and_whoever_has_left_are_not_told(citizen: User, author: User) -> None:
    left = UserFactory(is_active=False)

    assert notify(people=[citizen, author, author, left], kind="x", sentence="Hej", actor=author) == 1
    assert list(Notification.objects.values_list("person", flat=True)) == [citizen.pk]


def test_a_transaction_that_fails_tells_nobody(citizen: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*args: Any, **kwargs: Any) -> None:
        raise ValueError

    monkeypatch.setattr("participation.notifications.telling.write_mail", break_down)

    with pytest.raises(ValueError):
        notify(people=[citizen], kind="x", sentence="Hej")
    assert not Notification.objects.exists()


def test_followers_of_several_topics_are_told_once(citizen: User, author: User) -> None:
    first, second = TopicFactory(), TopicFactory()
    for topic in (first, second):
        follow(topic=topic, person=citizen)
    follow(topic=second, person=author)

    assert notify_followers(topics=[first, second], kind="x", sentence="Hej", topic=second) == 2


@pytest.mark.parametrize(
    ("switched_off", "mailed"),
    [("own", {"follower", "other"}), ("followed", {"writer", "other"}), ("other", {"writer", "follower"})],
)
def test_what_is_switched_off_is_not_mailed_and_still_stands_on_the_site(switched_off: str, mailed: set[str]) -> None:
    people = {name: UserFactory() for name in ("writer", "follower", "other")}
    topic = TopicFactory(author=people["writer"])
    for name in ("writer", "follower"):
        follow(topic=topic, person=people[name])
    for person in people.values():
        set_mail(person_id=person.pk, cadences={switched_off: Cadence.NEVER})

    notify_followers(topics=[topic], kind="x", sentence="Hej", topic=topic)
    notify(people=[people["other"]], kind="y", sentence="Du har fått ett svar", topic=topic)

    receivers = set(OutgoingMail.objects.values_list("person", flat=True))
    assert receivers == {people[name].pk for name in mailed}
    assert Notification.objects.count() == 3


def test_telling_many_costs_a_fixed_number_of_queries(django_assert_max_num_queries: Any) -> None:
    people = [UserFactory() for _number in range(12)]
    topic = TopicFactory()

    with django_assert_max_num_queries(6):
        notify(people=people, kind="x", sentence="Hej", topic=topic)


def test_reading_is_for_ones_own_news(citizen: User, author: User) -> None:
    own, others = NotificationFactory(person=citizen), NotificationFactory(person=author)

    assert mark_read(person=citizen, pk=others.pk) == 0
    assert mark_read(person=citizen, pk=own.pk) == 1
    assert mark_read(person=citizen, pk=own.pk) == 0
    others.refresh_from_db()
    assert others.read_at is None


def test_a_wish_of_nobody_is_not_kept(db: None) -> None:
    assert set_mail(person_id=4711, cadences={"own": Cadence.NEVER}) == {}
    assert not MailPreference.objects.exists()
