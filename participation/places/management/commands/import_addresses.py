from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from participation.places.address_table import store_addresses
from participation.places.models import Municipality
from participation.places.positions import BadTable

MOST_TOLD = 20


class Command(BaseCommand):
    help = (
        "Stores the street addresses of a municipality from a CSV table with the columns street, number, postcode, "
        "place, lon and lat (WGS 84). The table is all that there is: an address that it lacks is removed. "
        "Importing it again changes nothing; a table that cannot be read changes nothing either."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--municipality", required=True, help="SCB code, such as 2281")

    def handle(self, *args: Any, **options: Any) -> None:
        municipality = Municipality.objects.filter(code=options["municipality"]).first()
        if municipality is None:
            raise CommandError(_("Kommunen %(code)s finns inte här.") % {"code": options["municipality"]})
        try:
            with Path(options["file"]).open(encoding="utf-8-sig", newline="") as lines:
                report = store_addresses(municipality=municipality, lines=lines)
        except (OSError, UnicodeDecodeError, BadTable) as problem:
            raise CommandError(_("%(problem)s Inget har ändrats.") % {"problem": problem}) from problem
        for label, count in (
            (_("Nya"), report.new),
            (_("Ändrade"), report.changed),
            (_("Oförändrade"), report.unchanged),
            (_("Borttagna"), report.removed),
            (_("Ogiltiga"), len(report.problems)),
        ):
            self.stdout.write(f"{label}: {count}")
        for line in report.problems[:MOST_TOLD]:
            self.stdout.write(f"  {line}")
