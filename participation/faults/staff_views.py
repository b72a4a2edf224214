"""The case officer's desk for fault reports, in the Wagtail admin.

Every view starts from the reports of this person's own municipalities: anything else does not exist, 404.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from participation.accounts.models import User
from participation.attachments.responses import serve, variant_of
from participation.core.paging import keyset
from participation.core.spreadsheet import csv_response

from .actions.sending import systems_to_choose
from .clicks import WIDE, click_map
from .desk import further
from .desk.map import desk_map
from .desk.queues import QUEUES, figures, queue_named
from .exporting import rows_of
from .models import FaultPhoto, FaultReport
from .permissions import can_handle_reports, can_handle_somewhere, can_read_somewhere, has_left
from .review.reach import appealed_to, waits
from .signing import signed
from .staff_forms import ReportFilter

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict

    from .querysets import FaultReportQuerySet

PER_PAGE = 30
MAP = "karta"  # the view that shows where they lie, beside the table


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """A queue, a page at a time by key: page a thousand costs what page one costs."""
    user, today = staff_of(request), timezone.localdate()
    reports = readable(request)
    queue = queue_named(request.GET.get("ko", ""))
    form = ReportFilter(request.GET or None, user=user)
    found = form.chosen(queue.of(reports, user, today))
    rows = found.select_related("municipality", "category", "department", "assigned_to").defer(
        "answers", "earlier_answers"
    )
    rows = rows.annotate(officer_left=ExpressionWrapper(has_left(), output_field=BooleanField()))
    page = keyset(rows, order=queue.order, after=request.GET.get("efter"), size=PER_PAGE)
    asked = request.GET.copy()
    asked.pop("efter", None)
    numbers, on_map = figures(reports, user, today), request.GET.get("vy") == MAP
    context = {
        "rows": page.items,
        "form": form,
        "queue": queue,
        "tabs": [{"label": one.label, "key": one.key, "number": numbers.get(one.key, "")} for one in QUEUES],
        "today": today,
        "can_export": can_handle_somewhere(request.user),
        "asked": asked.urlencode(),
        "next_url": _with(asked, efter=page.next_cursor) if page.next_cursor else "",
        "first_url": "" if page.is_first else _with(asked),
        "everywhere_url": _with(asked, rutor="", ruta=""),
        "is_narrow": form.is_narrow,
        "views": [
            {"label": _("Tabell"), "url": _with(asked, vy="", ruta=""), "current": not on_map},
            {"label": _("Karta och tabell"), "url": _with(asked, vy=MAP), "current": on_map},
        ],
        "map": desk_map(found, form, partial(_with, asked)) if on_map else None,
    }
    return render(request, "faults/staff/index.html", context)


def _with(asked: QueryDict, **more: str) -> str:
    query = asked.copy()
    for name, value in more.items():
        query[name] = value
        if not value:
            del query[name]
    return f"?{query.urlencode()}"


@never_cache
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    found: FaultReport = get_object_or_404(
        readable(request).select_related(
            "municipality", "duplicate_of", "part_of", "category", "department", "assigned_to"
        ),
        pk=pk,
    )
    handles = can_handle_reports(request.user, found.municipality)
    photos = list(FaultPhoto.objects.seen_in(found).order_by("report_id", "order"))
    context = {
        "report": found,
        "handles": handles,
        "officer_left": FaultReport.objects.filter(has_left(), pk=pk).exists(),
        "can_go_on": handles and found.duplicate_of is None,
        "photos": photos,
        "waits": waits(staff_of(request), found),
        "map": click_map(found.municipality.code, found.position, width=WIDE) if found.position else None,
        "events": signed(found.events.select_related("by__home", "municipality", "report")),
        "further": further.of_report(staff_of(request), found) if handles else [],
        "family": _family(request, found),
        "dispatches": found.dispatches.select_related("system") if handles else [],
        "can_send": handles and found.is_open and systems_to_choose(found).exists(),
    }
    return render(request, "faults/staff/report.html", context)


def _family(request: HttpRequest, found: FaultReport) -> list[tuple[FaultReport, bool]]:
    """The whole and the other parts of a report that was split, with whether this person may open them."""
    whole = found.whole
    rows = FaultReport.objects.filter(Q(pk=whole.pk) | Q(part_of=whole)).exclude(pk=found.pk).order_by("pk")
    own = set(readable(request).filter(pk__in=rows.values("pk")).values_list("pk", flat=True))
    return [(row, row.pk in own) for row in rows.select_related("municipality", "category")]


@never_cache
@require_safe
def photo(request: HttpRequest, pk: int, photo_pk: UUID) -> HttpResponseBase:
    user = staff_of(request)
    reports = FaultReport.objects.readable_by(user).filter(pk=pk)
    photos = FaultPhoto.objects.seen_with(reports) | FaultPhoto.objects.seen_with(appealed_to(user).filter(pk=pk))
    found = get_object_or_404(photos.distinct(), pk=photo_pk)
    return serve(request, found, variant=variant_of(request))


@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """What the list shows, of the municipalities where this person handles reports."""
    user = staff_of(request)
    if not can_handle_somewhere(user):
        raise PermissionDenied
    mine = FaultReport.objects.handled_by(user)
    queued = queue_named(request.GET.get("ko", "")).of(mine, user, timezone.localdate())
    found = ReportFilter(request.GET or None, user=user).chosen(queued)
    found = found.select_related("municipality", "category", "department", "assigned_to").newest_first()
    rows = rows_of(found.iterator(chunk_size=500))
    return csv_response(rows, name=f"felanmalningar-{timezone.localdate():%Y-%m-%d}.csv")


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
