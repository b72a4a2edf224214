"""Two ideas that ask for the same: find the other, see in figures what happens, say why, and do it; or undo it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from participation.core.between import CameBetween
from participation.topics.models import Topic
from participation.topics.search import search

from ..merging import actions
from ..merging.chains import standing, way_of
from ..merging.figures import returning, weigh
from ..merging.rules import can_take_part, hindrances, hindrances_to_parting
from ..models import Idea
from ..permissions import can_merge
from ..similar import similar_to
from ..states import MERGEABLE, Status
from .deciding import decide_both, last_event
from .filters import NUMBER
from .forms import MergerForm, OtherIdeaForm, PartingForm
from .reach import idea_for, ideas_for, staff_of
from .sheets import reached, told

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.accounts.models import User

MOST = 12
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Those that resemble it first; others by words or number."""
    user, now = staff_of(request), timezone.now()
    try:
        idea = reached(user, pk, "merge")
    except CameBetween as came:
        return told(request, pk, str(came))
    form = OtherIdeaForm(request.GET)
    words: str = form.cleaned_data["q"] if form.is_valid() else ""
    found = _found(user, idea, words)
    context = {
        "idea": idea,
        "form": form,
        "words": words,
        "can_merge": can_take_part(idea, now=now),
        "rows": [other for other in found if can_take_part(other, now=now) and can_merge(user, other)],
    }
    return render(request, "ideas/admin/merge_choose.html", context)


@form_page
def merge_with(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    user = staff_of(request)
    idea, kept = _both(user, pk, other)
    if idea.status == Status.MERGED and idea.merged_into_id == kept.pk:
        messages.info(request, _("Idéerna är redan sammanslagna."))
        return redirect("ideas_admin:inspect", pk=kept.pk)
    form = MergerForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _merge_page(request, idea, kept, form)
    words, now = form.cleaned_data["words"], timezone.now()
    try:
        decide_both(
            ideas=(idea, kept),
            seen=(request.POST.get("seen", ""), request.POST.get("seen_kept", "")),
            by=user,
            act=lambda: actions.merge(idea=idea, kept=kept, words=words, by=user, now=now),
        )
    except CameBetween as came:
        idea, kept = _both(user, pk, other)
        if idea.merged_into_id == kept.pk:  # the second click of two
            return redirect("ideas_admin:inspect", pk=kept.pk)
        return _merge_page(request, idea, kept, form, between=str(came))
    names = {"title": idea.title, "kept": kept.title}
    messages.success(request, _("”%(title)s” är sammanslagen med ”%(kept)s”. De som berörs får veta det.") % names)
    return redirect("ideas_admin:inspect", pk=kept.pk)


@form_page
def part(request: HttpRequest, pk: int) -> HttpResponse:
    user = staff_of(request)
    try:
        idea = reached(user, pk, "part")
    except CameBetween as came:
        return told(request, pk, str(came))
    way = way_of(idea)
    if idea.status != Status.MERGED or not way:
        return told(request, pk, _("Idén är inte sammanslagen med någon annan."))
    kept = idea_for(user, way[-1].kept_id)
    if not can_merge(user, kept):
        raise PermissionDenied
    form = PartingForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _part_page(request, idea, kept, form)
    words, now = form.cleaned_data["words"], timezone.now()
    try:
        decide_both(
            ideas=(idea,),
            seen=(request.POST.get("seen", ""),),
            by=user,
            act=lambda: actions.part(idea=idea, words=words, by=user, now=now),
        )
    except CameBetween as came:
        return told(request, pk, str(came))
    messages.success(
        request, _("”%(title)s” har en egen sida igen. De som berörs får veta det.") % {"title": idea.title}
    )
    return redirect("ideas_admin:inspect", pk=pk)


def merged_with(user: User, idea: Idea) -> dict[str, Any]:
    """For the idea's own staff page: where it went, and what went into it."""
    parts = Idea.objects.filter(merged_into=idea).select_related("topic__author__home").order_by("pk")
    merger = standing().select_related("merged_by").filter(idea=idea).first() if idea.merged_into_id else None
    return {"kept": idea.merged_into, "merger": merger, "parts": list(parts), "may_part": can_merge(user, idea)}


def _both(user: User, pk: int, other: int) -> tuple[Idea, Idea]:
    """404 outside the person's reach and across municipalities, PermissionDenied for whoever may not merge them."""
    idea = idea_for(user, pk)
    kept = idea_for(user, other)
    if not (can_merge(user, idea) and can_merge(user, kept)):
        raise PermissionDenied
    return idea, kept


def _found(user: User, idea: Idea, words: str) -> list[Idea]:
    """Ideas of the same municipality, best first."""
    topic = idea.topic
    reachable = ideas_for(user).filter(topic__municipality=topic.municipality_id, status__in=MERGEABLE)
    reachable = reachable.exclude(pk=idea.pk).for_page()
    if number := NUMBER.search(words):
        return list(reachable.filter(reference=number.group()))
    if words:
        topics = Topic.objects.public().in_municipality(topic.municipality).of_kind(Topic.Kind.IDEA)
        hits = search(topics, words, limit=MOST * 3)
    else:
        hits = similar_to(f"{idea.title} {idea.text}", municipality=topic.municipality, but=topic.pk, most=MOST)
    by_topic = {one.topic_id: one for one in reachable.filter(topic__in=[hit.pk for hit in hits])}
    return [by_topic[hit.pk] for hit in hits if hit.pk in by_topic][:MOST]


def _merge_page(request: HttpRequest, idea: Idea, kept: Idea, form: MergerForm, *, between: str = "") -> HttpResponse:
    context = {
        "idea": idea,
        "other": kept,
        "weight": weigh(idea, kept),
        "hindrances": hindrances(idea, kept, now=timezone.now()),
        "form": form,
        "seen": last_event(idea).pk,
        "seen_kept": last_event(kept).pk,
        "between": between,
    }
    return render(request, "ideas/admin/merge.html", context, status=409 if between else 200)


def _part_page(request: HttpRequest, idea: Idea, kept: Idea, form: PartingForm) -> HttpResponse:
    way = way_of(idea)
    context = {
        "idea": idea,
        "kept": kept,
        "back": returning(way[0]),
        "hindrances": hindrances_to_parting(kept),
        "form": form,
        "seen": last_event(idea).pk,
    }
    return render(request, "ideas/admin/part.html", context)
