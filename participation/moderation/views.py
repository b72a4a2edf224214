from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from participation.discussion.models import Comment
from participation.topics.models import Topic

from . import actions
from .errors import AlreadyFlagged, TooManyFlags
from .forms import FlagForm
from .permissions import can_flag_entry, can_flag_topic

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# What citizens write or take part in. A page of the municipality has an editor, whom its footer names.
FLAGGABLE = (Topic.Kind.IDEA, Topic.Kind.PROPOSAL)
ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


@ask_or_do
def flag_topic(request: HttpRequest, pk: int) -> HttpResponse:
    topic = visible_topic(request, pk)
    if topic.kind not in FLAGGABLE:
        raise Http404
    return flag(request, topic, None, *can_flag_topic(request.user, topic))


@ask_or_do
def flag_entry(request: HttpRequest, pk: int) -> HttpResponse:
    entries = Comment.objects.visible_to(request.user)
    entry = get_object_or_404(entries.select_related("topic__municipality", "author__home", "department"), id=pk)
    return flag(request, entry.topic, entry, *can_flag_entry(request.user, entry))


def flag(request: HttpRequest, topic: Topic, entry: Comment | None, allowed: bool, why_not: str) -> HttpResponse:
    form = FlagForm(request.POST or None) if allowed else None
    if form is not None and request.method == "POST" and form.is_valid() and flagged(request, topic, entry, form):
        return redirect("moderation:thanks", topic.pk)
    context: dict[str, object] = {"topic": topic, "municipality": topic.municipality, "entry": entry}
    context |= {"form": form, "why_not": why_not}
    context["crumb"] = [{"title": topic.title, "url": topic.get_absolute_url()}]
    return render(request, "moderation/flag.html", context, status=422 if form is not None and form.is_bound else 200)


def flagged(request: HttpRequest, topic: Topic, entry: Comment | None, form: FlagForm) -> bool:
    """Whether the person is thanked; a repetition is thanked as well."""
    reporter = request.user if request.user.is_authenticated else None
    try:
        actions.flag(topic=topic, entry=entry, reporter=reporter, now=timezone.now(), **form.cleaned_data)
    except AlreadyFlagged:
        return True
    except TooManyFlags:
        form.add_error(None, _("Du har anmält mycket på kort stund. Vänta en timme. Är det bråttom, ring kommunen."))
        return False
    return True


@require_GET
def thanks(request: HttpRequest, topic_pk: int) -> HttpResponse:
    topic = visible_topic(request, topic_pk)
    context = {"topic": topic, "municipality": topic.municipality}
    return render(request, "moderation/thanks.html", context)


def visible_topic(request: HttpRequest, pk: int) -> Topic:
    return get_object_or_404(Topic.objects.visible_to(request.user).select_related("municipality"), pk=pk)
