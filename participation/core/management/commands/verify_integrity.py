from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from participation.core.integrity import Check, checks

if TYPE_CHECKING:
    from argparse import ArgumentParser

SHOWN = 20


class Command(BaseCommand):
    help = "Checks that every stored figure equals its rows and that every tree holds. Exits 1 where one does not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="put right what can be counted again")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = sum(self.run(check, repair=options["repair"]) for check in checks())
        if wrong:
            self.stderr.write(self.style.ERROR(f"{wrong} not as they should be"))
            sys.exit(1)
        self.stdout.write(self.style.SUCCESS("all as it should be"))

    def run(self, check: Check, *, repair: bool) -> int:
        """How many are still wrong, after a repair where one is asked for and can be made."""
        mended = 0
        if repair and check.repair:
            mended = check.repair()
        sentences = list(check.find())
        said = f", {mended} mended" if mended else ""
        self.stdout.write(f"{check.name}: {len(sentences) or 'none'} wrong{said}")
        for sentence in sentences[:SHOWN]:
            self.stdout.write(f"  {sentence}")
        if len(sentences) > SHOWN:
            self.stdout.write(f"  … and {len(sentences) - SHOWN} more")
        return len(sentences)
