from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections, connection
from django.utils import timezone

from participation.notifications.outbox import send_due
from participation.notifications.periodic import run_due

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Sends mail and runs what the clock decides (thresholds, scheduled publishing). Needs no other service."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then stop")
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between two looks (default 1)")

    def handle(self, *args: Any, once: bool, pause: float, **options: Any) -> None:
        self.stopping = False
        if not once:
            signal.signal(signal.SIGTERM, self._stop)
            signal.signal(signal.SIGINT, self._stop)
        while True:
            busy = self._look()
            if once and not busy or self.stopping:
                return
            if not busy:
                time.sleep(pause)

    def _look(self) -> bool:
        close_old_connections()
        try:
            run_due(now=timezone.now())
            return send_due() > 0
        except OperationalError as error:
            self.stderr.write(f"the database is away, trying again: {type(error).__name__}")
            connection.close()
            time.sleep(1)
            return False

    def _stop(self, *args: object) -> None:
        self.stopping = True
