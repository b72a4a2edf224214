"""The pages of planning at the desk, for case officers: of their own municipalities alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from participation.accounts.permissions import is_administrator, municipalities_of
from participation.faults.desk import further
from participation.faults.grid import Frame
from participation.faults.models import FaultReport
from participation.faults.permissions import HANDLERS, can_handle_somewhere, can_read_figures_somewhere
from participation.faults.picture import ways_from, whole_of
from participation.faults.staff_views import handled, staff_of
from participation.places.models import Municipality

from .asked import SOME_MONTHS, FigureFilter, PlanFilter
from .figures import GROUPINGS, Row, figures, grouping_named
from .repeats import AGAIN_AFTER, LEVELS, USUAL, Repeat, repeats
from .spots import GridMap, grid_map, metres_of
from .times import LEAST

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.accounts.models import User
    from participation.faults.querysets import FaultReportQuerySet

    from .figures import Grouping


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Figures by category, by month or by area."""
    form, grouping, rows = asked_figures(request)
    groupings = [{"label": one.title, "url": form.query(per=one.key), "current": one == grouping} for one in GROUPINGS]
    own = {"rows": rows, "grouping": grouping, "groupings": groupings}
    return _page(request, "planning", form, title=_("Planering"), which="figurer", here={"per": grouping.key}, **own)


@never_cache
@require_safe
def spots(request: HttpRequest) -> HttpResponse:
    """Where most reports lie."""
    form, found = asked_spots(request)
    here = {"ruta": request.GET.get("ruta", "") and found.frame.written}
    ways = ways_from(found.frame, lambda there: form.query(ruta=there.written))
    own = {"map": found, "ways": ways, "map_url": form.query()}
    return _page(request, "spots", form, title=_("Där felen är flest"), which="rutor", here=here, **own)


@never_cache
@require_safe
def again(request: HttpRequest) -> HttpResponse:
    """Where the same kind of fault comes back."""
    form, level, found = asked_repeats(request)
    blocks = [{"metres": metres_of(one), "url": form.query(nara=str(one)), "current": one == level} for one in LEVELS]
    user, metres = staff_of(request), metres_of(level)
    links = further.of_repeats(user, found, since=form.first_day, metres=metres)
    offered = [replace(one, further=tuple(of_one)) for one, of_one in zip(found, links, strict=True)]
    own = {"repeats": offered, "blocks": blocks, "metres": metres, "days": AGAIN_AFTER.days}
    return _page(
        request,
        "repeats",
        form,
        title=_("Fel som kommer tillbaka"),
        which="samma-plats",
        here={"nara": str(level)},
        **own,
    )


def asked_figures(request: HttpRequest) -> tuple[PlanFilter, Grouping, list[Row]]:
    form = FigureFilter(request.GET or None, user=staff_of(request), today=timezone.localdate())
    grouping = grouping_named(request.GET.get("per", ""))
    return form, grouping, figures(form.chosen(_counted(request)), grouping)


def _counted(request: HttpRequest) -> FaultReportQuerySet:
    if not can_read_figures_somewhere(request.user):
        raise PermissionDenied
    return FaultReport.objects.counted_for(request.user)


def asked_spots(request: HttpRequest) -> tuple[PlanFilter, GridMap]:
    reports, form = handled(request), _filter(request)
    municipalities = [form.only_municipality] if form.only_municipality else _own(staff_of(request))
    frame = Frame.read(request.GET.get("ruta", "")) or whole_of(municipalities)
    return form, grid_map(form.chosen(reports), frame, municipalities)


def asked_repeats(request: HttpRequest) -> tuple[PlanFilter, int, list[Repeat]]:
    form, near = _filter(request, period=SOME_MONTHS), request.GET.get("nara", "")
    level = next((one for one in LEVELS if str(one) == near), USUAL)
    return form, level, repeats(form.chosen(handled(request)), level)


def _filter(request: HttpRequest, **more: Any) -> PlanFilter:
    return PlanFilter(request.GET or None, user=staff_of(request), today=timezone.localdate(), **more)


def _own(user: User) -> list[Municipality]:
    places = Municipality.objects.all()
    return list(places if is_administrator(user) else places.filter(pk__in=municipalities_of(user, *HANDLERS)))


def _page(
    request: HttpRequest, name: str, form: PlanFilter, *, title: str, which: str, here: dict[str, str], **own: Any
) -> HttpResponse:
    """`here` is what the page remembers besides the filter, `which` the name of its files."""
    query = form.query(**here)
    files = [
        {"label": label, "url": reverse("fault_reports:planning_file", args=[which, kind]) + query}
        for kind, label in (("csv", _("Hämta som CSV")), ("xlsx", _("Hämta som Excel (XLSX)")))
    ]
    handles = can_handle_somewhere(request.user)
    pages = [
        {"label": label, "url": reverse(f"fault_reports:{page}") + form.query(), "current": page == name}
        for page, label in (
            ("planning", _("Antal och tider")),
            ("spots", _("Där felen är flest")),
            ("repeats", _("Fel som kommer tillbaka")),
        )
        if handles or page == "planning"
    ]
    context = {
        "form": form,
        "title": title,
        "here": here,
        "files": files,
        "pages": pages,
        "least": LEAST,
        # An analyst counts reports and opens none.
        "list_url": reverse("fault_reports:index") + form.query(ko="alla") if handles else "",
        **own,
    }
    return render(request, f"faults/desk/{name}.html", context)
