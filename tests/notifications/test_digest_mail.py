"""A digest and a real mail server on loopback, in all the ways in which one fails."""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from email import message_from_string
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from participation.notifications import periodic
from participation.notifications.actions import notify, set_mail
from participation.notifications.digest import queue_digests
from participation.notifications.models import Cadence, Notification, OutgoingMail, Reason
from participation.notifications.outbox import LEASE, send_due, wait_before
from tests.factories import UserFactory

from .test_workers import start_worker, until

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from datetime import datetime

    from participation.accounts.models import User

    from .postbox import Postbox

__all__ = ["start_worker"]
Status = OutgoingMail.Status


@pytest.fixture(autouse=True)
def no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periodic, "_jobs", {})


def wait_for_a_digest(*people: User) -> datetime:
    """Two news each. Returns when the digest is due."""
    for person in people:
        set_mail(person_id=person.pk, cadences={Reason.FOLLOWED.value: Cadence.DAILY})
        for number in (1, 2):
            notify(people=[person], kind="x", sentence=f"Nyhet {number}", reason=Reason.FOLLOWED)
    due = Notification.objects.filter(digest_at__isnull=False).latest("digest_at").digest_at
    assert due is not None
    return due


@pytest.mark.django_db
def test_the_digest_arrives_whole(postbox: Postbox, citizen: User) -> None:
    due = wait_for_a_digest(citizen)
    queue_digests(now=due)

    assert send_due(now=due) == 1

    ((receiver, text),) = postbox.taken
    mail = message_from_string(text)
    assert receiver == citizen.email
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"]
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert "Nyhet 1" in OutgoingMail.objects.get().text


@pytest.mark.django_db
def test_without_a_server_it_waits_and_goes_later(postbox: Postbox, citizen: User, settings) -> None:
    due = wait_for_a_digest(citizen)
    queue_digests(now=due)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1

    send_due(now=due)
    assert OutgoingMail.objects.get().status == Status.WAITING
    settings.EMAIL_PORT = port
    send_due(now=timezone.now() + wait_before(1))
    send_due(now=due + wait_before(1))

    assert postbox.receivers == [citizen.email]
    assert OutgoingMail.objects.get().status == Status.SENT


@pytest.mark.django_db
def test_a_slow_server_is_waited_for(postbox: Postbox, citizen: User) -> None:
    due = wait_for_a_digest(citizen)
    queue_digests(now=due)
    postbox.pause = 1.5

    send_due(now=due)

    assert postbox.receivers == [citizen.email]
    assert OutgoingMail.objects.get().status == Status.SENT


@pytest.mark.django_db
def test_a_server_that_never_answers_holds_up_nothing_for_ever(postbox: Postbox, citizen: User, settings) -> None:
    due = wait_for_a_digest(citizen)
    queue_digests(now=due)
    settings.EMAIL_ANSWER_TIMEOUT, postbox.pause = 0.3, 1.5

    send_due(now=due)

    mail = OutgoingMail.objects.get()
    assert (mail.status, mail.error) == (Status.WAITING, "Silence")


@pytest.mark.django_db
def test_an_address_that_is_refused_costs_nobody_else_their_digest(postbox: Postbox, citizen: User) -> None:
    gone = UserFactory()
    due = wait_for_a_digest(citizen, gone)
    queue_digests(now=due)
    postbox.refusals[gone.email] = "550 no such address"

    send_due(now=due)

    assert postbox.receivers == [citizen.email]
    assert OutgoingMail.objects.get(person=gone).status == Status.FAILED
    assert queue_digests(now=due + timedelta(days=7)) == 0


@pytest.mark.django_db
def test_a_line_that_breaks_after_the_data_is_tried_again_as_the_same_mail(postbox: Postbox, citizen: User) -> None:
    due = wait_for_a_digest(citizen)
    queue_digests(now=due)
    postbox.after_data = lambda: None

    send_due(now=due)
    postbox.after_data = None
    send_due(now=due + wait_before(1) + LEASE)

    ids = {message_from_string(text)["Message-ID"] for _to, text in postbox.taken}
    assert (len(postbox.taken), len(ids)) == (2, 1)  # one mail, of which nobody knows whether it arrived the first time
    assert OutgoingMail.objects.get().status == Status.SENT


@pytest.mark.usefixtures("committed")
def test_workers_that_are_killed_over_and_over_mail_nobody_two_digests(
    postbox: Postbox, start_worker: Callable[..., subprocess.Popen[bytes]]
) -> None:
    people = [UserFactory() for _number in range(30)]
    wait_for_a_digest(*people)
    Notification.objects.update(digest_at=timezone.now() - timedelta(minutes=1))

    for _time in range(2):
        workers = [start_worker(), start_worker()]
        seen = len(postbox.taken)
        until(lambda seen=seen: len(postbox.taken) > seen + 3)  # type: ignore[misc]
        for worker in workers:
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
        held = OutgoingMail.objects.filter(status=Status.SENDING)
        held.update(leased_until=timezone.now() - timedelta(seconds=1))
    start_worker()

    until(lambda: OutgoingMail.objects.filter(status=Status.SENT).count() == len(people), seconds=60)
    assert OutgoingMail.objects.count() == len(people)
    mails = {message_from_string(text)["Message-ID"] for _to, text in postbox.taken}
    assert len(mails) == len(people)
    assert len(postbox.taken) <= len(people) + 4  # one for each worker that died between the server's yes and our note
