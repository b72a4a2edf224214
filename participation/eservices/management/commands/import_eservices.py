from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.eservices.fetching import SIZE_LIMIT, NotFetched, fetch
from participation.eservices.importing import TooManyGone, compare, import_flows
from participation.eservices.open_eplatform import Flow, MalformedAnswer, parse
from participation.eservices.report_text import lines_of
from participation.places.models import Municipality


class Command(BaseCommand):
    help = "Import a municipality's e-services from an Open ePlatform answer (a file or an address)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", metavar="FILE_OR_URL")
        parser.add_argument("--municipality", required=True, help="SCB code, such as 2281")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
        parser.add_argument("--allow-private", action="store_true", help="let the address lie in an internal network")
        parser.add_argument("--accept-gone", action="store_true", help="believe a file that lacks most of the services")

    def handle(self, *args: Any, **options: Any) -> None:
        municipality = Municipality.objects.filter(code=options["municipality"]).first()
        if municipality is None:
            raise CommandError(
                _("Kommunen %(code)s finns inte här. Lägg till den med: manage.py add_municipality %(code)s")
                % {"code": options["municipality"]}
            )
        try:
            flows = parse(read(options["source"], allow_private=options["allow_private"]))
            report, counts = self.run(municipality, flows, options)
        except (MalformedAnswer, NotFetched, TooManyGone) as error:
            raise CommandError(_("Ingenting ändrades. %(why)s") % {"why": error}) from error
        for line in lines_of(report, counts=counts, dry_run=options["dry_run"]):
            self.stdout.write(line)

    def run(self, municipality: Municipality, flows: list[Flow], options: dict[str, Any]) -> tuple[Any, dict[str, int]]:
        if options["dry_run"]:
            report = compare(municipality=municipality, flows=flows)
            return report.as_json(), report.counts()
        run = import_flows(
            municipality=municipality,
            flows=flows,
            origin=origin_of(options["source"]),
            now=timezone.now(),
            accept_many_gone=options["accept_gone"],
        )
        return run.report, run.counts


def read(source: str, *, allow_private: bool) -> bytes:
    if "://" in source:
        return fetch(source, allow_private=allow_private)
    try:
        with Path(source).open("rb") as file:
            body = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise NotFetched(_("Filen %(name)s går inte att läsa.") % {"name": source}) from error
    if len(body) > SIZE_LIMIT:
        raise NotFetched(_("Filen är större än %(size)d MB.") % {"size": SIZE_LIMIT // 1024 // 1024})
    return body


def origin_of(source: str) -> str:
    """The file's name, or the address without its query, which may hold a key."""
    if "://" not in source:
        return Path(source).name
    url = urlsplit(source)
    return urlunsplit((url.scheme, url.netloc, url.path, "", ""))
