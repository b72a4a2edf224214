"""Say that a report is of the same fault as another, and take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participation.faults.actions import mark_double, undo_double
from participation.faults.staff_actions import act, handled_report
from participation.faults.staff_views import handled, staff_of

from .double_forms import DoubleForm, WordsForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def double(request: HttpRequest, pk: int) -> HttpResponse:
    report = handled_report(request, pk)
    form = DoubleForm(request.POST or None, report=report, handled=handled(request))

    def do() -> None:
        assert form.original is not None  # the form is valid
        said = {"message": form.cleaned_data["message"], "now": timezone.now()}
        mark_double(report=report, original=form.original, by=staff_of(request), **said)

    return act(request, report, form, _("Samma fel som en annan"), do, tells=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apart(request: HttpRequest, pk: int) -> HttpResponse:
    report = handled_report(request, pk)
    form = WordsForm(request.POST or None)

    def do() -> None:
        message = form.cleaned_data["message"]
        undo_double(report=report, by=staff_of(request), message=message, now=timezone.now())

    return act(request, report, form, _("Inte samma fel ändå"), do, tells=True)
