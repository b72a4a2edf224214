"""The reporter's own pages. Their addresses are secret: they leave no trace in caches, referrers and search engines."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from participation.attachments.responses import serve, variant_of
from participation.core.paging import keyset
from participation.faults.actions import add_words, asks_if_fixed, forget_contact
from participation.faults.clicks import SLIM, WIDE, click_map
from participation.faults.errors import FaultError
from participation.faults.forms import WordsForm
from participation.faults.models import FaultEvent, FaultPhoto, FaultReport, Inquiry
from participation.faults.review.told import decisions_on
from participation.faults.way import happenings_of, stops_of
from participation.notifications.reading import read_here
from participation.places.borders import atlas
from participation.places.facts import municipality_facts
from participation.places.map_picture import map_picture
from participation.places.outline import projection_of
from participation.places.views import drawn, width_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponseBase

    from participation.accounts.person_request import PersonRequest

    View = Callable[..., HttpResponseBase]

PER_PAGE = 20
MOST_PINS = 500


def secret(*, referrer: str = "no-referrer") -> Callable[[View], View]:
    """A page with a form sends `same-origin`: with no referrer at all a browser hides the origin of a POST,
    and the protection against forged requests refuses it."""

    def decorated(view: View) -> View:
        @wraps(view)
        def with_headers(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            response.headers["Cache-Control"] = "private, no-store"
            response.headers["Referrer-Policy"] = referrer
            response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
            return response

        return with_headers

    return decorated


def reports() -> QuerySet[FaultReport]:
    """Never a part: it is seen with its whole."""
    return FaultReport.objects.filter(part_of__isnull=True).select_related("municipality", "category", "duplicate_of")


@secret()
@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponseBase:
    report = get_object_or_404(reports(), token=token)
    details = [event.detail for event in report.events.filter(kind=FaultEvent.Kind.RECEIVED)]
    context = {
        "report": report,
        "municipality": report.municipality,
        "link": settings.BASE_URL + report.get_absolute_url(),
        "photos_lost": sum(detail.get("photos_lost", 0) for detail in details),
        "no_mail": any(detail.get("receipt_withheld") for detail in details),
    }
    return render(request, "faults/receipt.html", context)


@secret()
@require_safe
def status(request: HttpRequest, token: str) -> HttpResponseBase:
    """What is known and what happened. Never how to reach the reporter: others may have the address too."""
    report = get_object_or_404(reports(), token=token)
    read_here(request, path=request.path)
    events, today = list(FaultEvent.objects.of_whole(report)), timezone.localdate()
    context = {
        "report": report,
        "municipality": report.municipality,
        "stops": stops_of(report, events, today=today),
        "happenings": happenings_of(events, today=today),
        "photos": list(report.photos.all()),
        "map": _map(report),
        "can_forget": report.has_contact or _is_own(report, request),
        "inquiries": Inquiry.objects.open_of(report, now=timezone.now()),
        "parts": list(report.parts.select_related("category", "department", "municipality").order_by("pk")),
        "asks_if_fixed": asks_if_fixed(report, now=timezone.now()),
        "can_add": _can_add(report),
        "decisions": list(decisions_on(report)),
    }
    return render(request, "faults/status.html", context)


@secret()
@require_safe
def photo(request: HttpRequest, token: str, pk: UUID) -> HttpResponseBase:
    found = get_object_or_404(FaultPhoto, pk=pk, report__token=token)
    return serve(request, found, variant=variant_of(request))


@secret(referrer="same-origin")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, token: str) -> HttpResponseBase:
    report = get_object_or_404(reports(), token=token)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_words(report=report, text=form.cleaned_data["text"], now=timezone.now())
        except FaultError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Vi har tagit emot det du lade till."))
            return redirect(report)
    context = {"report": report, "municipality": report.municipality, "form": form, "can_add": _can_add(report)}
    return render(request, "faults/add.html", context)


@secret(referrer="same-origin")
@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: HttpRequest, token: str) -> HttpResponseBase:
    report = get_object_or_404(reports(), token=token)
    person: Any = request.user if request.user.is_authenticated else None
    if request.method == "POST":
        if forget_contact(report=report, by=person, now=timezone.now()):
            messages.success(request, _("Dina uppgifter är borttagna."))
        return redirect(report)
    own = _is_own(report, request)
    context = {"report": report, "municipality": report.municipality, "own": own, "any": own or report.has_contact}
    return render(request, "faults/forget.html", context)


@secret(referrer="same-origin")
@login_required
@require_safe
def mine(request: PersonRequest) -> HttpResponseBase:
    own = reports().reported_by(request.user)  # type: ignore[attr-defined]  # our own queryset
    page = keyset(own, order=("-created_at", "-id"), after=request.GET.get("efter"), size=PER_PAGE)
    next_url = f"{reverse('faults:mine')}?efter={page.next_cursor}" if page.next_cursor else ""
    context = {"page": page, "next_url": next_url, "municipality": None, "maps": _maps_of(own)}
    return render(request, "faults/mine.html", context)


@secret()
@login_required
@require_safe
def mine_map(request: PersonRequest, code: str) -> HttpResponseBase:
    """Where all of one's reports in a municipality lie: by the session, so that no address holds a position."""
    if code not in municipality_facts():
        raise Http404
    own = reports().reported_by(request.user)  # type: ignore[attr-defined]  # our own queryset
    placed = own.filter(municipality__code=code, lat__isnull=False).newest_first()[:MOST_PINS]
    pins = [(row.lon, row.lat) for row in placed]
    return drawn(map_picture(atlas(), code, width=width_of(request), pins=pins))


def _maps_of(own: QuerySet[FaultReport]) -> list[dict[str, Any]]:
    """The municipalities in which one has reported something on the map, with how many."""
    placed = own.filter(lat__isnull=False).order_by("municipality__name")
    counted = placed.values("municipality__code", "municipality__full_name").annotate(n=Count("pk"))
    return [
        {
            "name": row["municipality__full_name"],
            "count": row["n"],
            "src": reverse("faults:mine_map", args=[row["municipality__code"]]),
            "slim": projection_of(row["municipality__code"], width=SLIM),
            "wide": projection_of(row["municipality__code"], width=WIDE),
        }
        for row in counted
    ]


def _can_add(report: FaultReport) -> bool:
    """As long as somebody works on the fault, under this report or the one that leads it."""
    return (report.duplicate_of or report).is_open


def _is_own(report: FaultReport, request: HttpRequest) -> bool:
    return request.user.is_authenticated and report.reporter_id == request.user.pk


def _map(report: FaultReport) -> dict[str, Any] | None:
    if report.position is None:
        return None
    code = report.municipality.code
    if not projection_of(code, width=WIDE).shows(*report.position):
        return None
    return {"slim": click_map(code, report.position, width=SLIM), "wide": click_map(code, report.position, width=WIDE)}
