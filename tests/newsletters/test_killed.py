"""Real workers, killed in the middle of a letter: it goes on, and nobody gets it twice."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from participation.newsletters.models import Letter
from participation.notifications import periodic
from participation.notifications.models import OutgoingMail
from tests.factories import MunicipalityFactory, staff
from tests.notifications.test_workers import start_worker, until

from .factories import LetterFactory, SubscriptionFactory, approved

if TYPE_CHECKING:
    import subprocess

    from tests.notifications.postbox import Postbox

__all__ = ["start_worker"]
MANY = 120
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def letter(committed: None, monkeypatch: pytest.MonkeyPatch) -> Letter:
    monkeypatch.setattr(periodic, "_jobs", {})
    here = MunicipalityFactory(code="2281")
    SubscriptionFactory.create_batch(MANY, municipality=here)
    return approved(LetterFactory(municipality=here), staff(here, "publisher"))


def five_minutes_later() -> None:
    OutgoingMail.objects.filter(leased_until__isnull=False).update(leased_until=timezone.now() - timedelta(seconds=1))


@pytest.mark.process
def test_killed_again_and_again_it_reaches_everybody_at_most_once(
    letter: Letter, postbox: Postbox, start_worker: Start
) -> None:
    for killed_after in (15, 40, 77):
        worker = start_worker()
        until(lambda: len(postbox.taken) >= killed_after, seconds=60)  # noqa: B023 - asked at once
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait(timeout=10)
        five_minutes_later()
    OutgoingMail.objects.filter(once=True, handed_over_at__isnull=False, status="sending").update(
        leased_until=timezone.now() - timedelta(seconds=1)
    )

    assert start_worker("--once").wait(timeout=90) == 0

    letter.refresh_from_db()
    assert letter.status == Letter.Status.SENT
    assert len(set(postbox.receivers)) == len(postbox.receivers)
    assert letter.sent + letter.unknown == MANY
    assert letter.unknown <= 3  # one for each kill, at most
    assert len(postbox.receivers) >= MANY - letter.unknown


@pytest.mark.process
def test_killed_between_the_servers_yes_and_our_own_note_it_is_not_sent_again(
    letter: Letter, postbox: Postbox, start_worker: Start
) -> None:
    first = start_worker()
    answered = threading.Event()

    def kill_before_the_answer() -> str:
        if len(postbox.taken) == 5 and not answered.is_set():
            answered.set()
            os.kill(first.pid, signal.SIGKILL)
        return "250 OK"

    postbox.after_data = kill_before_the_answer
    until(answered.is_set, seconds=60)
    first.wait(timeout=10)
    five_minutes_later()

    assert start_worker("--once").wait(timeout=90) == 0

    letter.refresh_from_db()
    assert (letter.status, letter.sent, letter.unknown) == (Letter.Status.SENT, MANY - 1, 1)
    assert len(set(postbox.receivers)) == len(postbox.receivers) == MANY


@pytest.mark.process
def test_two_workers_share_a_letter(letter: Letter, postbox: Postbox, start_worker: Start) -> None:
    workers = [start_worker(), start_worker()]

    until(lambda: Letter.objects.filter(pk=letter.pk, status="sent").exists(), seconds=90)
    for worker in workers:
        worker.terminate()

    assert [worker.wait(timeout=20) for worker in workers] == [0, 0]
    assert len(set(postbox.receivers)) == len(postbox.receivers) == MANY
