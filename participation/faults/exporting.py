"""Reports as a table for a spreadsheet: never how to reach the reporter, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .models import FaultReport

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def harmless(cell: object) -> str:
    """A cell that begins as a formula does gets an apostrophe, which a spreadsheet shows as text."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(RUNS) else text


def rows_of(reports: Iterable[FaultReport]) -> Iterator[list[str]]:
    yield [
        _("Nummer"),
        _("Del av"),
        _("Kommun"),
        _("Läge"),
        _("Läge sedan"),
        _("Anmäld"),
        _("Plats"),
        _("Latitud"),
        _("Longitud"),
        _("Vad är fel?"),
    ]
    for report in reports:
        yield [
            report.number,
            report.whole_number if report.part_of_id else "",
            report.municipality.name,
            report.get_status_display(),
            _written(report.status_since),
            _written(report.created_at),
            report.place,
            "" if report.lat is None else f"{report.lat:.6f}",
            "" if report.lon is None else f"{report.lon:.6f}",
            report.text,
        ]


def csv_lines(reports: Iterable[FaultReport]) -> Iterator[str]:
    """With a byte order mark, so that Excel reads å, ä and ö."""
    writer = csv.writer(Echo())
    yield "\ufeff"
    for row in rows_of(reports):
        yield writer.writerow([harmless(cell) for cell in row])


def _written(moment: object) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")  # type: ignore[arg-type]  # a DateTimeField's
