"""Reports as rows for a spreadsheet: never how to reach the reporter. core/spreadsheet.py makes the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .models import FaultReport


def rows_of(reports: Iterable[FaultReport]) -> Iterator[list[str]]:
    """Select municipality, category, department and assigned_to with them."""
    yield [
        _("Nummer"),
        _("Del av"),
        _("Kommun"),
        _("Kategori"),
        _("Prioritet"),
        _("Förvaltning"),
        _("Handläggare"),
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
            report.category.name if report.category else "",
            report.get_priority_display(),
            report.department.name if report.department else "",
            report.assigned_to.get_full_name() if report.assigned_to else "",
            report.status_for_others,
            _written(report.status_since),
            _written(report.created_at),
            report.place,
            "" if report.lat is None else f"{report.lat:.6f}",
            "" if report.lon is None else f"{report.lon:.6f}",
            report.text,
        ]


def _written(moment: object) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")  # type: ignore[arg-type]  # a DateTimeField's
