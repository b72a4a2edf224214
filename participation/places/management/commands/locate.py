from __future__ import annotations

from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.places.atlas import Atlas, BadPosition
from participation.places.borders import atlas
from participation.places.facts import municipality_facts
from participation.places.positions import BadTable, read_position, read_positions


class Command(BaseCommand):
    help = (
        "Says in which municipality a position lies: code and name, or that it is outside all of them. "
        "Exit status 0 when every position could be read, 1 otherwise."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("lon", nargs="?", help="longitude in degrees, WGS 84, such as 17.3063")
        parser.add_argument("lat", nargs="?", help="latitude in degrees, such as 62.3908")
        parser.add_argument("--csv", metavar="FILE", help="a table with the columns lon and lat: one line a row")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["csv"] and options["lon"] is None:
            self._locate_file(options["csv"])
        elif options["lat"] is not None and not options["csv"]:
            self._locate_one(options["lon"], options["lat"])
        else:
            raise CommandError(_("Ange LON och LAT, eller --csv FIL."))

    def _locate_one(self, lon: str, lat: str) -> None:
        try:
            position = read_position(lon, lat)
        except BadPosition as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(_place(atlas(), position))

    def _locate_file(self, name: str) -> None:
        try:
            unread = self._locate_rows(StringIO(Path(name).read_bytes().decode("utf-8-sig"), newline=""))
        except (OSError, UnicodeDecodeError) as problem:
            raise CommandError(
                _("%(file)s går inte att läsa: %(problem)s") % {"file": name, "problem": problem}
            ) from problem
        except BadTable as problem:
            raise CommandError(str(problem)) from problem
        if unread:
            raise CommandError(
                ngettext("%(count)d rad gick inte att läsa.", "%(count)d rader gick inte att läsa.", unread)
                % {"count": unread}
            )

    def _locate_rows(self, lines: StringIO) -> int:
        """Writes one line a row. Returns how many rows could not be read."""
        unread = 0
        drawn = atlas()  # once: the version of the borders is not asked again for every row
        for row in read_positions(lines):
            if row.position is None:
                unread += 1
                self.stdout.write(_("rad %(number)d: %(problem)s") % {"number": row.number, "problem": row.problem})
            else:
                self.stdout.write(_place(drawn, row.position))
        return unread


def _place(drawn: Atlas, position: tuple[float, float]) -> str:
    code = drawn.find(*position)
    if code is None:
        return _("utanför alla kommuner (outside)")
    return f"{code} {municipality_facts()[code].name}"
