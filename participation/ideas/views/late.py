"""What somebody sends about an idea that has moved on meanwhile: no word of it is lost."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.core.held import hold

from ..addresses import crumb
from ..permissions import can_add, can_edit
from ..states import InvalidTransition
from .files import ALT
from .finding import own_idea

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from django.http import HttpRequest
    from django.utils.functional import Promise

    from ..models import Idea

    DraftView = Callable[[Any, Idea], HttpResponse]


def while_a_draft(view: DraftView) -> Callable[..., HttpResponse]:
    """Sent already, by the first of two presses or in another window: its author is shown the idea."""

    @wraps(view)
    def told(request: HttpRequest, key: UUID) -> HttpResponse:
        idea = own_idea(request, key)
        if not idea.is_draft:
            return _sent_already(request, idea)
        try:
            return view(request, idea)
        except InvalidTransition:
            return _sent_already(request, own_idea(request, key))

    return told


def _sent_already(request: HttpRequest, idea: Idea) -> HttpResponse:
    """What was typed goes on to the form that changes the idea, where there is one."""
    if "auto" in request.POST:
        return HttpResponse(status=409)
    if not typed_in_vain(request.POST, idea):
        messages.info(request, _("Idén är redan skickad. Så här ser den ut nu."))
        return redirect(idea)
    if {"title", "text"} <= request.POST.keys() and can_edit(request.user, idea):
        address = reverse("ideas:edit", args=[idea.reference])
        hold(request, address)
        return redirect(address)
    return too_late(request, idea, request.POST, _("Idén är redan skickad."))


def too_late(request: HttpRequest, idea: Idea, posted: Mapping[str, str], why: str | Promise) -> HttpResponse:
    """The words as they were typed, to be copied, and what can be done instead."""
    context = {
        "municipality": idea.topic.municipality,
        "idea": idea,
        "why": why,
        "typed": typed_in_vain(posted, idea),
        "can_add": can_add(request.user, idea),
        "crumb": crumb(idea.topic.municipality),
    }
    return render(request, "ideas/too_late.html", context, status=409)


def typed_in_vain(posted: Mapping[str, str], idea: Idea) -> list[tuple[str, str]]:
    """(label, words) of what the idea does not hold."""
    there = {"title": idea.title, "text": idea.text, "place": idea.place}
    labels = {"title": _("Din idé i en mening"), "text": _("Text"), "place": _("Var gäller den?")}
    typed = [(labels[name], posted[name]) for name in there if name in posted and _differ(posted[name], there[name])]
    described = set(idea.attachments.values_list("alt", flat=True))
    alts = [words for name, words in posted.items() if name.startswith(ALT) and words.strip()]
    return [*typed, *((_("Vad fotot visar"), words) for words in alts if " ".join(words.split()) not in described)]


def _differ(typed: str, there: str) -> bool:
    return bool(typed.strip()) and typed.split() != there.split()
