"""How the municipality moderates: for everybody, as a page and as open data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from participation.core.spreadsheet import csv_response
from participation.places.models import Municipality

from .figures import LEAST, Appeals, Span, appealed, decided, last_whole_month

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    municipality, until, spans, appeals = _asked(code)
    context = {
        "municipality": municipality,
        "crumb": [{"title": municipality.name, "url": municipality.path}],
        "until": until,
        "spans": spans,
        "appeals": appeals,
        "least": LEAST,
    }
    return render(request, "moderation/figures.html", context)


@require_safe
def table(request: HttpRequest, code: str) -> HttpResponseBase:
    municipality, _until, spans, appeals = _asked(code)
    return csv_response(_lines(municipality, spans, appeals), name=f"granskning-{municipality.code}.csv")


@require_safe
def data(request: HttpRequest, code: str) -> JsonResponse:
    municipality, until, spans, appeals = _asked(code)
    said: dict[str, Any] = {
        "municipality": municipality.code,
        "until": f"{until:%Y-%m}",
        "least": LEAST,
        "decisions": [
            {
                **_months(span),
                "number": span.number,
                "outcomes": {part.label: part.number for part in span.outcomes},
                "found": {part.label: part.number for part in span.found},
                "hours_median": span.waits[0],
                "hours_90th": span.waits[1],
            }
            for span in spans
        ],
        "appeals": [{**_months(row), "number": row.number, "changed": row.changed} for row in appeals],
    }
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


def _asked(code: str) -> tuple[Municipality, date, list[Span], list[Appeals]]:
    municipality = get_object_or_404(Municipality, code=code, is_open=True)
    until = last_whole_month(timezone.localdate())
    return municipality, until, decided(municipality, until=until), appealed(municipality, until=until)


def _months(row: Span | Appeals) -> dict[str, str]:
    return {"from": f"{row.first:%Y-%m}", "to": f"{row.last:%Y-%m}"}


def _lines(municipality: Municipality, spans: list[Span], appeals: list[Appeals]) -> Iterator[list[object]]:
    """One figure a line. An empty cell: too little to tell."""
    yield [_("Kommunkod"), _("Kommun"), _("Från månad"), _("Till månad"), _("Vad"), _("Antal")]
    for span in spans:
        head = [municipality.code, municipality.name, *_months(span).values()]
        yield [*head, pgettext("antal", "Beslut"), span.number]
        yield from ([*head, part.label, part.number] for part in (*span.outcomes, *span.found))
        for label, hours in zip((_("Timmar, hälften inom"), _("Timmar, 9 av 10 inom")), span.waits, strict=True):
            yield [*head, label, "" if hours is None else hours]
    for row in appeals:
        head = [municipality.code, municipality.name, *_months(row).values()]
        yield [*head, _("Prövade överklaganden"), row.number]
        yield [*head, _("Överklaganden där beslutet ändrades"), "" if row.changed is None else row.changed]
