"""The desk's pages between ideas and fault reports."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participation.faults.staff_views import handled
from participation.topics.models import Topic

from ..staff.reach import ideas_for, staff_of
from ..staff.sheets import Sheet
from .becoming import become_fault
from .becoming_forms import BecomeFaultForm
from .beginning import begin_idea, begin_proposal, place_of, words_for
from .beginning_forms import BeginForm
from .clusters import LONGEST, NARROWEST, WIDEST, found_round, usual
from .proposing import drafts_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from participation.accounts.models import User
    from participation.places.models import Municipality

    from ..models import Idea


PROPOSAL = "forslag"  # the button that makes a proposal of them


def _become_fault(idea: Idea, form: Any, by: User) -> None:
    become_fault(idea=idea, by=by, now=timezone.now(), **form.cleaned_data)


fault = Sheet(
    key="fault",
    title=gettext_lazy("Gör till felanmälan"),
    form=lambda data, idea, _user: BecomeFaultForm(data, idea=idea),
    do=_become_fault,
    said=gettext_lazy("Idén är nu en felanmälan. Den som skrev får veta det, och de som stöder eller följer idén."),
    warning=gettext_lazy(
        "Det går inte att ångra. Orden, platsen och bilderna följer med, dokument gör det inte. "
        "Ingen utom den som skrev och ni ser idén efteråt."
    ),
).as_view()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft of the reports round one, of an idea or an e-service proposal: asked by GET, made by POST."""
    user, now = staff_of(request), timezone.now()
    reports = handled(request).filter(municipality__is_open=True)
    report = get_object_or_404(reports.select_related("municipality", "category__municipality"), pk=pk)
    kind, found = report.category, found_round(report, **asked(request.GET, report.municipality, now=now))
    place = place_of(found) if found else ""
    initial = {"key": uuid4(), **words_for(found, kind, place)} if found and kind else None
    form = BeginForm(request.POST or None, initial=initial)
    drafts = drafts_for(user, report.municipality)
    if request.method == "POST" and found and found.is_enough and kind and form.is_valid():
        if PROPOSAL in request.POST:
            if drafts is None:
                raise PermissionDenied
            topic = begin_proposal(drafts=drafts, found=found, category=kind, by=user, now=now, **form.cleaned_data)
            messages.success(request, _("Utkastet är gjort. Skriv klart det och skicka det till godkännande."))
            return redirect(drafts.address(topic))
        idea = begin_idea(found=found, category=kind, place=place, by=user, now=now, **form.cleaned_data)
        messages.success(request, _("Utkastet är ditt. Skriv klart det och skicka det som andra idéer."))
        return redirect(idea)
    context = {
        "report": report,
        "found": found,
        "enough": report.municipality.fault_cluster_reports,
        "form": form,
        "made": ideas_for(user).filter(fault_cluster__reports=report),
        "proposed": [
            (topic.title, drafts.address(topic)) for topic in Topic.objects.filter(fault_cluster__reports=report)
        ]
        if drafts
        else [],
        "may_propose": drafts is not None,
        "action": request.get_full_path(),
    }
    return render(request, "ideas/admin/begin.html", context)


def asked(query: QueryDict, place: Municipality, *, now: datetime) -> dict[str, Any]:
    """`?sedan=2026-05-01&inom=110`, within bounds; whatever else it says is as if it said nothing."""
    chosen = usual(place, now=now)
    try:
        day = date.fromisoformat(query.get("sedan", ""))
    except ValueError:
        day = timezone.localdate(chosen["since"])
    day = min(max(day, timezone.localdate(now - LONGEST)), timezone.localdate(now))
    said = query.get("inom", "")
    metres = int(said) if said.isascii() and said.isdecimal() and len(said) < 5 else chosen["metres"]
    since = timezone.make_aware(datetime.combine(day, time.min))
    return {"since": since, "metres": min(max(metres, NARROWEST), WIDEST)}
