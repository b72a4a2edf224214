from __future__ import annotations

import logging
import signal
import time
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections, connection
from django.utils import timezone

from participation.notifications.digest import queue_digests
from participation.notifications.outbox import send_due
from participation.notifications.periodic import finish_all, run_due
from participation.notifications.pulse import Pulse
from participation.notifications.spreading import tell_on

if TYPE_CHECKING:
    from argparse import ArgumentParser

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Sends mail and runs what the clock decides (thresholds, scheduled publishing). Needs no other service."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then stop (for cron)")
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between two looks (default 1)")

    def handle(self, *args: Any, once: bool, pause: float, **options: Any) -> None:
        self.stopping = False
        self.pulse = Pulse(now=timezone.now())
        if once:
            self._do_all_that_is_due()
            return
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        log.info("the worker is at work")
        while not self.stopping:
            if not self._look() and not self.stopping:
                time.sleep(pause)
        self._take_leave()
        log.info("the worker has stopped")

    def _do_all_that_is_due(self) -> None:
        """The sign of life stays: the next one comes when cron comes again."""
        try:
            self._beat()
            run_due(now=timezone.now(), between=self._beat)
            finish_all(between=self._beat)
            while tell_on() or queue_digests(now=timezone.now()):
                self._beat()
            while send_due(stop=self._beat):
                pass
        except Error as error:
            raise CommandError(f"the database is away: {type(error).__name__}") from None

    def _look(self) -> bool:
        """Whether there was anything to do. A database that is away is tried again: the mail waits in it."""
        close_old_connections()
        try:
            self._beat()
            run_due(now=timezone.now(), between=self._beat)
            done = tell_on() + queue_digests(now=timezone.now())
            return send_due(stop=self._beat) + done > 0
        except Error as error:
            log.warning("the database is away, trying again: %s", type(error).__name__)
            connection.close()
        except Exception:  # one mail, one job, one full disk: the worker goes on
            log.exception("the worker stumbled, trying again")
        return False

    def _beat(self) -> bool:
        """A sign of life, between any two things. Whether it is time to stop."""
        self.pulse.beat(now=timezone.now())
        return self.stopping

    def _take_leave(self) -> None:
        try:
            self.pulse.stop()
        except Error as error:
            log.warning("the worker could not take its leave: %s", type(error).__name__)

    def _stop(self, *args: object) -> None:
        self.stopping = True
