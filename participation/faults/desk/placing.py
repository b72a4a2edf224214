"""Give a report to somebody, and the same with many at once: each by the action that one would use for it alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from participation.faults.actions import (
    assign,
    change_status,
    hand_to_unit,
    send_to_system,
    set_category,
    set_priority,
    write_note,
)
from participation.faults.errors import AlreadySo, AlreadyThere, FaultError
from participation.faults.models import FaultEvent, FaultReport
from participation.faults.priorities import suggested_priority
from participation.faults.rehearsing import Rehearsal, rehearse
from participation.faults.review.deciding import decide_publicity
from participation.faults.staff_actions import handled_report
from participation.faults.staff_views import handled, staff_of

from .placing_forms import ManyForm, PlacingForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.accounts.models import User

MOST = 200  # reports in one go
DO, PREVIEW = "gor", "visa"
MOST_SHOWN = 20  # of what each reporter would get
LIST = "fault_reports:index"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, pk: int) -> HttpResponse:
    report = handled_report(request, pk)
    form = PlacingForm(request.POST if request.method == "POST" else None, municipality=report.municipality)
    if request.method == "POST" and form.is_valid():
        try:
            carry_out(report, form, staff_of(request))
        except FaultError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(number)s är ändrad.") % {"number": report.number})
            return redirect("fault_reports:report", report.pk) if _stays(request, report) else redirect(LIST)
    context = {"report": report, "form": form, "why_suggested": _why_suggested(report)}
    return render(request, "faults/desk/place.html", context)


def _why_suggested(report: FaultReport) -> str:
    """Only what there is: nobody is told of no followers."""
    suggested = suggested_priority(report)
    if suggested == report.priority:
        return ""
    followers, reopened = report.followers, report.reopened
    why = [_("kategorin")]
    if followers:
        why.append(ngettext("%(n)d följare", "%(n)d följare", followers) % {"n": followers})
    if reopened:
        words = ngettext("att den öppnats igen %(n)d gång", "att den öppnats igen %(n)d gånger", reopened)
        why.append(words % {"n": reopened})
    return _("Prioriteten bör vara %(suggested)s. Det följer av %(why)s.") % {
        "suggested": suggested.label,
        "why": get_text_list(why, _("och")),
    }


@never_cache
@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """First the reports that were ticked and what can be done with them; then, with that chosen, the deed."""
    picked = [int(pk) for pk in request.POST.getlist("pk")[:MOST] if pk.isdecimal() and len(pk) < 19]
    reports = list(handled(request).filter(pk__in=picked).select_related("municipality", "category", "department"))
    if not reports:
        messages.warning(request, _("Kryssa för de anmälningar det gäller."))
        return redirect("fault_reports:index")
    places = {report.municipality for report in reports}
    if len(places) > 1:
        messages.warning(request, _("Välj anmälningar i en kommun åt gången."))
        return redirect("fault_reports:index")
    said = request.POST if DO in request.POST else None
    form = ManyForm(said, municipality=places.pop(), reports=reports)
    shown: list[tuple[FaultReport, Rehearsal | None, str]] = []
    if form.is_bound and form.is_valid():
        if not any(form.cleaned_data.get(name) for name in form.fields):
            form.add_error(None, _("Välj vad du vill göra."))
        elif request.POST[DO] == PREVIEW:
            shown = [_rehearsed(report, form, staff_of(request)) for report in reports[:MOST_SHOWN]]
        else:
            done, refused = _each(reports, form, staff_of(request))
            words = ngettext("%(n)d anmälan är ändrad.", "%(n)d anmälningar är ändrade.", done)
            messages.success(request, words % {"n": done})
            for sentence in refused:
                messages.warning(request, sentence)
            return redirect("fault_reports:index")
    context = {"reports": reports, "form": form, "shown": shown, "not_shown": len(reports) - len(shown)}
    return render(request, "faults/desk/many.html", context)


def _rehearsed(report: FaultReport, form: ManyForm, by: User) -> tuple[FaultReport, Rehearsal | None, str]:
    """What the reporter would get, or in words why nothing would be done."""
    try:
        return report, rehearse(report, partial(carry_out, report, form, by)), ""
    except FaultError as refusal:
        return report, None, str(refusal)


def _each(reports: list[FaultReport], form: ManyForm, by: User) -> tuple[int, list[str]]:
    """How many were changed, and in words why the others were not. One that is refused stops no other."""
    done, refused = 0, []
    for report in reports:
        try:
            words = carry_out(report, form, by)
        except FaultError as refusal:
            refused.append(f"{report.number}: {refusal}")
        else:
            done += 1
            if words:
                refused.append(f"{report.number}: {words}")
    return done, refused


def carry_out(report: FaultReport, form: PlacingForm, by: User) -> str:
    """What the form says of one report. What is so already is no refusal; of its status that is said, as no message
    goes then. Raises AlreadyThere where nothing else was to be done."""
    there: AlreadyThere | None = None
    deeds = _deeds(report, form)
    for action, said in deeds:
        try:
            event = action(report=report, by=by, now=timezone.now(), **said)
        except AlreadyThere as already:
            if len(deeds) == 1:
                raise
            there = already
        except AlreadySo:
            continue
        else:
            if getattr(event, "kind", "") == FaultEvent.Kind.HANDED_OVER:  # by a rule for the new kind: it is theirs
                break
    return str(there or "")


def _stays(request: HttpRequest, report: FaultReport) -> bool:
    """Whether this person may still see it; else who has it now is said."""
    if handled(request).filter(pk=report.pk).exists():
        return True
    now_at = FaultReport.objects.select_related("municipality").get(pk=report.pk).municipality.full_name
    messages.info(request, _("En regel lämnade anmälan till %(name)s.") % {"name": now_at})
    return False


def _deeds(report: FaultReport, form: PlacingForm) -> list[tuple[Any, dict[str, Any]]]:
    """In the order in which they can be done: what goes where first, and to whom last."""
    said = form.cleaned_data
    to = form.people.get(said["person"])
    message = form.message_to(report, timezone.localdate()) if isinstance(form, ManyForm) else ""
    deeds: list[tuple[str, Any, dict[str, Any]]] = [
        ("status", change_status, {"status": said.get("status"), "message": message}),
        ("category", set_category, {"category": said["category"]}),
        ("department", hand_to_unit, {"department": said["department"]}),
        ("person", assign, {"to": to}),
        ("system", send_to_system, {"system": said.get("system")}),
        ("priority", set_priority, {"priority": int(said["priority"] or 0)}),
        ("publicity", decide_publicity, {name: said.get(name, "") for name in ("publicity", "rule", "facts")}),
        ("note", write_note, {"text": said["note"]}),
    ]
    return [(action, more) for name, action, more in deeds if said.get(name)]
