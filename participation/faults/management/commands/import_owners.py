from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from participation.faults.owner_file import store_owner
from participation.places.geojson import BadFile

MOST_TOLD = 20


class Command(BaseCommand):
    help = (
        "Stores the roads, things and pieces of land of another owner from a GeoJSON file (WGS 84, longitude first), "
        "so that who reports a fault on one is told whose it is. The file is all that the owner has. Importing it "
        "again changes nothing; a file that cannot be read changes nothing either."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--owner", required=True, help="such as Trafikverket")
        parser.add_argument("--contact", default="", help='how to reach them, such as "ring 0771-921 921"')
        parser.add_argument("--metres", type=int, default=15, help="how near counts as theirs; 15 where left out")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 0 < options["metres"] <= 500:
            raise CommandError(_("Avståndet är mellan 1 och 500 meter."))
        try:
            report = store_owner(
                name=options["owner"].strip()[:80],
                contact=options["contact"].strip()[:200],
                within=options["metres"],
                content=Path(options["file"]).read_bytes(),
            )
        except (OSError, BadFile) as problem:
            raise CommandError(_("%(problem)s Inget har ändrats.") % {"problem": problem}) from problem
        if report.unchanged:
            self.stdout.write(_("Allt finns redan. Inget har ändrats."))
        else:
            self.stdout.write(f"{_('Lagrade')}: {report.stored}")
            self.stdout.write(f"{_('Borttagna')}: {report.removed}")
        self.stdout.write(f"{_('Ogiltiga')}: {len(report.problems)}")
        for line in report.problems[:MOST_TOLD]:
            self.stdout.write(f"  {line}")
