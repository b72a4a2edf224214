"""Import of a file by staff: upload, read what would happen, confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.accounts.permissions import is_administrator, municipalities_of

from .forms import ImportForm
from .importing import PreviewSpent, confirm_import, preview_import
from .models import EServiceImport
from .open_eplatform import MalformedAnswer
from .permissions import IMPORTERS, can_import_eservices, can_import_somewhere
from .report_text import sections_of, summary

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from participation.accounts.models import User

RUNS_SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
def start_import(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]  # the admin lets nobody else in
    if not can_import_somewhere(user):
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None, user=user)
    if request.method == "POST" and form.is_valid():
        preview = previewed(form, user)
        if preview is not None:
            return redirect("eservice:import_report", preview.pk)
    runs = runs_of(user).filter(status=EServiceImport.Status.DONE).defer("payload", "report")[:RUNS_SHOWN]
    return render(request, "eservices/staff/import.html", {"form": form, "runs": runs})


@require_http_methods(["GET", "HEAD", "POST"])
def show_import(request: HttpRequest, pk: int) -> HttpResponse:
    """What an import did, or would do; a POST carries out the one that waits."""
    run = get_object_or_404(EServiceImport.objects.select_related("municipality", "started_by").defer("payload"), pk=pk)
    if not can_import_eservices(request.user, run.municipality):
        raise PermissionDenied
    if request.method == "POST":
        return carried_out(request, run)
    context = {
        "run": run,
        "waits": run.status == EServiceImport.Status.PREVIEW and run.is_fresh(timezone.now()),
        "summary": summary(run.counts),
        "sections": sections_of(run.report),
        "much_gone": run.gone > run.changed + run.unchanged,
    }
    return render(request, "eservices/staff/report.html", context)


def previewed(form: ImportForm, user: User) -> EServiceImport | None:
    """The waiting import, or None and a sentence in the form that says where the file broke."""
    file = form.cleaned_data["file"]
    try:
        return preview_import(
            municipality=form.cleaned_data["municipality"],
            answer=file.read(),
            origin=file.name,
            user=user,
            now=timezone.now(),
        )
    except MalformedAnswer as error:
        form.add_error("file", _("Ingenting ändrades. %(why)s") % {"why": error})
        return None


def carried_out(request: HttpRequest, preview: EServiceImport) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]  # the admin lets nobody else in
    try:
        run = confirm_import(preview=preview, user=user, now=timezone.now())
    except PreviewSpent:
        messages.error(request, _("Den importen är redan gjord, eller för gammal. Ladda upp filen igen."))
        return redirect("eservice:import")
    messages.success(request, _("Katalogen är uppdaterad. %(summary)s") % {"summary": summary(run.counts)})
    return redirect("eservice:import_report", run.pk)


def runs_of(user: User) -> QuerySet[EServiceImport]:
    runs = EServiceImport.objects.select_related("municipality", "started_by")
    return runs if is_administrator(user) else runs.filter(municipality__in=municipalities_of(user, *IMPORTERS))
