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

from participation.faults.actions.rules import remove_rule, save_rule
from participation.faults.models import FaultReport, RoutingRule
from participation.faults.permissions import can_handle_reports, can_handle_somewhere, own_place
from participation.faults.staff_views import staff_of
from participation.places.models import Municipality

from .forms import RuleForm, TryForm
from .trying import try_out

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

REMOVE = "ta-bort"
SHOWN = 50  # changes


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
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, code: str) -> HttpResponse:
    """In their order, with a form that asks where a report would go. It is posted: its words stand in no address."""
    here = own_place(request, code)
    found = list(here.routing_rules.select_related("category", "department", "person", "hand_to", "owner", "system"))
    reports = FaultReport.objects.handled_by(request.user)
    form = TryForm(request.POST if request.method == "POST" else None, here=here, reports=reports)
    tried = try_out(form, [rule for rule in found if rule.is_active]) if form.is_bound and form.is_valid() else None
    removed = here.rule_changes.filter(is_removal=True).select_related("by__home")[:SHOWN]
    context = {"here": here, "rules": found, "form": form, "tried": tried, "removed": removed}
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
        remove_rule(rule=rule, by=staff_of(request), now=timezone.now())
        messages.success(request, _("Regeln är borttagen."))
        return redirect("fault_reports:rules_of", code)
    return _edited(request, rule)


def _edited(request: HttpRequest, rule: RoutingRule) -> HttpResponse:
    form = RuleForm(request.POST or None, instance=rule)
    if request.method == "POST" and form.is_valid():
        save_rule(rule=rule, by=staff_of(request), now=timezone.now())
        messages.success(request, _("Regeln är sparad. Den gäller nya anmälningar."))
        return redirect("fault_reports:rules_of", rule.municipality.code)
    changes = rule.changes.select_related("by__home")[:SHOWN] if rule.pk else []
    context = {"form": form, "rule": rule, "here": rule.municipality, "changes": changes}
    return render(request, "faults/desk/rule.html", context)
