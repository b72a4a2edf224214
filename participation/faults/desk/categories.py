"""What kinds of fault a municipality takes in, what it asks about them, and what it promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from participation.faults.models import FaultCategory, Question
from participation.faults.permissions import own_place

from .category_forms import CategoryForm, QuestionForm

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

    from participation.places.models import Municipality

REMOVE = "ta-bort"


@never_cache
@require_safe
def categories(request: HttpRequest, code: str) -> HttpResponse:
    here = own_place(request, code)
    rows = here.fault_categories.select_related("department").annotate(asks=Count("questions"))
    return render(request, "faults/desk/categories.html", {"here": here, "rows": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    return _category(request, FaultCategory(municipality=own_place(request, code)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    return _category(request, _own(request, code, pk))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_question(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    return _question(request, Question(category=_own(request, code, pk)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, code: str, pk: int, question_pk: int) -> HttpResponse:
    category = _own(request, code, pk)
    asked = get_object_or_404(
        Question.objects.select_related("category__municipality"), pk=question_pk, category=category
    )
    if request.method == "POST" and request.POST.get("gor") == REMOVE:
        asked.delete()
        messages.success(request, _("Frågan är borttagen."))
        return redirect("fault_reports:category", code, pk)
    return _question(request, asked)


def _category(request: HttpRequest, category: FaultCategory) -> HttpResponse:
    form = CategoryForm(request.POST if request.method == "POST" else None, instance=category)
    here = category.municipality
    if request.method == "POST" and form.is_valid() and _saved(request, form):
        messages.success(request, _("Kategorin är sparad. Den gäller nya anmälningar."))
        return redirect("fault_reports:category", here.code, category.pk)
    context = {"here": here, "category": category, "form": form}
    return render(request, "faults/desk/category.html", context | _asked(category))


def _asked(category: FaultCategory) -> dict[str, Any]:
    return {"questions": category.questions.prefetch_related("choices") if category.pk else []}


def _question(request: HttpRequest, asked: Question) -> HttpResponse:
    category: FaultCategory = asked.category
    here: Municipality = category.municipality
    form = QuestionForm(request.POST if request.method == "POST" else None, instance=asked)
    if request.method == "POST" and form.is_valid() and _saved(request, form):
        messages.success(request, _("Frågan är sparad."))
        return redirect("fault_reports:category", here.code, category.pk)
    context = {"here": here, "category": category, "form": form, "question": asked}
    return render(request, "faults/desk/question.html", context)


def _saved(request: HttpRequest, form: forms.ModelForm[Any]) -> bool:
    """Two who write the same at once: the second is told, and keeps what they wrote."""
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        form.add_error(None, _("Någon annan ändrade samtidigt. Försök igen."))
        return False
    return True


def _own(request: HttpRequest, code: str, pk: int) -> FaultCategory:
    here = own_place(request, code)
    found: FaultCategory = get_object_or_404(
        FaultCategory.objects.select_related("municipality"), pk=pk, municipality=here
    )
    return found
