"""Case systems in the Wagtail admin. Each view starts from those of this person's municipalities: others are 404."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.faults.models import CaseSystem, CategoryInSystem, Dispatch, FaultReport, StatusMapping
from participation.faults.permissions import can_handle_somewhere

from .connecting import try_connection
from .forms import CategoryForm, KindForm, MappingForm, SystemForm, TryForm
from .health import how_they_go, takes_news
from .hearing import meaning_of
from .kinds import KINDS
from .permissions import can_change_system

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

    from participation.accounts.models import User


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    user = _staff(request)
    seen = CaseSystem.objects.seen_by(user).prefetch_related("municipalities")
    systems = [system for system in seen if system.kind in KINDS]
    how = how_they_go(systems, Dispatch.objects.seen_by(user), now=timezone.now())
    rows = [(system, KINDS[system.kind].label, how[system.pk]) for system in systems]
    return render(request, "faults/case_systems/index.html", {"rows": rows, "form": KindForm()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, kind: str = "") -> HttpResponse:
    user = _staff(request)
    if not kind:
        chosen = KindForm(request.GET or None)
        return (
            redirect("case_systems:add", chosen.cleaned_data["kind"])
            if chosen.is_valid()
            else redirect("case_systems:index")
        )
    if kind not in KINDS:
        raise Http404
    form = SystemForm(request.POST or None, instance=CaseSystem(kind=kind), user=user)
    return _saved(request, form, _("Lägg till ärendesystem"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    system = _changeable(request, pk)
    form = SystemForm(request.POST or None, instance=system, user=_staff(request))
    return _saved(request, form, _("Ändra ärendesystem"))


@never_cache
@require_safe
def system(request: HttpRequest, pk: int) -> HttpResponse:
    found: CaseSystem = get_object_or_404(CaseSystem.objects.seen_by(_staff(request)), pk=pk)
    tried = TryForm(request.GET) if "status" in request.GET else TryForm()
    said = {
        "system": found,
        "kind": KINDS[found.kind],
        "can_change": can_change_system(request.user, found),
        "push_url": settings.BASE_URL + reverse("faults:case_push", args=[pk]) if KINDS[found.kind].read_push else "",
        "waiting": found.dispatches.waiting().count(),
        "how": how_they_go([found], Dispatch.objects.seen_by(_staff(request)), now=timezone.now())[pk],
        "takes_news": takes_news(found),
        "mappings": found.mappings.all(),
        "categories": found.categories.select_related("category__municipality"),
        "try_form": tried,
        "meaning": _tried(found, tried) if tried.is_bound and tried.is_valid() else None,
        "category_form": CategoryForm(system=found, user=_staff(request)),
    }
    return render(request, "faults/case_systems/system.html", said)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: HttpRequest, pk: int, mapping_pk: int | None = None) -> HttpResponse:
    found = _changeable(request, pk)
    row = get_object_or_404(found.mappings, pk=mapping_pk) if mapping_pk else StatusMapping(system=found)
    form = MappingForm(request.POST or None, instance=row)
    return _saved(request, form, _("Översätt ett läge"), then=found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def connection(request: HttpRequest, pk: int) -> HttpResponse:
    """Looking asks nobody; the button does."""
    found = _changeable(request, pk)
    tried = try_connection(found) if request.method == "POST" else None
    return render(request, "faults/case_systems/connection.html", {"system": found, "tried": tried})


@require_POST
def category(request: HttpRequest, pk: int) -> HttpResponse:
    found = _changeable(request, pk)
    if gone := request.POST.get("ta_bort", ""):
        rows = CategoryInSystem.objects.filter(system=found)
        get_object_or_404(rows, pk=int(gone) if gone.isdecimal() and len(gone) < 18 else 0).delete()
    else:
        form = CategoryForm(request.POST, system=found, user=_staff(request))
        if form.is_valid():
            form.save()
        else:
            messages.error(request, _("Välj en kategori som ännu inte går till något system."))
    return redirect("case_systems:system", pk)


def _tried(found: CaseSystem, form: TryForm) -> dict[str, Any]:
    """As it would be once switched on, for a report that has just come in."""
    status = form.cleaned_data["status"].strip().lower()
    row = found.mappings.filter(theirs=status).first()
    report = FaultReport(status=FaultReport.Status.RECEIVED)
    meaning = meaning_of(row, report, status=status, words=form.cleaned_data["words"])
    label = FaultReport.Status(meaning.status).label if meaning.status else ""
    return {"row": row, "meaning": meaning, "label": label}


def _saved(request: HttpRequest, form: forms.ModelForm, title: str, then: CaseSystem | None = None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            row = form.save()
        messages.success(request, _("Sparat."))
        return redirect("case_systems:system", (then or row).pk)
    return render(request, "faults/case_systems/form.html", {"form": form, "title": title, "system": then})


def _changeable(request: HttpRequest, pk: int) -> CaseSystem:
    found: CaseSystem = get_object_or_404(CaseSystem.objects.seen_by(_staff(request)), pk=pk)
    if not can_change_system(request.user, found):
        raise PermissionDenied
    return found


def _staff(request: HttpRequest) -> User:
    if not can_handle_somewhere(request.user):
        raise PermissionDenied
    user: Any = request.user  # the admin lets nobody else in
    return user
