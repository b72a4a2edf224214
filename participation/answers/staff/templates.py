"""The texts that a municipality often answers with, written by those who answer for it."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from participation.accounts.names import name_to
from participation.accounts.permissions import has_role
from participation.core.words import WordsField
from participation.places.models import Municipality
from participation.topics.models import Topic

from ..canned import filled_in
from ..models import AnswerTemplate
from ..reach import READ
from .writing import staff_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PREVIEW, REMOVE = "visa", "ta-bort"


class AnswerTemplateForm(forms.ModelForm[AnswerTemplate]):
    class Meta:
        model = AnswerTemplate
        fields = ["name", "words", "is_active"]
        field_classes = {"words": WordsField}
        widgets = {"words": forms.Textarea(attrs={"rows": 10})}


def _place(request: HttpRequest, code: str) -> Municipality:
    """404 for whoever does not answer for it."""
    place = get_object_or_404(Municipality, code=code)
    if not has_role(request.user, place, *READ):
        raise Http404
    return place


@require_safe
def index(request: HttpRequest, code: str) -> HttpResponse:
    here = _place(request, code)
    rows = here.answer_templates.all()
    return render(request, "answers/admin/templates.html", {"here": here, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    return _edited(request, AnswerTemplate(municipality=_place(request, code)))


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """When somebody came between, what was typed stays, below what they wrote."""
    here, wants = _place(request, code), request.POST.get("gor", "")
    rows = AnswerTemplate.objects.select_related("municipality").select_for_update(of=("self",), no_key=True)
    template = get_object_or_404(rows, pk=pk, municipality=here)
    if request.method == "POST" and wants != PREVIEW and request.POST.get("seen") != _stamp(template):
        return _edited(request, template, between=_came_between(request, template))
    if request.method == "POST" and wants == REMOVE:
        template.delete()
        messages.success(request, _("Svarsmallen är borttagen."))
        return redirect("answers_admin:templates", code)
    return _edited(request, template)


def _edited(request: HttpRequest, template: AnswerTemplate, *, between: str = "") -> HttpResponse:
    here, stored = template.municipality, template.words
    is_anew = request.method != "POST" or between
    seen = _stamp(template) if is_anew else request.POST.get("seen", "")
    form = AnswerTemplateForm(request.POST if request.method == "POST" else None, instance=template)
    shown = ""
    if not is_anew and form.is_valid():
        if request.POST.get("gor") == PREVIEW:
            shown = _example(template)
        elif _saved(form, request):
            messages.success(request, _("Svarsmallen är sparad."))
            return redirect("answers_admin:templates", here.code)
    context: dict[str, Any] = {
        "here": here,
        "form": form,
        "template": template,
        "shown": shown,
        "seen": seen,
        "between": between,
        "stored": stored,
    }
    return render(request, "answers/admin/template.html", context, status=409 if between else 200)


def _stamp(template: AnswerTemplate) -> str:
    """What somebody has seen of it: nothing where it is new."""
    said = f"{template.is_active}\n{template.name}\n{template.words}"
    return sha256(said.encode()).hexdigest() if template.pk else ""


def _came_between(request: HttpRequest, template: AnswerTemplate) -> str:
    last = ModelLogEntry.objects.for_instance(template).select_related("user").order_by("-timestamp", "-pk").first()
    who = name_to(staff_of(request), last.user if last else None)
    return _("%(who)s har ändrat mallen sedan du öppnade den.") % {"who": who}


def _saved(form: AnswerTemplateForm, request: HttpRequest) -> bool:
    action = "wagtail.edit" if form.instance.pk else "wagtail.create"
    try:
        with transaction.atomic():
            log(instance=form.save(), action=action, user=request.user)
    except IntegrityError:
        form.add_error("name", _("Det finns redan en mall med det namnet."))
        return False
    return True


def _example(template: AnswerTemplate) -> str:
    """The words for an idea that is made up."""
    topic = Topic(title=_("Fler bänkar längs ån"), municipality=template.municipality)
    return filled_in(template.words, topic, template.municipality.departments.first(), today=timezone.localdate())
