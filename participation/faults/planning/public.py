"""How it goes: the figures of a municipality's faults for everybody, as a page and as open data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from participation.core.spreadsheet import csv_response
from participation.faults.locating import Region

from .fair import fair_figures, last_whole_month
from .times import LEAST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from participation.places.models import Municipality

    from .fair import Fair

YEARS = 5


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    municipality, year, until = _asked(request, code)
    rows = fair_figures(municipality, year=year, until=until)
    context = {
        "municipality": municipality,
        "crumb": [{"title": _("Anmälda fel"), "url": reverse("faults:reported_in", args=[code])}],
        "year": year,
        "years": [until.year - back for back in range(YEARS)],
        "until": until,
        "is_current": year == until.year,
        "rows": [row for row in rows if row.tells],
        "silent": [row.category.label for row in rows if not row.tells],
        "least": LEAST,
    }
    return render(request, "faults/public/figures.html", context)


@require_safe
def table(request: HttpRequest, code: str) -> HttpResponseBase:
    municipality, year, until = _asked(request, code)
    rows = fair_figures(municipality, year=year, until=until)
    return csv_response(_lines(municipality, rows), name=f"sa-gar-det-{code}-{year}.csv")


def _asked(request: HttpRequest, code: str) -> tuple[Municipality, int, date]:
    """The year that was asked for, else that of the last whole month, and that month."""
    municipality = Region.now().by_code.get(code)
    if municipality is None:
        raise Http404
    until = last_whole_month(timezone.localdate())
    years = {str(until.year - back): until.year - back for back in range(YEARS)}
    return municipality, years.get(request.GET.get("ar", ""), until.year), until


def _lines(municipality: Municipality, rows: list[Fair]) -> Iterator[Sequence[object]]:
    """First the year of a category, with its times, then its months. An empty cell: too little to tell."""
    yield [
        _("Kommunkod"),
        _("Kommun"),
        _("Kategorikod"),
        _("Kategori"),
        _("Från månad"),
        _("Till månad"),
        _("Antal"),
        _("Svar: hälften inom dagar"),
        _("Svar: 9 av 10 inom dagar"),
        _("Avslut: hälften inom dagar"),
        _("Avslut: 9 av 10 inom dagar"),
        _("Avslutade, ungefärlig procent"),
    ]
    for row in rows:
        head = [municipality.code, municipality.name, row.category.code, row.category.label]
        spans = [(span.first, span.last, [span.number] + [None] * 5) for span in row.spans]
        year = (spans[0][0], spans[-1][1], [row.number, *row.waits, row.ended])
        for first, last, figures in (year, *spans):
            cells = ["" if figure is None else figure for figure in figures]
            yield [*head, f"{first:%Y-%m}", f"{last:%Y-%m}", *cells]
