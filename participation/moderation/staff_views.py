"""The moderator's desk for flags, in the Wagtail admin. Every view starts from what this person may decide on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from participation.discussion.models import Comment
from participation.topics.models import Topic

from . import actions
from .errors import NothingToDecide
from .forms import DecisionForm, FlagFilter
from .models import Decision, Flag
from .permissions import can_decide, can_decide_somewhere, is_citizens
from .places import owner_url

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 30
Outcome = Decision.Outcome


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if not can_decide_somewhere(user):
        raise PermissionDenied
    mine = Flag.objects.moderated_by(user)
    form = FlagFilter(request.GET or None, user=user)
    flags = form.chosen(mine).select_related(
        "topic__municipality", "entry__author__home", "entry__department", "decision"
    )
    page = Paginator(flags.order_by("decision_id", "created_at", "id"), PER_PAGE).get_page(request.GET.get("p"))
    context = {"page_obj": page, "form": form, "waiting": mine.waiting().count()}
    return render(request, "moderation/admin/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on an entry, flagged or not."""
    entries = Comment.objects.select_related(
        "topic__municipality", "topic__author", "author__home", "department", "root"
    )
    found = get_object_or_404(entries, id=pk)
    if not can_decide(request.user, found.topic, found):
        raise Http404
    return decide(request, found.topic, found)


@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on a topic. What nobody has handed in is no moderator's business."""
    topics = Topic.objects.visible_to(request.user).select_related("municipality", "author__home")
    found = get_object_or_404(topics, pk=pk)
    if not can_decide(request.user, found):
        raise Http404
    return decide(request, found, None)


def decide(request: HttpRequest, topic: Topic, entry: Comment | None) -> HttpResponse:
    flags = list(Flag.objects.on(topic, entry).waiting().order_by("created_at"))
    choices = choices_for(topic, entry, waiting=bool(flags))
    form = DecisionForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        return decided(request, topic, entry, form)
    context = {
        "topic": topic,
        "entry": entry,
        "flags": flags,
        "decisions": Decision.objects.on(topic, entry).select_related("decided_by__home"),
        "form": form if choices else None,
        "owner_url": owner_url(topic),
    }
    return render(request, "moderation/admin/decide.html", context)


def choices_for(topic: Topic, entry: Comment | None, *, waiting: bool) -> list[tuple[str, Any]]:
    shown = entry.is_shown if entry else topic.is_public
    hidden = entry.removal == Comment.Removal.MODERATOR if entry else actions.is_hidden(topic)
    choices: list[tuple[str, Any]] = []
    if shown and (entry or is_citizens(topic)):
        choices.append((Outcome.HIDDEN, _("Dölj")))
    if waiting:
        choices.append((Outcome.KEPT, _("Låt det vara som det är")))
    if hidden:
        choices.append((Outcome.RESTORED, _("Visa igen")))
    return choices


def decided(request: HttpRequest, topic: Topic, entry: Comment | None, form: DecisionForm) -> HttpResponse:
    outcome, reason = form.cleaned_data["outcome"], form.cleaned_data["reason"]
    said: Any = {"moderator": request.user, "reason": reason, "now": timezone.now()}
    try:
        if outcome == Outcome.KEPT:
            actions.keep(topic=topic, entry=entry, **said)
        elif entry:
            (actions.hide if outcome == Outcome.HIDDEN else actions.restore)(entry=entry, **said)
        else:
            (actions.hide_topic if outcome == Outcome.HIDDEN else actions.restore_topic)(topic=topic, **said)
    except NothingToDecide:
        messages.warning(request, _("Något har ändrats sedan sidan öppnades. Läs en gång till."))
        return redirect(request.path)
    messages.success(request, _("Beslutet är sparat. De som berörs får veta det."))
    return redirect("flags:index")
