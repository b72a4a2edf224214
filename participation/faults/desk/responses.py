"""The response templates of a municipality, written by those who handle its reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from participation.faults.models import FaultReport, ResponseTemplate
from participation.faults.permissions import own_place
from participation.faults.response_words import filled_in

from .response_forms import ResponseTemplateForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PREVIEW, REMOVE = "visa", "ta-bort"


@never_cache
@require_safe
def responses(request: HttpRequest, code: str) -> HttpResponse:
    here = own_place(request, code)
    rows = here.response_templates.select_related("category")
    return render(request, "faults/desk/responses.html", {"here": here, "rows": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    return _edited(request, ResponseTemplate(municipality=own_place(request, code)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    here = own_place(request, code)
    template = get_object_or_404(ResponseTemplate.objects.select_related("municipality"), pk=pk, municipality=here)
    if request.method == "POST" and request.POST.get("gor") == REMOVE:
        template.delete()
        messages.success(request, _("Svarsmallen är borttagen."))
        return redirect("fault_reports:responses", code)
    return _edited(request, template)


def _edited(request: HttpRequest, template: ResponseTemplate) -> HttpResponse:
    here = template.municipality
    form = ResponseTemplateForm(request.POST if request.method == "POST" else None, instance=template)
    shown = []
    if request.method == "POST" and form.is_valid():
        if request.POST.get("gor") == PREVIEW:
            shown = _examples(template)
        elif _saved(form):
            messages.success(request, _("Svarsmallen är sparad."))
            return redirect("fault_reports:responses", here.code)
    context = {"here": here, "form": form, "template": template, "shown": shown}
    return render(request, "faults/desk/response.html", context)


def _saved(form: ResponseTemplateForm) -> bool:
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        form.add_error("name", _("Det finns redan en mall med det namnet för läget."))
        return False
    return True


def _examples(template: ResponseTemplate) -> list[str]:
    """The words for a report that is made up, in each language that the template has."""
    year = timezone.localdate().year
    return [
        filled_in(
            template,
            FaultReport(
                number=f"F-{template.municipality.code}-{year}-0001",
                municipality=template.municipality,
                category=template.category,
                department=template.category.department if template.category else None,
                place=_("Storgatan 1"),
                language=language,
            ),
            today=timezone.localdate(),
        )
        for language in (["sv", "en"] if template.words_en else ["sv"])
    ]
