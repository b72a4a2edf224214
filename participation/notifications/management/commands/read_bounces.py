from __future__ import annotations

import imaplib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from participation.notifications.stops.reading import Read, read_imap, read_maildir, read_one
from participation.notifications.stops.reports import LARGEST

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Reads mail that came back and complaints, and stops news to addresses that take none. See docs/operating.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        where = parser.add_mutually_exclusive_group()
        where.add_argument(
            "--stdin", action="store_true", help="one mail on standard input, as a mail server hands it in"
        )
        where.add_argument("--maildir", type=Path, help="a folder with cur, new and tmp")

    def handle(self, *args: Any, stdin: bool, maildir: Path | None, **options: Any) -> None:
        now = timezone.now()
        if stdin:
            read = Read()
            read_one(sys.stdin.buffer.read(LARGEST + 1), read, now=now)
        elif maildir is not None:
            if not (maildir / "new").is_dir():
                raise CommandError("that is no Maildir: it has no folder called new")
            read = read_maildir(maildir, now=now)
        else:
            read = self._by_imap()
        self.stdout.write(f"{read.used} reports read, {read.left} other mails left, {read.stopped} addresses stopped")

    def _by_imap(self) -> Read:
        if not settings.BOUNCE_IMAP_URL:
            raise CommandError("say --stdin or --maildir, or set BOUNCE_IMAP_URL")
        try:
            return read_imap(settings.BOUNCE_IMAP_URL, now=timezone.now())
        except (OSError, imaplib.IMAP4.error) as error:
            raise CommandError(f"the letterbox could not be read: {type(error).__name__}") from None
