"""The rules of a municipality, written and tried by those who handle its reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from participation.faults.deciding import Decision, Facts, decide, facts_of
from participation.faults.models import FaultReport, RoutingRule
from participation.faults.owners import owner_at
from participation.faults.permissions import can_handle_reports, can_handle_somewhere, own_place
from participation.places.models import Municipality

from .forms import RuleForm, TryForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

REMOVE = "ta-bort"


@never_cache
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    if not can_handle_somewhere(request.user):
        raise PermissionDenied
    places = [place for place in Municipality.objects.all() if can_handle_reports(request.user, place)]
    if len(places) == 1:
        return redirect("fault_reports:rules_of", places[0].code)
    return render(request, "faults/desk/rules_where.html", {"places": places})


@never_cache
@require_safe
def rules(request: HttpRequest, code: str) -> HttpResponse:
    """In their order, with a form that asks where a report would go."""
    here = own_place(request, code)
    found = list(here.routing_rules.select_related("category", "department", "person", "hand_to", "owner"))
    reports = FaultReport.objects.handled_by(request.user)
    form = TryForm(request.GET or None, here=here, reports=reports)
    decision = _tried(form, [rule for rule in found if rule.is_active]) if request.GET and form.is_valid() else None
    context = {"here": here, "rules": found, "form": form, "decision": decision}
    return render(request, "faults/desk/rules.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    return _edited(request, RoutingRule(municipality=own_place(request, code)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    here = own_place(request, code)
    rule = get_object_or_404(RoutingRule.objects.select_related("municipality"), pk=pk, municipality=here)
    if request.method == "POST" and request.POST.get("gor") == REMOVE:
        rule.delete()
        messages.success(request, _("Regeln är borttagen."))
        return redirect("fault_reports:rules_of", code)
    return _edited(request, rule)


def _edited(request: HttpRequest, rule: RoutingRule) -> HttpResponse:
    form = RuleForm(request.POST or None, instance=rule)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Regeln är sparad. Den gäller nya anmälningar."))
        return redirect("fault_reports:rules_of", rule.municipality.code)
    return render(request, "faults/desk/rule.html", {"form": form, "rule": rule, "here": rule.municipality})


def _tried(form: TryForm, found: list[RoutingRule]) -> Decision:
    if form.report is not None:
        return decide(found, facts_of(form.report))
    owned = owner_at(form.position)
    at, category = form.cleaned_data["at"] or timezone.now(), form.cleaned_data["category"]
    return decide(found, Facts(category, at, form.position, owned.owner if owned else None))
