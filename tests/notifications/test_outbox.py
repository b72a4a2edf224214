from __future__ import annotations

import logging
from datetime import timedelta
from email import message_from_string
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core.mail import get_connection
from django.utils import timezone

from participation.notifications import outbox, sources
from participation.notifications.models import OutgoingMail
from participation.notifications.outbox import send_due, take_due, wait_before
from tests.factories import TopicFactory, UserFactory

from .factories import MailFactory

if TYPE_CHECKING:
    from .postbox import Postbox

pytestmark = pytest.mark.django_db
Status = OutgoingMail.Status


def test_a_mail_is_sent_once(postbox: Postbox) -> None:
    mail = MailFactory(to="anna@example.com", subject="Åäö", text="Hej då", html="<p>Hej då</p>")

    assert send_due() == 1
    assert send_due() == 0

    assert postbox.receivers == ["anna@example.com"]
    mail.refresh_from_db()
    assert (mail.status, mail.attempts, mail.error) == (Status.SENT, 1, "")
    assert mail.sent_at is not None
    sent = message_from_string(postbox.taken[0][1])
    assert sent["Message-ID"] == mail.message_id
    assert sent["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in sent.walk()][1:] == ["text/plain", "text/html"]


def test_a_mail_whose_time_has_not_come_waits(postbox: Postbox) -> None:
    MailFactory(next_attempt_at=timezone.now() + timedelta(minutes=1))

    assert send_due() == 0
    assert postbox.taken == []


def test_a_server_that_is_down_loses_nothing(settings: Any, postbox: Postbox) -> None:
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    mail = MailFactory()

    send_due()
    mail.refresh_from_db()
    assert (mail.status, mail.attempts, mail.error) == (Status.WAITING, 1, "ConnectionRefusedError")
    assert mail.next_attempt_at > timezone.now() + timedelta(seconds=25)

    settings.EMAIL_PORT = there
    assert send_due() == 0  # not yet
    assert send_due(now=mail.next_attempt_at) == 1
    assert len(postbox.taken) == 1


def test_one_receiver_who_is_refused_for_good_costs_nobody_else_their_mail(postbox: Postbox) -> None:
    postbox.refusals["borta@example.com"] = "550 no such user"
    first, gone, last = MailFactory(), MailFactory(to="borta@example.com"), MailFactory()

    send_due()

    assert sorted(postbox.receivers) == sorted([first.to, last.to])
    gone.refresh_from_db()
    assert (gone.status, gone.error) == (Status.FAILED, "SMTPRecipientsRefused")
    assert send_due(now=timezone.now() + timedelta(days=1)) == 0


def test_a_receiver_who_is_refused_for_now_is_tried_again(postbox: Postbox) -> None:
    postbox.refusals["full@example.com"] = "452 mailbox full"
    mail = MailFactory(to="full@example.com")

    send_due()
    mail.refresh_from_db()
    assert mail.status == Status.WAITING
    postbox.refusals.clear()
    send_due(now=mail.next_attempt_at)

    assert postbox.receivers == ["full@example.com"]


def test_a_mail_that_the_server_will_not_have_is_given_up(postbox: Postbox) -> None:
    postbox.after_data = lambda: "554 looks like spam"
    mail = MailFactory()

    send_due()

    mail.refresh_from_db()
    assert (mail.status, mail.error) == (Status.FAILED, "SMTPDataError")


def test_a_server_that_is_busy_after_the_data_is_tried_again(postbox: Postbox) -> None:
    postbox.after_data = lambda: "451 try later"
    mail = MailFactory()

    send_due()

    mail.refresh_from_db()
    assert mail.status == Status.WAITING


def test_a_line_that_breaks_before_the_answer_gives_the_same_mail_again(postbox: Postbox) -> None:
    answers = iter([None, "250 OK"])
    postbox.after_data = lambda: next(answers)
    mail = MailFactory()

    send_due()
    mail.refresh_from_db()
    assert mail.status == Status.WAITING
    send_due(now=mail.next_attempt_at)

    mail.refresh_from_db()
    assert mail.status == Status.SENT
    ids = {message_from_string(text)["Message-ID"] for _receiver, text in postbox.taken}
    assert len(postbox.taken) == 2  # nobody could know that the first arrived
    assert ids == {mail.message_id}


def test_the_others_are_sent_on_a_new_line(postbox: Postbox) -> None:
    answers = iter([None, "250 OK", "250 OK"])
    postbox.after_data = lambda: next(answers)
    mails = [MailFactory() for _number in range(3)]

    send_due()

    assert OutgoingMail.objects.filter(status=Status.SENT).count() == 2
    assert len(postbox.taken) == len(mails)


def test_a_mail_that_cannot_be_built_stops_no_other(postbox: Postbox) -> None:
    broken = MailFactory(headers={"X-Bad": "a\nb"})
    fine = MailFactory()

    send_due()

    broken.refresh_from_db()
    assert (broken.status, broken.error) == (Status.WAITING, "BadHeaderError")
    assert postbox.receivers == [fine.to]


def test_waits_grow_to_an_hour_and_no_further() -> None:
    waits = [wait_before(attempt) for attempt in (1, 2, 3, 8, 9, 500)]

    assert [wait.total_seconds() for wait in waits] == [30, 60, 120, 3600, 3600, 3600]


def test_it_is_given_up_after_four_days(settings: Any, postbox: Postbox) -> None:
    settings.EMAIL_PORT = 1
    old = MailFactory(created_at=timezone.now() - timedelta(days=4, minutes=1))
    weekend = MailFactory(created_at=timezone.now() - timedelta(days=3))

    send_due()

    old.refresh_from_db()
    weekend.refresh_from_db()
    assert (old.status, weekend.status) == (Status.FAILED, Status.WAITING)


@pytest.mark.parametrize(
    ("visibility", "who", "sent"),
    [
        ("public", "other", True),
        ("staff", "other", False),
        ("staff", "author", True),
        ("nobody", "author", False),
        ("public", None, True),
        ("staff", None, False),
    ],
)
def test_nothing_is_mailed_about_what_the_receiver_may_not_see_now(
    postbox: Postbox, visibility: str, who: str | None, sent: bool
) -> None:
    topic = TopicFactory()
    person = {"author": topic.author, "other": UserFactory(), None: None}[who]
    mail = MailFactory(topic=topic, person=person)
    topic.visibility = visibility
    topic.save()

    send_due()

    mail.refresh_from_db()
    assert mail.status == (Status.SENT if sent else Status.WITHHELD)
    assert bool(postbox.taken) is sent


def test_an_account_that_was_closed_gets_nothing(postbox: Postbox) -> None:
    mail = MailFactory(person=UserFactory(is_active=False))

    send_due()

    mail.refresh_from_db()
    assert mail.status == Status.WITHHELD


def test_a_mail_that_a_dead_worker_held_is_sent_when_its_lease_has_run_out(postbox: Postbox) -> None:
    mail = MailFactory()
    now = timezone.now()
    assert take_due(now=now, limit=10) == [mail]

    assert send_due(now=now + timedelta(minutes=4)) == 0
    assert send_due(now=now + timedelta(minutes=6)) == 1
    assert len(postbox.taken) == 1


def test_a_worker_that_was_too_slow_sends_nothing_that_another_has_taken(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = MailFactory()
    now = timezone.now()
    slow = take_due(now=now, limit=10)
    assert send_due(now=now + timedelta(minutes=6)) == 1

    monkeypatch.setattr(outbox, "take_due", lambda **kwargs: slow)
    send_due()

    assert len(postbox.taken) == 1
    mail.refresh_from_db()
    assert (mail.status, mail.attempts) == (Status.SENT, 2)


def test_a_worker_that_was_too_slow_leaves_alone_what_another_is_sending(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = MailFactory()
    now = timezone.now()
    slow = take_due(now=now, limit=10)
    assert take_due(now=now + timedelta(minutes=6), limit=10) == [mail]

    monkeypatch.setattr(outbox, "take_due", lambda **kwargs: slow)
    send_due()

    assert postbox.taken == []


def test_a_worker_that_is_told_to_stop_gives_back_what_it_has_not_sent(postbox: Postbox) -> None:
    for _number in range(3):
        MailFactory()

    send_due(stop=lambda: len(postbox.taken) >= 1)

    left = OutgoingMail.objects.filter(status=Status.WAITING)
    assert len(postbox.taken) == 1
    assert left.count() == 2
    assert all((mail.attempts, mail.leased_until) == (0, None) for mail in left)


def test_the_log_holds_no_address_and_no_words(
    settings: Any, postbox: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    postbox.refusals["hemlig@example.com"] = "550 hemlig@example.com is unknown"
    MailFactory(to="hemlig@example.com", subject="Hemligt ärende")
    with caplog.at_level(logging.DEBUG, logger="participation"):
        send_due()
        settings.EMAIL_PORT = 1
        MailFactory(to="hemlig@example.com")
        send_due()

    assert len(caplog.records) == 2
    assert "hemlig" not in caplog.text.lower()
    assert not OutgoingMail.objects.filter(error__icontains="hemlig").exists()


def test_looking_without_mail_only_reads(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1 + len(sources._sources)):  # each source asks once
        assert send_due() == 0


def test_the_demo_sends_nothing_and_says_it_did(settings: Any) -> None:
    settings.MAIL_TRANSPORT = "participation.notifications.mail.DemoBackend"
    mail = MailFactory()

    send_due()

    mail.refresh_from_db()
    assert mail.status == Status.SENT
    assert get_connection(settings.MAIL_TRANSPORT).send_messages([]) == 0


def test_time_may_pass_while_a_batch_is_sent(postbox: Postbox) -> None:
    first, second = MailFactory(), MailFactory()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        postbox.after_data = lambda: clock.shift(timedelta(minutes=4)) or "250 OK"

        send_due()

    assert sorted(postbox.receivers) == sorted([first.to, second.to])
    assert OutgoingMail.objects.filter(status=Status.SENT).count() == 2
