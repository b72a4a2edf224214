"""Mails to many: rather lost than sent twice, and never in the way of others."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from participation.notifications import outbox, sources
from participation.notifications.models import OutgoingMail

from .factories import MailFactory

if TYPE_CHECKING:
    from .postbox import Postbox

pytestmark = pytest.mark.django_db
Status = OutgoingMail.Status


def test_what_a_dead_worker_may_have_given_away_is_not_tried_again(postbox: Postbox) -> None:
    often, once = MailFactory(), MailFactory(once=True)
    for mail in outbox.take_due(now=timezone.now(), limit=5):
        assert outbox._still_ours(mail)  # and there it died
    later = timezone.now() + outbox.LEASE + timedelta(seconds=1)

    assert outbox.give_up_unknown(later) == 1
    outbox.send_due(now=later)

    once.refresh_from_db()
    assert (once.status, once.error) == (Status.FAILED, "OutcomeUnknown")
    assert postbox.receivers == [often.to]


def test_what_a_dead_worker_had_only_taken_is_sent(postbox: Postbox) -> None:
    once = MailFactory(once=True)
    outbox.take_due(now=timezone.now(), limit=5)
    later = timezone.now() + outbox.LEASE + timedelta(seconds=1)

    assert outbox.give_up_unknown(later) == 0
    outbox.send_due(now=later)

    assert postbox.receivers == [once.to]


def test_a_line_that_breaks_after_the_words_ends_it(postbox: Postbox) -> None:
    once = MailFactory(once=True)
    postbox.after_data = lambda: None

    outbox.send_due()
    outbox.send_due(now=timezone.now() + timedelta(hours=2))

    once.refresh_from_db()
    assert (once.status, once.error) == (Status.FAILED, "OutcomeUnknown")
    assert len(postbox.taken) == 1


@pytest.mark.parametrize("answer", ["450 later", "451 busy"])
def test_a_no_for_now_is_tried_again(postbox: Postbox, answer: str) -> None:
    once = MailFactory(once=True)
    postbox.refusals[once.to] = answer
    outbox.send_due()
    once.refresh_from_db()
    assert (once.status, once.handed_over_at) == (Status.WAITING, None)
    postbox.refusals.clear()

    outbox.send_due(now=timezone.now() + timedelta(minutes=5))

    assert postbox.receivers == [once.to]


def test_a_source_that_breaks_stops_no_mail(postbox: Postbox, monkeypatch: Any, caplog: Any) -> None:
    def broken(now: Any) -> None:
        raise ValueError("lisa@example.com")

    monkeypatch.setattr(sources, "_sources", {"broken": broken})
    mail = MailFactory()

    outbox.send_due()

    assert postbox.receivers == [mail.to]
    assert "lisa" not in caplog.text
