from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from participation.notifications import jobs, periodic
from participation.notifications.models import OutgoingMail, PeriodicRun

from .factories import MailFactory

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db
Status = OutgoingMail.Status
NOON = timezone.now()


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periodic, "_jobs", {})


def test_a_job_runs_at_its_pace(alone: None) -> None:
    ran: list[datetime] = []
    periodic.register("test", seconds=60, run=ran.append)

    for seconds in (0, 30, 59, 60, 100, 121):
        periodic.run_due(now=NOON + timedelta(seconds=seconds))

    assert ran == [NOON, NOON + timedelta(seconds=60), NOON + timedelta(seconds=121)]


def test_a_job_that_fails_stops_no_other_and_its_words_stay_out_of_the_log(
    alone: None, caplog: pytest.LogCaptureFixture
) -> None:
    ran: list[datetime] = []

    def fail(now: datetime) -> None:
        raise ValueError("anna@example.com")

    periodic.register("fails", seconds=60, run=fail)
    periodic.register("works", seconds=60, run=ran.append)

    assert periodic.run_due(now=NOON) == ["fails", "works"]
    assert ran == [NOON]
    assert "fails failed: ValueError" in caplog.text
    assert "anna@example.com" not in caplog.text.replace('raise ValueError("anna@example.com")', "")
    assert PeriodicRun.objects.get(name="fails").finished_at is None
    assert PeriodicRun.objects.get(name="works").finished_at is not None


def test_looking_when_nothing_is_due_only_reads(alone: None, django_assert_num_queries: Any) -> None:
    periodic.register("test", seconds=60, run=lambda now: None)
    periodic.run_due(now=NOON)

    with django_assert_num_queries(1):
        assert periodic.run_due(now=NOON + timedelta(seconds=1)) == []


def test_mail_is_forgotten_a_month_after_it_was_sent() -> None:
    long_ago, lately = NOON - timedelta(days=31), NOON - timedelta(days=29)
    gone = [
        MailFactory(status=Status.SENT, sent_at=long_ago),
        MailFactory(status=Status.WITHHELD, created_at=long_ago),
        MailFactory(status=Status.FAILED, created_at=long_ago),
    ]
    kept = [
        MailFactory(status=Status.SENT, sent_at=lately, created_at=long_ago),
        MailFactory(status=Status.WAITING, created_at=long_ago),
        MailFactory(status=Status.SENDING, created_at=long_ago),
    ]

    jobs.prune_mail(NOON)

    assert set(OutgoingMail.objects.all()) == set(kept)
    assert len(gone) == 3


def test_the_clock_work_of_the_libraries_is_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    monkeypatch.setattr(jobs, "call_command", lambda name, **kwargs: called.append(name))
    wanted = {"notifications.prune_mail", "sessions.clear"}
    assert wanted <= set(periodic._jobs)

    for name in wanted:
        periodic._jobs[name].run(NOON)

    assert sorted(called) == ["clearsessions"]
