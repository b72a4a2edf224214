from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.places.actions import BorderReport, store_borders
from participation.places.facts import municipality_facts
from participation.places.geojson import BadFile, BorderReading, read_borders


class Command(BaseCommand):
    help = (
        "Stores finer borders of municipalities from a GeoJSON file: surfaces, or rings drawn as lines. "
        "The code is looked for in k_id, kommunkod, id and the like. A file that cannot be read changes nothing; "
        "a municipality whose border is invalid keeps the one it had, and the exit status is 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="GeoJSON in WGS 84, longitude first")
        parser.add_argument("--source", default="", help='where the borders come from, such as "Lantmäteriet, CC0"')

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            reading = read_borders(Path(options["file"]).read_bytes())
        except (OSError, BadFile) as problem:
            raise CommandError(_("%(problem)s Inget har ändrats.") % {"problem": problem}) from problem
        source = options["source"][:200]
        self._tell(store_borders(borders=reading.borders, source=source), reading)
        if reading.invalid:
            count = len(reading.invalid)
            raise CommandError(
                ngettext("%(count)d gräns gick inte att använda.", "%(count)d gränser gick inte att använda.", count)
                % {"count": count}
            )
        if not reading.borders:
            raise CommandError(_("Filen har ingen gräns för någon av Sveriges kommuner."))

    def _tell(self, report: BorderReport, reading: BorderReading) -> None:
        for label, codes in (
            (_("Nya"), report.new),
            (_("Ändrade"), report.changed),
            (_("Oförändrade"), report.unchanged),
        ):
            self.stdout.write(f"{label}: {len(codes)}{_listed(codes)}")
        self.stdout.write(f"{_('Utan känd kommunkod')}: {len(reading.unknown)}")
        for label in reading.unknown:
            self.stdout.write(f"  {label}")
        self.stdout.write(f"{_('Ogiltiga')}: {len(reading.invalid)}")
        for code, problem in sorted(reading.invalid.items()):
            self.stdout.write(f"  {code} {municipality_facts()[code].name}: {problem}")


def _listed(codes: list[str]) -> str:
    """The names, where they are few enough to read."""
    if not codes or len(codes) > 12:
        return ""
    return " (" + ", ".join(municipality_facts()[code].name for code in codes) + ")"
