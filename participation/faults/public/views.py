"""What everybody may see of fault reports. Every view begins with `FaultReport.objects.public()`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from participation.attachments.responses import serve, variant_of
from participation.faults.clicks import SLIM, WIDE, click_map
from participation.faults.locating import Region
from participation.faults.models import FaultPhoto, FaultReport
from participation.faults.public_words import public_words
from participation.places.outline import projection_of

from .listing import listing, row_of, told_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse, HttpResponseBase


@require_safe
@vary_on_headers("HX-Request")
def reported(request: HttpRequest, code: str = "") -> HttpResponse:
    """The list of one municipality or of the region, and its map."""
    region = Region.now()
    if code and code not in region.by_code:
        raise Http404
    municipality = region.by_code.get(code)
    context = {
        "municipality": municipality,
        "code": code,
        "crumb": [{"title": _("Anmäl ett fel"), "url": _form_url(code)}],
        **listing(municipality, list(region.by_code.values()), request.GET),
    }
    return render(request, "faults/public/list.html", context)


@require_safe
def public(request: HttpRequest, number: str) -> HttpResponse:
    reports = FaultReport.objects.public().select_related("municipality", "category", "department", "duplicate_of")
    report = get_object_or_404(reports, number=number)
    today = timezone.localdate()
    context = {
        "report": report,
        "is_own": request.user.is_authenticated and report.reporter_id == request.user.pk,
        "municipality": report.municipality,
        "crumb": [{"title": _("Anmälda fel"), "url": reverse("faults:reported_in", args=[report.municipality.code])}],
        "row": row_of(report, today=today),
        "text": public_words(report.text),
        "place": public_words(report.place),
        "told": told_of(report, today=today),
        "photos": [_public(photo, report) for photo in report.photos.for_everybody()],
        "map": _map(report),
        "original": _shown_original(report),
        "parts": list(report.parts.select_related("category").order_by("pk")),
    }
    return render(request, "faults/public/report.html", context)


@require_safe
def photo(request: HttpRequest, number: str, pk: UUID) -> HttpResponseBase:
    """Never out of a shared cache: what is blacked out or hidden is gone at once."""
    reports = FaultReport.objects.public().filter(number=number)
    found = get_object_or_404(FaultPhoto.objects.for_everybody(), pk=pk, report__in=reports)
    return serve(request, found, variant=variant_of(request))


def _form_url(code: str) -> str:
    return reverse("faults:new_in", args=[code]) if code else reverse("faults:new")


def _public(photo: FaultPhoto, report: FaultReport) -> FaultPhoto:
    photo.report, photo.shown_to_all = report, True
    return photo


def _shown_original(report: FaultReport) -> FaultReport | None:
    original = report.duplicate_of
    return original if original is not None and original.is_public else None


def _map(report: FaultReport) -> dict[str, Any] | None:
    if report.position is None or not projection_of(report.municipality.code, width=WIDE).shows(*report.position):
        return None
    code = report.municipality.code
    return {"slim": click_map(code, report.position, width=SLIM), "wide": click_map(code, report.position, width=WIDE)}
