"""What a person wants, and where they are, when a mail would be sent: not when it was written."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_string
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.core.mail import send_mail
from django.test import Client
from django.utils import timezone

from participation.notifications import actions, interests, judging, outbox
from participation.notifications.digest import queue_digests
from participation.notifications.models import Cadence, Interest, Notification, OutgoingMail, Reason
from participation.notifications.stops.actions import stop
from participation.notifications.stops.tokens import halves_of, read_token
from tests.accounts.test_settings import MAIL
from tests.factories import TopicFactory, UserFactory

from .factories import MailFactory

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality
    from participation.topics.models import Topic

    from .postbox import Postbox

pytestmark = pytest.mark.django_db
Status = OutgoingMail.Status
SETTINGS = "/mina/installningar/"
OUTBOX = "participation.notifications.mail.OutboxBackend"
FOLLOWING = "/nyheter-till-dig/foljer/"


def tell(person: User, reason: Reason = Reason.FOLLOWED, topic: Topic | None = None) -> OutgoingMail:
    actions.notify(people=[person], kind="test", sentence="Nytt", topic=topic or TopicFactory(), reason=reason)
    return OutgoingMail.objects.latest("pk")


def way_out(mail: OutgoingMail) -> str:
    return urlsplit(mail.headers["List-Unsubscribe"].strip("<>")).path


def test_one_press_of_the_mail_program_stops_what_waits_too(citizen: User, postbox: Postbox) -> None:
    waiting = [tell(citizen) for _number in range(3)]
    other = tell(citizen, Reason.OTHER)

    Client(enforce_csrf_checks=True).post(way_out(waiting[0]), {"List-Unsubscribe": "One-Click"})
    outbox.send_due()

    assert len(postbox.taken) == 1
    other.refresh_from_db()
    assert other.status == Status.SENT
    kept = OutgoingMail.objects.filter(pk__in=[mail.pk for mail in waiting])
    assert set(kept.values_list("status", "error")) == {(Status.WITHHELD, "NoLongerWanted")}


def test_never_in_the_settings_stops_what_waits(client: Client, citizen: User, postbox: Postbox) -> None:
    tell(citizen)
    client.force_login(citizen)

    client.post(SETTINGS, {"language": "sv", **MAIL, "mejl-followed": Cadence.NEVER})
    outbox.send_due()

    assert postbox.taken == []


def test_who_thinks_again_gets_it(citizen: User, postbox: Postbox) -> None:
    mail = tell(citizen)
    actions.set_mail(person_id=citizen.pk, cadences={"followed": Cadence.NEVER})
    actions.set_mail(person_id=citizen.pk, cadences={"followed": Cadence.AT_ONCE})

    outbox.send_due()

    assert postbox.receivers == [mail.to]


def test_nobody_elses_wish_counts(citizen: User, author: User, postbox: Postbox) -> None:
    mail = tell(citizen)
    actions.set_mail(person_id=author.pk, cadences=dict.fromkeys(Reason.values, Cadence.NEVER))

    outbox.send_due()

    assert postbox.receivers == [mail.to]


def test_who_stops_following_hears_no_more_of_it(client: Client, citizen: User, postbox: Postbox) -> None:
    topic, other = TopicFactory(), TopicFactory()
    for one in (topic, other):
        actions.follow(topic=one, person=citizen)
        tell(citizen, topic=one)
    own = tell(citizen, Reason.OWN, topic=topic)
    client.force_login(citizen)

    client.post(f"/nyheter-till-dig/sluta-folja/{topic.pk}/")
    outbox.send_due()

    assert len(postbox.taken) == 2
    assert OutgoingMail.objects.get(status=Status.WITHHELD).topic == topic
    own.refresh_from_db()
    assert own.status == Status.SENT
    assert Notification.objects.filter(person=citizen, topic=topic).count() == 2  # on the site they stand


@pytest.mark.parametrize("is_queued", [False, True])
def test_nor_in_a_digest(citizen: User, postbox: Postbox, is_queued: bool) -> None:
    actions.set_mail(person_id=citizen.pk, cadences={"followed": Cadence.DAILY})
    topic, tomorrow = TopicFactory(), timezone.now() + timedelta(days=1)
    actions.follow(topic=topic, person=citizen)
    actions.notify(people=[citizen], kind="test", sentence="Nytt", topic=topic, reason=Reason.FOLLOWED)
    if is_queued:
        assert queue_digests(now=tomorrow) == 1

    actions.unfollow(topic=topic, person=citizen)
    queue_digests(now=tomorrow)
    outbox.send_due(now=tomorrow)

    assert postbox.taken == []


def test_who_lets_go_of_a_place_hears_no_more_of_it_but_of_what_they_still_follow(
    client: Client, citizen: User, postbox: Postbox, sundsvall: Municipality, timra: Municipality
) -> None:
    actions.set_mail(person_id=citizen.pk, cadences={"interests": Cadence.AT_ONCE})
    for place in (sundsvall, timra):
        interests.begin(person=citizen, municipality=place)
        tell(citizen, Reason.INTERESTS, TopicFactory(municipality=place))
    client.force_login(citizen)

    client.post(f"{FOLLOWING}sluta/{Interest.objects.get(municipality=sundsvall).pk}/")
    outbox.send_due()

    assert len(postbox.taken) == 1
    assert OutgoingMail.objects.get(status=Status.WITHHELD).topic.municipality == sundsvall


def test_who_unticks_a_place_hears_no_more_of_it(citizen: User, postbox: Postbox, sundsvall: Municipality) -> None:
    interests.begin(person=citizen, municipality=sundsvall)
    actions.notify(
        people=[citizen],
        kind="test",
        sentence="Nytt",
        topic=TopicFactory(municipality=sundsvall),
        reason=Reason.INTERESTS,
    )

    interests.choose(person=citizen, municipality=sundsvall, whole=False, categories=[])

    assert queue_digests(now=timezone.now() + timedelta(days=2)) == 0


def test_mail_to_a_person_goes_where_the_person_is_now(citizen: User, postbox: Postbox) -> None:
    mail = tell(citizen)
    citizen.email = "ny@example.com"
    citizen.save()

    outbox.send_due()

    assert postbox.receivers == ["ny@example.com"]
    mail.refresh_from_db()
    assert mail.to == "ny@example.com"
    sent = message_from_string(postbox.taken[0][1])
    assert sent["To"] == "ny@example.com"
    assert read_token(sent["X-Samskapa-Return"]) == halves_of("ny@example.com")[0]


def test_a_code_that_proves_an_address_goes_to_that_one(postbox: Postbox, settings: Any) -> None:
    settings.EMAIL_BACKEND = OUTBOX
    send_mail("Koden är 123456", "123456", None, ["ny@example.com"])

    outbox.send_due()

    assert postbox.receivers == ["ny@example.com"]


def test_a_new_address_that_takes_no_mail_gets_none(citizen: User, postbox: Postbox) -> None:
    mail = tell(citizen)
    citizen.email = "ny@example.com"
    citizen.save()
    stop(key=halves_of("ny@example.com")[0], reason="refused", now=timezone.now())

    outbox.send_due()

    mail.refresh_from_db()
    assert (mail.status, mail.error) == (Status.WITHHELD, "StoppedAddress")


def test_a_batch_is_judged_in_two_queries(django_assert_num_queries: Any) -> None:
    for _number in range(10):
        tell(UserFactory())
    mails = list(OutgoingMail.objects.select_related("person"))

    with django_assert_num_queries(2):
        assert judging.judge(mails) == {}


class TestCodesFirst:
    def test_one_that_comes_while_a_slow_server_takes_news_is_next_but_one(
        self, postbox: Postbox, monkeypatch: pytest.MonkeyPatch, settings: Any
    ) -> None:
        settings.EMAIL_BACKEND = OUTBOX
        monkeypatch.setattr(outbox, "A_WHILE", 0.4)
        postbox.pause = 0.3
        for _number in range(10):
            MailFactory(kind="news", next_attempt_at=timezone.now() - timedelta(hours=1))
        written = False

        def somebody_signs_in() -> bool:
            nonlocal written
            if len(postbox.taken) == 1 and not written:
                send_mail("Koden är 123456", "123456", None, ["kod@example.com"])
                written = True
            return False

        while outbox.send_due(stop=somebody_signs_in):
            pass

        assert postbox.receivers.index("kod@example.com") <= 2
        assert len(postbox.taken) == 11
        assert set(OutgoingMail.objects.values_list("status", "attempts")) == {(Status.SENT, 1)}

    def test_it_is_taken_before_all_that_waits_longer(self) -> None:
        for _number in range(5):
            MailFactory(kind="news", next_attempt_at=timezone.now() - timedelta(hours=1))
        code = MailFactory()

        assert outbox.take_due(now=timezone.now(), limit=3)[0] == code

    def test_what_a_slow_batch_held_back_is_judged_by_what_is_wanted_then(
        self, citizen: User, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(outbox, "A_WHILE", 0)
        mails = [tell(citizen) for _number in range(3)]
        press = Client(enforce_csrf_checks=True)

        def press_once(when: int = 1) -> bool:
            if len(postbox.taken) == when:
                press.post(way_out(mails[0]), {"List-Unsubscribe": "One-Click"})
            return False

        while outbox.send_due(stop=press_once):
            pass

        assert len(postbox.taken) == 1
