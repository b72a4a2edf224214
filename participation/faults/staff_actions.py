"""What a case officer does with one report: a form, a look at what the reporter gets, and the deed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .actions import change_status, correct_position, hand_over, hand_to_unit, set_publicity
from .clicks import WIDE, click_map, clicked, is_click
from .errors import FaultError, IsADouble
from .locating import Region
from .models import FaultReport
from .rehearsing import rehearse
from .review.anchors import anchor, anchor_of
from .staff_forms import HandOverForm, PositionForm, PublicityForm, StatusForm, UnitForm
from .staff_views import handled, staff_of

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

DEED = "gor"  # which button
PREVIEW, FILL_IN = "visa", "mall"  # the one that only shows, and the one that fills in a response template


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, pk: int) -> HttpResponse:
    report = handled_report(request, pk)
    if report.duplicate_of is not None:
        messages.info(request, str(IsADouble(report.duplicate_of.number)))
        return redirect("fault_reports:apart", report.pk)
    form = StatusForm(request.POST or None, report=report)

    def do() -> None:
        change_status(
            report=report,
            by=staff_of(request),
            status=form.cleaned_data["status"],
            message=form.cleaned_data["message"],
            now=timezone.now(),
        )

    if request.POST.get(DEED) == FILL_IN:
        return page(request, report, form.with_template(timezone.localdate()), _("Ändra läge"), tells=True)
    return act(request, report, form, _("Ändra läge"), do, tells=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, pk: int) -> HttpResponse:
    report = handled_report(request, pk)
    if is_click(request.POST):
        return _clicked(request, report)
    placed = {"place": report.place, "lon": _degrees(report.lon), "lat": _degrees(report.lat)}
    form = PositionForm(request.POST or None, initial=placed)

    def do() -> None:
        correct_position(
            report=report,
            by=staff_of(request),
            place=form.place_of_report(),
            message=form.cleaned_data["message"],
            now=timezone.now(),
        )
        near = Region.now().near(form.position) if form.position else []
        if near and report.municipality.code not in near:
            messages.warning(request, _("Platsen ligger i en annan kommun. Är felet deras? Lämna över anmälan."))

    return act(request, report, form, _("Rätta platsen"), do, tells=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    report = handled_report(request, pk)
    form = HandOverForm(request.POST or None, report=report)

    def do() -> None:
        hand_over(
            report=report,
            by=staff_of(request),
            to=form.cleaned_data["to"],
            category=form.cleaned_data["category"],
            message=form.cleaned_data["message"],
            now=timezone.now(),
        )

    title = _("Lämna till en annan kommun")
    return act(request, report, form, title, do, tells=True, then="fault_reports:index")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    report = handled_report(request, pk)
    form = UnitForm(request.POST if request.method == "POST" else None, report=report)

    def do() -> None:
        hand_to_unit(report=report, by=staff_of(request), now=timezone.now(), **form.cleaned_data)

    return act(request, report, form, _("Lämna till en annan förvaltning"), do, tells=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def publicity(request: HttpRequest, pk: int) -> HttpResponse:
    """What others have read, or were to read, is decided where moderators decide it, with reasons; what nobody but
    reporter and staff ever saw is shown here."""
    report = handled_report(request, pk)
    if (topic := anchor_of(report)) is not None:
        return redirect("flags:topic", topic.pk)
    form = PublicityForm(request.POST or None, report=report)
    if form.is_valid() and report.is_public:
        return redirect("flags:topic", anchor(report).pk)

    def do() -> None:
        set_publicity(
            report=report,
            by=staff_of(request),
            publicity=form.cleaned_data["publicity"],
            note=form.cleaned_data["message"],
            now=timezone.now(),
        )

    return act(request, report, form, _("Visa eller dölj för andra"), do)


def act(
    request: HttpRequest,
    report: FaultReport,
    form: forms.Form,
    title: str,
    do: Callable[[], object],
    *,
    tells: bool = False,
    then: str = "",
) -> HttpResponse:
    """Show the form, or what the reporter would get, or do it. A refusal stands in the form, with all its words."""
    preview = None
    if request.method == "POST" and form.is_valid():
        try:
            if tells and request.POST.get(DEED) == PREVIEW:
                preview = rehearse(report, do)
            else:
                do()
                messages.success(request, _("%(number)s är ändrad.") % {"number": report.number})
                return redirect(then) if then else redirect("fault_reports:report", report.pk)
        except FaultError as refusal:
            form.add_error(None, str(refusal))
    return page(request, report, form, title, preview=preview, tells=tells)


def page(request: HttpRequest, report: FaultReport, form: forms.Form, title: str, **context: Any) -> HttpResponse:
    on_map = isinstance(form, PositionForm)
    context |= {
        "report": report,
        "form": form,
        "title": title,
        "map": click_map(report.municipality.code, _position_in(form), width=WIDE) if on_map else None,
    }
    return render(request, "faults/staff/act.html", context)


def handled_report(request: HttpRequest, pk: int) -> FaultReport:
    with_it = ("municipality", "reporter", "category", "department", "part_of", "duplicate_of")
    found: FaultReport = get_object_or_404(handled(request).select_related(*with_it), pk=pk)
    return found


def _clicked(request: HttpRequest, report: FaultReport) -> HttpResponse:
    """A click on the map fills in the fields; nothing is changed yet."""
    position = clicked(request.POST, report.municipality.code)
    filled = {name: request.POST.get(name, "") for name in ("place", "lon", "lat", "message")}
    if position is not None:
        filled |= {"lon": f"{position[0]:.6f}", "lat": f"{position[1]:.6f}"}
    return page(request, report, PositionForm(initial=filled), _("Rätta platsen"), tells=True)


def _position_in(form: forms.Form) -> tuple[float, float] | None:
    try:
        return float(form["lon"].value() or ""), float(form["lat"].value() or "")
    except ValueError:
        return None


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"
