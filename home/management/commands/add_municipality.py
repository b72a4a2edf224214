from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _

from home.actions import Added, UnknownMunicipality, add_municipality
from participation.places.geojson import BadFile, read_borders


class Command(BaseCommand):
    help = (
        "Adds a municipality by its SCB code, such as 2281: row, pages in both languages, staff groups, workflow, "
        "departments, categories. Run again, it makes what is missing and changes nothing else."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="SCB code, four digits")
        parser.add_argument("--border", metavar="FILE", help="a finer border, GeoJSON in WGS 84")
        parser.add_argument(
            "--region", default="", help="what the region is called, when this is its first municipality"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        code, file = options["code"], options["border"]
        borders = self._borders(Path(file), code) if file else None
        try:
            added = add_municipality(
                code=code,
                borders=borders,
                border_source=Path(file).name if file else "",
                region_name=options["region"],
            )
        except UnknownMunicipality as error:
            raise CommandError(
                _("Ingen kommun i Sverige har koden %(code)s. Inget har ändrats.") % {"code": code}
            ) from error
        self._tell(added)

    def _borders(self, file: Path, code: str) -> dict[str, Any]:
        """The border of this municipality alone, whatever else the file holds."""
        try:
            reading = read_borders(file.read_bytes(), code=code)
        except (OSError, BadFile) as problem:
            raise CommandError(_("%(problem)s Inget har ändrats.") % {"problem": problem}) from problem
        if code not in reading.borders:
            problem_found = reading.invalid.get(code, _("Den har ingen gräns för kommunen."))
            raise CommandError(
                _("Filen gick inte att använda: %(problem)s Inget har ändrats.") % {"problem": problem_found}
            )
        return {code: reading.borders[code]}

    def _tell(self, added: Added) -> None:
        place, address = added.municipality, settings.BASE_URL
        if added.is_new:
            self.stdout.write(_("%(name)s är med.") % {"name": place.full_name})
        else:
            self.stdout.write(_("%(name)s var redan med. Det som saknades har lagts till.") % {"name": place.full_name})
        steps = [
            _("Se startsidan: %(url)s") % {"url": f"{address}{place.path}"},
            _("Skriv hur man når kommunen och välj färg: %(url)s")
            % {"url": f"{address}{reverse('place_admin:settings', args=[place.code])}"},
            _("Ge personalen roller: %(url)s") % {"url": f"{address}{reverse('place_admin:staff', args=[place.code])}"},
            _("Fyll i och publicera tillgänglighetsredogörelsen. Den är ett utkast tills någon går i god för den."),
            _("Läs igenom sidan om personuppgifter med ert dataskyddsombud."),
            _("Hämta kommunens e-tjänster: manage.py import_eservices FIL --municipality %(code)s")
            % {"code": place.code},
        ]
        self.stdout.write(_("Gör så här nu:"))
        for number, step in enumerate(steps, start=1):
            self.stdout.write(f"  {number}. {step}")
