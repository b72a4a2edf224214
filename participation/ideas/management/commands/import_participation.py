from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.ideas.importing.errors import ImportRefused
from participation.ideas.importing.mapping import SHIPPED, Mapping, load, recognise
from participation.ideas.importing.report_words import lines_of
from participation.ideas.importing.run import READS_ENTRIES, READS_IDEAS, STORES_ENTRIES, Asked, import_participation
from participation.ideas.importing.table import Table
from participation.places.models import Municipality


class Command(BaseCommand):
    help = "Import ideas and their discussion from another platform: CONSUL, Decidim, or a mapping of your own."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--municipality", required=True, help="SCB code, such as 2281")
        parser.add_argument("--ideas", required=True, type=Path, metavar="FILE", help="CSV of the ideas")
        parser.add_argument("--comments", type=Path, metavar="FILE", help="CSV of the comments on them")
        parser.add_argument("--mapping", type=Path, metavar="FILE", help="TOML that says what the columns are")
        parser.add_argument("--source", default="", help="the other site, as people know it; the mapping has one")
        parser.add_argument("--open", action="store_true", help="let residents support and discuss what is imported")
        parser.add_argument(
            "--undated",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day that ideas without a date are sorted under; today unless you say another",
        )
        parser.add_argument("--dry-run", action="store_true", help="give the same report, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        municipality = municipality_of(options["municipality"])
        tell = self.tell if options["verbosity"] else None
        try:
            asked = asked_of(municipality, options)
            report, run = import_participation(asked=asked, now=timezone.now(), is_trial=options["dry_run"], tell=tell)
        except ImportRefused as error:
            raise CommandError(_("Ingenting är hämtat. %(why)s") % {"why": error}) from error
        for line in lines_of(report.as_json(), is_trial=options["dry_run"]):
            self.stdout.write(line)
        if run is not None:
            self.stdout.write(_("Import %(number)d. Ångra med: manage.py undo_import %(number)d") % {"number": run.pk})

    def tell(self, stage: str, rows: int, done: float) -> None:
        words = {
            READS_ENTRIES: _("Läser inlägg"),
            READS_IDEAS: _("Sparar idéer"),
            STORES_ENTRIES: _("Sparar inlägg"),
        }
        self.stderr.write(f"{words[stage]}: {rows}, {done:.0%}", style_func=str)
        self.stderr.flush()


def municipality_of(code: str) -> Municipality:
    municipality = Municipality.objects.filter(code=code).first()
    if municipality is None:
        raise CommandError(
            _("Kommunen %(code)s finns inte här. Lägg till den med: manage.py add_municipality %(code)s")
            % {"code": code}
        )
    return municipality


def asked_of(municipality: Municipality, options: dict[str, Any]) -> Asked:
    ideas = Table(options["ideas"])
    meaning = chosen_mapping(options["mapping"], ideas)
    refuse_missing(ideas, meaning.ideas.missing(ideas.columns))
    comments = Table(options["comments"]) if options["comments"] else None
    if comments is not None:
        if meaning.comments is None:
            raise ImportRefused(_("%(name)s har inga inlägg. Ange en egen beskrivning.") % {"name": meaning.name})
        refuse_missing(comments, meaning.comments.missing(comments.columns))
    source = options["source"].strip()
    if len(source) > 40:
        raise ImportRefused(_("Källans namn får vara högst 40 tecken."))
    undated = midnight(options["undated"]) if options["undated"] else None
    if undated and undated > timezone.now():
        raise ImportRefused(_("Dagen för idéer utan datum ligger i framtiden."))
    return Asked(municipality, meaning, ideas, comments, source, options["open"], undated)


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def chosen_mapping(path: Path | None, ideas: Table) -> Mapping:
    """A file, or the name of one that ships: `--mapping decidim`."""
    if path is None:
        return recognise(ideas.columns)
    named = SHIPPED / f"{path}.toml"
    return load(named if not path.exists() and path.name == str(path) and named.exists() else path)


def refuse_missing(table: Table, missing: list[str]) -> None:
    if missing:
        raise ImportRefused(
            _("%(name)s saknar kolumnerna: %(columns)s.") % {"name": table.path.name, "columns": ", ".join(missing)}
        )
