"""News about an entry or an evaluation: gone from sight, it is in no inbox, digest, mail, push or export."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from participation.accounts import personal_data
from participation.accounts.models import Role
from participation.casework import actions as casework
from participation.casework.models import CRITERIA
from participation.discussion import actions as discussion
from participation.notifications import matters, outbox, spreading
from participation.notifications.actions import follow, notify, notify_followers, set_mail
from participation.notifications.digest import queue_digests
from participation.notifications.matters import Matter
from participation.notifications.models import Cadence, Notification, OutgoingMail, Reason
from participation.notifications.querysets import unread_count
from participation.notifications.spreading import tell_on
from tests.factories import TopicFactory, UserFactory, staff
from tests.push.test_push import device, double, look

if TYPE_CHECKING:
    from collections.abc import Callable

    from participation.accounts.models import User
    from participation.discussion.models import Comment
    from participation.places.models import Municipality
    from participation.topics.models import Topic

    from .postbox import Postbox

__all__ = ["device", "double"]
pytestmark = pytest.mark.django_db
INBOX = "/nyheter-till-dig/"


@dataclass
class Told:
    """Tells the citizen, when called, of something that can be taken away again."""

    tell: Callable[[], None]
    take_away: Callable[[], Any]
    words: str
    reason: Reason


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def of_a_reply(topic: Topic, citizen: User, now: datetime) -> Told:
    mine = discussion.post(topic=topic, author=citizen, text="Mitt", now=now)
    made: list[Comment] = []

    def tell() -> None:
        made.append(discussion.post(topic=topic, author=UserFactory(), text="Fult", answering=mine, now=now))

    return Told(tell, lambda: discussion.hide(entry=made[0], reason="Hot", now=now), "Du har fått svar", Reason.REPLIES)


def of_an_evaluation(topic: Topic, citizen: User, now: datetime) -> Told:
    officer, publisher, evaluator = (
        staff(topic.municipality, role) for role in (Role.CASE_OFFICER, Role.PUBLISHER, Role.EVALUATOR)
    )
    evaluation = casework.ask_evaluators(
        topic=topic, question="Hur?", due_on=date(2030, 1, 1), evaluators=[evaluator], by=officer, now=now
    )
    judged = dict.fromkeys(CRITERIA, 4) | {f"{name}_words": "" for name in CRITERIA}
    casework.fill_in(sheet=evaluation.sheets.get(), judged=judged, hand_in=True, now=now)
    casework.sum_up(evaluation=evaluation, summary="Hemlig summa", seen="", by=officer, now=now)
    follow(topic=topic, person=citizen)

    def tell() -> None:
        evaluation.refresh_from_db()
        casework.publish(evaluation=evaluation, summary="Hemlig summa", by=publisher, now=now)

    return Told(tell, lambda: casework.take_back(evaluation=evaluation), "har bedömt", Reason.FOLLOWED)


@pytest.fixture(params=[of_a_reply, of_an_evaluation])
def told(request: pytest.FixtureRequest, sundsvall: Municipality, citizen: User, now: datetime) -> Told:
    topic = TopicFactory(municipality=sundsvall, author=UserFactory(), path="/ideer/1/")
    made: Told = request.param(topic, citizen, now)
    OutgoingMail.objects.all().delete()
    return made


def inbox_of(person: User) -> str:
    client = Client()
    client.force_login(person)
    return client.get(INBOX).content.decode()


def exported(person: User) -> str:
    return json.dumps(personal_data.export_of(person), default=str, ensure_ascii=False)


def test_while_it_is_shown_it_is_told_everywhere(told: Told, citizen: User, postbox: Postbox) -> None:
    told.tell()

    outbox.send_due()
    assert OutgoingMail.objects.get(person=citizen).status == "sent"
    assert told.words in OutgoingMail.objects.get(person=citizen).text
    assert citizen.email in postbox.receivers
    assert told.words in inbox_of(citizen)
    assert unread_count(citizen) == 1
    assert told.words in exported(citizen)


def test_taken_away_before_the_mail_went_there_is_none(told: Told, citizen: User, postbox: Postbox) -> None:
    told.tell()
    told.take_away()

    outbox.send_due()

    assert citizen.email not in postbox.receivers
    assert OutgoingMail.objects.get(person=citizen).status == "withheld"


def test_taken_away_it_is_not_in_the_inbox_nor_counted_nor_exported(told: Told, citizen: User) -> None:
    told.tell()
    told.take_away()

    page = inbox_of(citizen)
    assert told.words not in page
    assert "Hemlig summa" not in page
    assert unread_count(citizen) == 0
    assert told.words not in exported(citizen)


@pytest.mark.parametrize("gathered", [False, True])
def test_taken_away_it_is_not_in_the_digest(
    told: Told, citizen: User, now: datetime, postbox: Postbox, *, gathered: bool
) -> None:
    set_mail(person_id=citizen.pk, cadences={told.reason.value: Cadence.DAILY})
    told.tell()
    seven = now + timedelta(days=1)
    if gathered:
        queue_digests(now=seven)
    told.take_away()
    queue_digests(now=seven)

    outbox.send_due(now=seven)

    assert OutgoingMail.objects.get(person=citizen).status == "withheld"
    assert citizen.email not in postbox.receivers


@pytest.mark.usefixtures("device")
def test_taken_away_it_is_not_pushed(told: Told, double: Any) -> None:
    told.tell()
    told.take_away()

    assert look() == 0
    assert double.received == []


def test_a_summary_that_is_published_anew_does_not_bring_the_old_one_back(
    sundsvall: Municipality, citizen: User, now: datetime
) -> None:
    topic = TopicFactory(municipality=sundsvall, path="/ideer/1/")
    told = of_an_evaluation(topic, citizen, now)
    told.tell()
    told.take_away()
    later = now + timedelta(days=1)
    officer, publisher = staff(sundsvall, Role.CASE_OFFICER, Role.EDITOR), staff(sundsvall, Role.PUBLISHER, Role.EDITOR)
    casework.sum_up(evaluation=topic.evaluation, summary="Ny summa", seen="Hemlig summa", by=officer, now=later)
    casework.publish(evaluation=topic.evaluation, summary="Ny summa", by=publisher, now=later)

    page = inbox_of(citizen)

    assert "Ny summa" in page
    assert "Hemlig summa" not in page
    assert unread_count(citizen) == 1


def test_those_who_are_told_by_the_worker_are_told_of_the_same(monkeypatch: pytest.MonkeyPatch, citizen: User) -> None:
    shown = {1: True}
    rows = lambda: OutgoingMail.objects.filter(pk__in=[pk for pk, is_up in shown.items() if is_up])  # noqa: E731
    monkeypatch.setitem(matters._rows, "x", rows)
    monkeypatch.setattr(spreading, "AT_A_TIME", 1)
    topic, people = TopicFactory(), [citizen, UserFactory(), UserFactory()]
    for person in people:
        follow(topic=topic, person=person)
    OutgoingMail.objects.create(pk=1, to="a@example.com", message_id="a")

    notify_followers(topics=[topic], kind="x", sentence="Hej", topic=topic, matter=Matter("x", 1))
    while tell_on():
        pass

    assert [Notification.objects.to(person).count() for person in people] == [1, 1, 1]
    shown[1] = False
    assert [Notification.objects.to(person).count() for person in people] == [0, 0, 0]


def test_what_nobody_vouches_for_is_not_shown(citizen: User) -> None:
    """An app that is taken out, or a name that is misspelt."""
    notify(people=[citizen], kind="x", sentence="Hej", matter=Matter("okänt", 1))

    assert not Notification.objects.to(citizen).exists()


def test_half_a_matter_is_refused(citizen: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        notify(people=[citizen], kind="x", sentence="Hej", matter=Matter("entry", None))
