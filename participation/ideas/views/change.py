"""What an author does with an idea that others have seen: change, add, take away, bring back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participation.accounts.pausing import Paused

from .. import actions
from ..addresses import up_to
from ..forms import AdditionForm, EditForm
from ..models import Idea, IdeaVersion
from ..permissions import can_add, can_edit, can_restore, can_withdraw, is_author
from ..states import InvalidTransition, TextFrozen, VersionWaiting
from .door import keeps_words, typed_before, where_it_stood
from .finding import allowed_idea
from .late import too_late
from .own_changes import over_of, own_changes, taken_up

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse, QueryDict

    from participation.accounts.person_request import PersonRequest

FROZEN = gettext_lazy("Någon annan har stött idén medan du skrev, så texten ligger fast.")
MOVED_ON = gettext_lazy("Idén har hunnit ändras sedan du öppnade sidan.")
COPY = gettext_lazy("Din text finns kvar här: kopiera det du vill behålla.")


@never_cache
@keeps_words
@where_it_stood
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, reference: str) -> HttpResponse:
    idea = allowed_idea(request, reference, is_author)
    data = request.POST if request.method == "POST" else typed_before(request)
    if not can_edit(request.user, idea):
        return _cannot_edit(request, idea, data)
    changes = own_changes(idea)
    start = taken_up(request, changes, IdeaVersion.Kind.EDIT)
    form = EditForm(data, shown=start or idea)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, "ideas/edit.html", idea, form, start=start, over=over_of(data, start))
    words = {**form.cleaned_data, "over": over_of(data, start)}
    try:
        version = actions.edit_published(idea=idea, by=request.user, now=timezone.now(), **words)
    except Paused as paused:
        form.add_error(None, str(paused))
        return _form_page(request, "ideas/edit.html", idea, form, start=start, over=over_of(data, start))
    except TextFrozen:
        return too_late(request, idea, request.POST, FROZEN)
    except InvalidTransition:
        return too_late(request, idea, request.POST, MOVED_ON)
    except VersionWaiting as came:
        return _lost_the_race(request, idea, form, came.waiting, IdeaVersion.Kind.EDIT)
    return _received(request, idea, version)


def _cannot_edit(request: HttpRequest, idea: Idea, typed: QueryDict | None) -> HttpResponse:
    """Not in the form for an addition either: those were words to stand instead of others."""
    if not can_add(request.user, idea):
        return _moved_on(request, idea, typed)
    if typed is not None:
        return too_late(request, idea, typed, FROZEN)
    messages.info(request, _("Någon annan har stött idén, så texten ligger fast. Du kan göra ett tillägg."))
    return redirect("ideas:add", reference=idea.reference)


def _moved_on(request: HttpRequest, idea: Idea, typed: QueryDict | None) -> HttpResponse:
    if typed is None:
        raise Http404
    return too_late(request, idea, typed, MOVED_ON)


@never_cache
@keeps_words
@where_it_stood
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PersonRequest, reference: str) -> HttpResponse:
    idea = allowed_idea(request, reference, is_author)
    data = request.POST if request.method == "POST" else typed_before(request)
    if not can_add(request.user, idea):
        return _moved_on(request, idea, data)
    changes = own_changes(idea)
    start = taken_up(request, changes, IdeaVersion.Kind.ADDITION)
    form = AdditionForm(data, initial={"text": start.text} if start else None)
    if request.method != "POST" or not form.is_valid():
        more = {"start": start, "over": over_of(data, start), "changes": changes}
        return _form_page(request, "ideas/add.html", idea, form, **more)
    words = {**form.cleaned_data, "over": over_of(data, start)}
    try:
        version = actions.add_addition(idea=idea, by=request.user, now=timezone.now(), **words)
    except Paused as paused:
        form.add_error(None, str(paused))
        return _form_page(
            request, "ideas/add.html", idea, form, start=start, over=over_of(data, start), changes=changes
        )
    except VersionWaiting as came:
        return _lost_the_race(request, idea, form, came.waiting, IdeaVersion.Kind.ADDITION)
    except InvalidTransition:
        return too_late(request, idea, request.POST, MOVED_ON)
    return _received(request, idea, version)


@never_cache
@keeps_words
@where_it_stood
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: PersonRequest, reference: str) -> HttpResponse:
    idea = allowed_idea(request, reference, can_withdraw)
    if request.method != "POST":
        return _confirmation(request, idea, "ideas/withdraw.html")
    idea = actions.withdraw(idea=idea, by=request.user, now=timezone.now())
    if idea.is_unsent:
        messages.success(request, _("Din idé är tillbakadragen. Bara du ser den."))
    else:
        messages.success(
            request, _("Din idé är tillbakadragen. Bara du och kommunens granskare och handläggare ser den.")
        )
    return redirect(idea)


@never_cache
@keeps_words
@where_it_stood
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: PersonRequest, reference: str) -> HttpResponse:
    idea = allowed_idea(request, reference, can_restore)
    if request.method != "POST":
        has_passed = idea.gathering_until is not None and idea.gathering_until < timezone.now()
        return _confirmation(request, idea, "ideas/restore.html", has_passed=has_passed)
    idea = actions.restore(idea=idea, by=request.user, now=timezone.now())
    if idea.status == Idea.Status.EXPIRED:
        messages.info(request, _("Din idé är tillbaka. Tiden för att samla stöd är ute, så den finns kvar att läsa."))
    else:
        messages.success(request, _("Din idé är tillbaka där den var."))
    return redirect(idea)


def _received(request: HttpRequest, idea: Idea, version: IdeaVersion) -> HttpResponse:
    waits, is_addition = version.review == IdeaVersion.Review.WAITING, version.kind == IdeaVersion.Kind.ADDITION
    if waits and is_addition:
        said = _("Tack! Vi läser tillägget innan det syns. Du får veta när det är publicerat.")
    elif waits:
        said = _("Tack! Vi läser ändringen innan den syns. Du får veta när den är publicerad.")
    else:
        said = _("Tack! Tillägget är publicerat.") if is_addition else _("Tack! Ändringen är publicerad.")
    messages.success(request, said)
    return redirect(idea)


def _lost_the_race(request: HttpRequest, idea: Idea, form: forms.Form, waiting: IdeaVersion, kind: str) -> HttpResponse:
    """What waits is shown below what was typed. One of the same kind is replaced by sending once more."""
    if waiting.kind == kind:
        why = _("Du har redan skickat något som väntar på granskning. Det står längre ner. ")
        why += _("Skickar du igen ersätter den här texten det.")
    elif kind == IdeaVersion.Kind.EDIT:
        why = _("Ett tillägg väntar på granskning. ") + COPY
    else:
        why = _("En ändring väntar redan på granskning. ") + COPY
    form.add_error(None, why)
    template = "ideas/edit.html" if kind == IdeaVersion.Kind.EDIT else "ideas/add.html"
    over = waiting.stamp if waiting.kind == kind else ""
    return _form_page(request, template, idea, form, over=over, changes=[waiting])


def _form_page(request: HttpRequest, template: str, idea: Idea, form: forms.Form, **more: object) -> HttpResponse:
    context = {"municipality": idea.topic.municipality, "idea": idea, "form": form, "crumb": up_to(idea), **more}
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def _confirmation(request: HttpRequest, idea: Idea, template: str, **more: Any) -> HttpResponse:
    context = {"municipality": idea.topic.municipality, "idea": idea, "crumb": up_to(idea), **more}
    return render(request, template, context)
