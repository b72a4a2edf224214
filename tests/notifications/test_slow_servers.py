"""What went and what did not, where a mail server stops answering somewhere in the middle."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from participation.notifications import outbox
from participation.notifications.models import OutgoingMail
from portal.mail_settings import seconds

from .conftest import mail_through
from .factories import MailFactory
from .hanging import END, NEVER, Hanging

if TYPE_CHECKING:
    from .postbox import Postbox

pytestmark = pytest.mark.django_db
Status = OutgoingMail.Status


def through(settings: Any, server: Hanging) -> None:
    mail_through(settings, server.port)
    settings.EMAIL_TIMEOUT = settings.EMAIL_ANSWER_TIMEOUT = 0.3


def let_time_pass() -> None:
    OutgoingMail.objects.filter(status=Status.WAITING).update(next_attempt_at=timezone.now())


@pytest.mark.parametrize("word", ["greeting", "EHLO", "MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("breaks", [False, True])
def test_a_server_that_stops_before_it_has_the_words_costs_nobody_their_letter(
    settings: Any, word: str, breaks: bool
) -> None:
    mails = [MailFactory(once=True) for _number in range(5)]
    with Hanging(word, "greeting", breaks=breaks) as server:
        through(settings, server)
        outbox.send_due()
        assert server.mails == 0

    for mail in mails:
        mail.refresh_from_db()
    assert {(mail.status, mail.handed_over_at) for mail in mails} == {(Status.WAITING, None)}
    with Hanging(NEVER) as server:
        through(settings, server)
        let_time_pass()
        outbox.send_due()
    assert server.mails == 5


@pytest.mark.parametrize(("breaks", "garbage"), [(False, b""), (True, b""), (True, b"mumble\r\n"), (False, b"25")])
def test_after_the_last_dot_nobody_knows(settings: Any, breaks: bool, garbage: bytes) -> None:
    mail = MailFactory(once=True)
    with Hanging(END, NEVER, breaks=breaks, garbage=garbage) as server:
        through(settings, server)
        outbox.send_due()
        let_time_pass()
        outbox.send_due()

    mail.refresh_from_db()
    assert (mail.status, mail.error, server.mails) == (Status.FAILED, "OutcomeUnknown", 1)


def test_a_server_that_thinks_long_is_waited_for_longer_than_for_other_answers(settings: Any, postbox: Postbox) -> None:
    settings.EMAIL_TIMEOUT, postbox.pause = 0.3, 1.5
    signs: list[float] = []
    mail = MailFactory()

    outbox.send_due(stop=lambda: signs.append(time.monotonic()) is not None)

    mail.refresh_from_db()
    assert (mail.status, len(postbox.taken)) == (Status.SENT, 1)
    assert len(signs) >= 2  # the worker lives, and says so


def test_a_lease_is_renewed_while_one_waits_so_that_no_other_worker_sends_it(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "RENEWED_AFTER", 0)
    mail = MailFactory()
    with Hanging(END) as server:
        mail_through(settings, server.port)
        settings.EMAIL_ANSWER_TIMEOUT = 2.5
        left: list[timedelta] = []

        def look() -> bool:
            rows = OutgoingMail.objects.filter(pk=mail.pk, status=Status.SENDING)
            left.extend(row.leased_until - timezone.now() for row in rows)
            rows.update(leased_until=timezone.now() + timedelta(minutes=1))  # four minutes later
            return False

        outbox.send_due(stop=look)

    assert len(left) >= 3  # before it, and twice while one waited
    assert left[-1] > timedelta(minutes=4)


def test_what_a_silent_server_may_have_had_comes_three_times_at_most(settings: Any) -> None:
    mail = MailFactory()
    waits = []
    with Hanging(END) as server:
        through(settings, server)
        for _time in range(6):
            outbox.send_due()
            mail.refresh_from_db()
            waits.append(mail.next_attempt_at - timezone.now())
            let_time_pass()

    assert (server.mails, mail.status, mail.error) == (3, Status.FAILED, "OutcomeUnknown")
    assert timedelta(0) < waits[0] < waits[1]


def test_what_killed_workers_may_have_given_away_comes_three_times_at_most(postbox: Postbox) -> None:
    mail = MailFactory()
    later = timezone.now()
    for _time in range(3):
        (taken,) = outbox.take_due(now=later, limit=1)
        assert outbox._still_ours(taken)  # and there it died
        later += timedelta(hours=1)
        OutgoingMail.objects.update(leased_until=later - timedelta(seconds=1))

    assert outbox.give_up_unknown(later) == 1
    assert outbox.send_due(now=later) == 0

    mail.refresh_from_db()
    assert (mail.status, mail.error) == (Status.FAILED, "OutcomeUnknown")
    assert postbox.taken == []


def test_who_wrote_a_mail_hears_that_nobody_knows() -> None:
    from participation.notifications.signals import given_up

    heard: list[str] = []

    def hear(sender: Any, mail: OutgoingMail, **more: Any) -> None:
        heard.append(mail.error)

    given_up.connect(hear)
    mail = MailFactory(unanswered=2)
    (taken,) = outbox.take_due(now=timezone.now(), limit=1)
    outbox._still_ours(taken)
    OutgoingMail.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

    outbox.give_up_unknown(timezone.now())

    given_up.disconnect(hear)
    mail.refresh_from_db()
    assert heard == ["OutcomeUnknown"]


def test_a_silent_server_does_not_keep_the_worker_mail_by_mail(settings: Any) -> None:
    mails = [MailFactory() for _number in range(10)]
    with Hanging(END) as server:
        through(settings, server)
        outbox.send_due()

    assert server.mails == 1
    assert OutgoingMail.objects.filter(status=Status.WAITING).count() == len(mails)


def test_a_large_mail_arrives_as_it_was(settings: Any, postbox: Postbox) -> None:
    text = "\n".join(f".{number} rad" for number in range(30_000))
    MailFactory(text=text)

    outbox.send_due()

    assert ".29999 rad" in postbox.taken[0][1]
    assert "\n..29999" not in postbox.taken[0][1]


@pytest.mark.parametrize("number", [0, -1, 4000])
def test_a_patience_without_an_end_is_refused(number: float) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_TIMEOUT"):
        seconds("EMAIL_TIMEOUT", number)
