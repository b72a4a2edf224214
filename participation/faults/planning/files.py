"""What the pages of planning show, as files. Nothing of who, and nothing that a citizen wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from participation.core.spreadsheet import csv_response, xlsx_response

from .staff import asked_figures, asked_repeats, asked_spots

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.http import HttpRequest, HttpResponseBase

FILES = {"csv": csv_response, "xlsx": xlsx_response}


@never_cache
@require_safe
def table(request: HttpRequest, which: str, kind: str) -> HttpResponseBase:
    if which not in TABLES or kind not in FILES:
        raise Http404
    rows = list(TABLES[which](request))  # some hundred at most, and worked out before anything is sent
    return FILES[kind](rows, name=f"felanmalningar-{which}-{timezone.localdate()}.{kind}")


def _figures(request: HttpRequest) -> Iterator[Sequence[object]]:
    """An empty cell where there is too little to tell."""
    _form, grouping, rows = asked_figures(request)
    yield [
        _("Kommun"),
        str(grouping.title),
        _("Antal"),
        _("Öppna nu"),
        _("Dagar till första svar, median"),
        _("Dagar till första svar, 9 av 10 inom"),
        _("Dagar till avslut, median"),
        _("Dagar till avslut, 9 av 10 inom"),
        _("Öppnade igen, procent"),
    ]
    for row in rows:
        told = [row.number, row.open, *row.waits, row.again]
        yield [row.municipality, row.label, *("" if figure is None else figure for figure in told)]


def _spots(request: HttpRequest) -> Iterator[Sequence[object]]:
    """Those of the page's table. The position is the middle of the square, not of the reports in it."""
    _form, found = asked_spots(request)
    yield [_("Plats"), _("Latitud"), _("Longitud"), _("Meter"), _("Anmälningar"), _("Öppna nu")]
    for spot in found.listed:
        lon, lat = spot.place.edges.middle
        yield [spot.place.name, round(lat, 5), round(lon, 5), found.listed_metres, spot.number, spot.open]


def _repeats(request: HttpRequest) -> Iterator[Sequence[object]]:
    _form, _level, found = asked_repeats(request)
    yield [
        _("Kommun"),
        _("Kategori"),
        _("Plats"),
        _("Gånger"),
        _("Anmälningar"),
        _("Öppna nu"),
        _("Första"),
        _("Senaste"),
        _("Första numret"),
        _("Senaste numret"),
    ]
    for one in found:
        days = [f"{timezone.localdate(moment)}" for moment in (one.since, one.until)]
        numbers = [one.first.number, one.last.number]
        counted = [one.times, one.number, one.open]
        yield [one.municipality, one.category, one.place.name, *counted, *days, *numbers]


TABLES = {"figurer": _figures, "rutor": _spots, "samma-plats": _repeats}
