"""Step two: where it is, what belongs to it, how others will see it; then save or send."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participation.accounts.pausing import Paused, why_paused
from participation.core.held import take_held
from participation.notifications.by_itself import say_so
from participation.notifications.querysets import is_following
from participation.notifications.reading import read_here
from participation.places.models import Municipality

from .. import actions
from ..addresses import crumb
from ..faults_link.beginning import let_go
from ..faults_link.shown import behind
from ..forms import PlaceForm, WordsForm
from ..models import Idea
from ..permissions import can_delete_draft, can_withdraw
from ..positions import clicked_position, map_pictures
from ..similar import similar_to
from ..states import IdeaGone
from .door import keeps_words, typed_before
from .files import ALT, take_files
from .late import while_a_draft
from .write import words_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse, QueryDict

    from participation.accounts.models import User

DO = "gor"  # the button that was pressed
MINE = "mitt"


@never_cache
@keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
@while_a_draft
def draft(request: HttpRequest, idea: Idea) -> HttpResponse:
    municipality = idea.topic.municipality
    if request.method != "POST":
        typed = typed_before(request)
        form = PlaceForm(typed, municipality=municipality, initial=_place_of(idea))
        return _draft_page(request, idea, form, typed=typed)
    refused = take_files(request, idea)
    clicked = clicked_position(request.POST, municipality.code)
    form = PlaceForm(_with_point(request.POST, clicked), municipality=municipality)
    if form.is_valid():
        idea = actions.save_draft(idea=idea, now=timezone.now(), **form.cleaned_data)
    if refused or not form.is_valid():
        return _draft_page(request, idea, form, refused=refused)
    return redirect(f"{idea.get_absolute_url()}#plats") if clicked else _onward(request, idea)


def _onward(request: HttpRequest, idea: Idea) -> HttpResponse:
    if request.POST.get(DO) == "skicka":
        return _send(request, idea)
    if request.POST.get(DO) == "text":
        return redirect("ideas:words", key=idea.key)
    if request.POST.get(DO) == "utan-punkt":
        return redirect(f"{idea.get_absolute_url()}#plats")
    if request.POST.get(DO) == "utan-felanmalningar":
        let_go(idea=idea)
        messages.success(request, _("Utkastet hör inte längre ihop med felanmälningarna."))
        return redirect(idea)
    if request.POST.get(DO) == "bilagor" or "bort" in request.POST:
        return redirect(f"{idea.get_absolute_url()}#bilagor")
    messages.success(request, _("Utkastet är sparat. Bara du ser det."))
    return redirect("ideas:mine")


def _send(request: HttpRequest, idea: Idea) -> HttpResponse:
    municipality = idea.topic.municipality
    if not WordsForm(words_of(idea), municipality=municipality).is_valid():
        messages.warning(request, _("Något saknas i texten. Fyll i det, så kan du skicka idén."))
        return redirect("ideas:words", key=idea.key)
    if idea.attachments.filter(kind="photo", alt="").exists():
        return _draft_page(request, idea, PlaceForm(request.POST, municipality=municipality), must_describe=True)
    try:
        idea = actions.submit(idea=idea, now=timezone.now())
    except Paused as paused:
        messages.warning(request, paused.args[0])
        messages.info(request, _("Utkastet är sparat. Du kan skicka det när pausen är slut."))
        return redirect(idea)
    messages.success(request, _thanks(idea))
    if is_following(request.user, idea.topic):
        say_so(request)
    return redirect(idea)


def _thanks(idea: Idea) -> str:
    if idea.status == Idea.Status.IN_REVIEW:
        return _("Tack! Din idé är skickad. Vi läser den innan den syns, och mejlar dig när den är publicerad.")
    return _("Tack! Din idé är publicerad.")


def _draft_page(
    request: HttpRequest,
    idea: Idea,
    form: PlaceForm,
    *,
    refused: list[str] | None = None,
    typed: QueryDict | None = None,
    must_describe: bool = False,
) -> HttpResponse:
    topic = idea.topic
    municipality = topic.municipality
    position = _shown_position(form) if form.is_bound else idea.position
    files = list(idea.attachments.all())
    for file in files if typed else ():
        file.alt = typed.get(f"{ALT}{file.pk}", file.alt)  # type: ignore[union-attr]  # asked the line before
    context = {
        "municipality": municipality,
        "idea": idea,
        "topic": topic,
        "form": form,
        "position": position,
        "maps": map_pictures(municipality.code, position),
        "photos": [file for file in files if file.is_photo],
        "documents": [file for file in files if not file.is_photo],
        "refused": refused or [],
        "undescribed": [file for file in files if file.is_photo and not file.alt] if must_describe else [],
        "similar": similar_to(f"{idea.title} {idea.text}", municipality=municipality, but=topic.pk),
        "behind": behind(idea),
        "reviewed_first": municipality.idea_review == Municipality.Review.BEFORE,
        "can_delete": can_delete_draft(request.user, idea),
        "can_withdraw": can_withdraw(request.user, idea),
        "paused": why_paused(request.user, municipality.pk),
        "crumb": crumb(municipality),
    }
    read_here(request, path=idea.get_absolute_url())
    return render(request, "ideas/draft.html", context, status=422 if request.method == "POST" else 200)


def _shown_position(form: PlaceForm) -> tuple[float, float] | None:
    form.is_valid()
    lon, lat = form.cleaned_data.get("lon"), form.cleaned_data.get("lat")
    return (lon, lat) if isinstance(lon, float) and isinstance(lat, float) else None


def _place_of(idea: Idea) -> dict[str, Any]:
    lat, lon = ("", "") if idea.lat is None else (str(idea.lat), str(idea.lon))
    return {"place": idea.place, "lat": lat, "lon": lon}


def _with_point(posted: QueryDict, clicked: tuple[float, float] | None) -> QueryDict:
    fields = posted.copy()
    if clicked:
        fields["lon"], fields["lat"] = (str(number) for number in clicked)
    elif posted.get(DO) == "utan-punkt":
        fields["lon"] = fields["lat"] = ""
    return fields


@never_cache
@keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    take_held(request)
    try:
        return _delete(request, key)
    except Http404:
        was_mine = constant_time_compare(request.POST.get(MINE, ""), _proof(request.user, key))
        if was_mine and not Idea.objects.filter(key=key).exists():  # the button was pressed twice
            return _gone(request)
        raise


@while_a_draft
def _delete(request: HttpRequest, idea: Idea) -> HttpResponse:
    if not can_delete_draft(request.user, idea):
        return redirect(idea)
    if request.method == "POST":
        with suppress(IdeaGone):
            actions.delete_draft(idea=idea)
        return _gone(request)
    context = {"municipality": idea.topic.municipality, "idea": idea, "proof": _proof(request.user, idea.key)}
    return render(request, "ideas/delete.html", context)


def _gone(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Utkastet är borta."))
    return redirect("ideas:mine")


def _proof(person: User | AnonymousUser, key: UUID) -> str:
    """What only the page that asked its author could say, when there is nothing left to ask for an author."""
    return salted_hmac("ideas.delete_draft", f"{person.pk} {key}", algorithm="sha256").hexdigest()
