from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from home.demo.seed import seed


class Command(BaseCommand):
    help = "Fills the portal with an invented region: accounts with one known password, ideas, e-services, pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--in-production", action="store_true", help="make the accounts although DEBUG is off")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEVELOPMENT and not options["in_production"]:
            raise CommandError(
                _(
                    "Demonstrationen har konton med ett känt lösenord. "
                    "Den görs bara där DEMO eller DEBUG är på. Inget har ändrats."
                )
            )
        seed(now=timezone.now())
        self.stdout.write(_("Demonstrationen är klar."))
