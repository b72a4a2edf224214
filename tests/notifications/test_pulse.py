from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from participation.notifications import outbox, periodic
from participation.notifications.models import Heartbeat, OutgoingMail, PeriodicRun
from participation.notifications.pulse import Pulse, silence

from .factories import MailFactory
from .postbox import Postbox

NOW = timezone.now()
pytestmark = pytest.mark.django_db


def test_a_worker_beats_at_most_every_ten_seconds(django_assert_num_queries: Any) -> None:
    pulse = Pulse(now=NOW)
    pulse.beat(now=NOW)

    with django_assert_num_queries(0):
        pulse.beat(now=NOW + timedelta(seconds=9))
    pulse.beat(now=NOW + timedelta(seconds=10))

    assert silence(NOW + timedelta(seconds=15)) == 5


def test_a_clock_that_is_put_back_silences_nobody() -> None:
    pulse = Pulse(now=NOW)
    pulse.beat(now=NOW)

    pulse.beat(now=NOW - timedelta(hours=1))

    assert silence(NOW - timedelta(hours=1)) == 0


def test_a_worker_that_ends_takes_its_row_along_and_the_next_sweeps_up_after_the_killed() -> None:
    Heartbeat.objects.create(worker="killed:1", started_at=NOW, beat_at=NOW - timedelta(days=2))
    pulse = Pulse(now=NOW)

    pulse.beat(now=NOW)
    assert Heartbeat.objects.count() == 1
    pulse.stop()

    assert silence(NOW) is None


def test_a_job_that_fails_is_known_to_fail_until_it_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periodic, "_jobs", {})
    periodic.register("test", seconds=60, run=lambda now: 1 / 0)
    periodic.run_due(now=NOW)
    periodic.run_due(now=NOW + timedelta(minutes=5))
    assert PeriodicRun.objects.get().failing_since == NOW

    periodic.register("test", seconds=60, run=lambda now: None)
    periodic.run_due(now=NOW + timedelta(minutes=10))

    assert PeriodicRun.objects.get().failing_since is None


def test_a_worker_that_loses_the_database_after_a_mail_went_remembers_it(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = MailFactory()
    settle = outbox._settle

    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError

    monkeypatch.setattr(outbox, "_settle", away)
    with pytest.raises(OperationalError):
        outbox.send_due()
    monkeypatch.setattr(outbox, "_settle", settle)
    OutgoingMail.objects.update(leased_until=NOW - timedelta(minutes=1))

    outbox.send_due()

    mail.refresh_from_db()
    assert mail.status == OutgoingMail.Status.SENT
    assert len(postbox.taken) == 1
