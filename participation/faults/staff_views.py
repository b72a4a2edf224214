"""The case officer's desk for fault reports, in the Wagtail admin.

Every view starts from the reports of this person's own municipalities: anything else does not exist, 404.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from participation.accounts.models import User
from participation.attachments.responses import serve, variant_of

from .clicks import WIDE, click_map
from .exporting import csv_lines
from .models import FaultPhoto, FaultReport
from .permissions import can_handle_reports, can_handle_somewhere, can_read_somewhere
from .staff_forms import ReportFilter

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from .querysets import FaultReportQuerySet

PER_PAGE = 30


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    reports = readable(request)
    form = ReportFilter(request.GET or None, user=staff_of(request))
    found = form.chosen(reports).select_related("municipality").newest_first()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    asked = request.GET.copy()
    asked.pop("p", None)
    context = {
        "page_obj": page,
        "form": form,
        "waiting": reports.filter(status=FaultReport.Status.RECEIVED).count(),
        "can_export": can_handle_somewhere(request.user),
        "asked": asked.urlencode(),
    }
    return render(request, "faults/staff/index.html", context)


@never_cache
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    found: FaultReport = get_object_or_404(readable(request).select_related("municipality", "duplicate_of"), pk=pk)
    handles = can_handle_reports(request.user, found.municipality)
    photos = list(found.photos.all())
    context = {
        "report": found,
        "handles": handles,
        "can_go_on": handles,
        "photos": photos,
        "map": click_map(found.municipality.code, found.position, width=WIDE) if found.position else None,
        "events": found.events.select_related("by__home", "municipality"),
        "dispatches": found.dispatches.select_related("system") if handles else [],
        "can_be_told": bool(found.contact_email or found.reporter_id),
    }
    return render(request, "faults/staff/report.html", context)


@never_cache
@require_safe
def photo(request: HttpRequest, pk: int, photo_pk: UUID) -> HttpResponseBase:
    found = get_object_or_404(FaultPhoto, pk=photo_pk, report__in=readable(request).filter(pk=pk))
    return serve(request, found, variant=variant_of(request))


@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """What the list shows, of the municipalities where this person handles reports."""
    user = staff_of(request)
    if not can_handle_somewhere(user):
        raise PermissionDenied
    mine = FaultReport.objects.handled_by(user)
    found = ReportFilter(request.GET or None, user=user).chosen(mine).select_related("municipality").newest_first()
    response = StreamingHttpResponse(csv_lines(found.iterator(chunk_size=500)), content_type="text/csv; charset=utf-8")
    name = f"felanmalningar-{timezone.localdate():%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def readable(request: HttpRequest) -> FaultReportQuerySet:
    user = staff_of(request)
    if not can_read_somewhere(user):
        raise PermissionDenied
    return FaultReport.objects.readable_by(user)


def handled(request: HttpRequest) -> FaultReportQuerySet:
    user = staff_of(request)
    if not can_handle_somewhere(user):
        raise PermissionDenied
    return FaultReport.objects.handled_by(user)


def staff_of(request: HttpRequest) -> User:
    user: Any = request.user  # the admin lets nobody else in
    return user
