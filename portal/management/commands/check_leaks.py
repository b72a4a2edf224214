"""Walk a running portal as everybody, and say what shows that is hidden."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.models import RegionHomePage
from portal.leaks.checking import check, report
from portal.leaks.removing import remove, runs_left
from portal.leaks.roles import EVERYBODY

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Plants marked things in the database of this portal, walks the site at BASE_URL as everybody, looks for what "
        "is hidden, and takes everything away again. Exit code 1: something leaks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "base_url", nargs="?", default="", help="where the portal answers, as http://127.0.0.1:8000"
        )
        parser.add_argument("--yes-plant-here", action="store_true", help="also where neither DEBUG nor DEMO is on")
        parser.add_argument("--role", action="append", choices=EVERYBODY, help="walk as these only; can be repeated")
        parser.add_argument("--clean", action="store_true", help="only take away what a killed run left behind")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["clean"]:
            self._clean()
            return
        self._may_plant(options)
        signal.signal(signal.SIGTERM, _interrupt)
        roles = options["role"] or list(EVERYBODY)
        result = check(
            options["base_url"].rstrip("/"),
            roles=roles,
            told=lambda line: self.stderr.write(line),
        )
        self.stdout.write(report(result, roles))
        if not result.is_clean:
            raise CommandError("Something that is hidden can be seen, or the walk saw too little.", returncode=1)

    def _may_plant(self, options: dict[str, Any]) -> None:
        if not options["base_url"].startswith(("http://", "https://")):
            raise CommandError("Say where the portal answers, as http://127.0.0.1:8000", returncode=2)
        if not settings.DEVELOPMENT and not options["yes_plant_here"]:
            raise CommandError(
                "This is a production portal: for some minutes two invented municipalities would be open in it, and "
                "rows of the walk in its log. Run it on a copy, or say --yes-plant-here.",
                returncode=2,
            )
        if not RegionHomePage.objects.exists():
            raise CommandError("The portal has no pages yet: run add_municipality first.", returncode=2)

    def _clean(self) -> None:
        runs = runs_left()
        left = [line for run in runs for line in remove(run)]
        self.stdout.write(f"{len(runs)} runs taken away.")
        if left:
            raise CommandError("Still there: " + ", ".join(left), returncode=1)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt
