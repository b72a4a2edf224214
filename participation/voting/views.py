from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from participation.core.held import hold, peek_held, take_held
from participation.core.paging import keyset
from participation.topics.continuing import visible_or_further
from participation.topics.models import Topic
from participation.topics.words_elsewhere import name_of

from . import actions
from .actions import UNREAD
from .box import support_for
from .errors import SupportClosed
from .forms import ObjectionForm
from .models import Support
from .permissions import can_object, can_read_reasons
from .signals import goal_asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

SUPPORTED = (Topic.Kind.IDEA, Topic.Kind.PROPOSAL)
PLACES = ("box", "again", "bar")  # where on the page the button was pressed
ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


def visible_topic(request: HttpRequest, pk: int) -> Topic:
    """Only what can be supported while it is open: a page or an e-service never can."""
    supported = Topic.objects.select_related("municipality").of_kind(*SUPPORTED).defer(*UNREAD)
    return visible_or_further(supported, request.user, pk)


@ask_or_do
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, for those who come here by signing in: nothing is changed by following a link."""
    topic = visible_topic(request, pk)
    if request.method != "POST":
        return render(request, "voting/support.html", page_of(request, topic))
    if not request.user.is_authenticated:
        return to_sign_in(request, request.path)
    return answered(request, topic, actions.support, _("Tack. Ditt stöd räknas."))


@ask_or_do
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    topic = visible_topic(request, pk)
    if not request.user.is_authenticated:
        return to_sign_in(request, request.path)
    if request.method != "POST":
        return render(request, "voting/support.html", page_of(request, topic))
    return answered(request, topic, actions.take_back, _("Du har tagit tillbaka."))


@ask_or_do
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """ "Not like this", with a reason. Somebody who is not signed in may write it first."""
    topic = visible_topic(request, pk)
    if topic.kind != Topic.Kind.PROPOSAL:
        raise Http404
    if request.method == "POST" and not request.user.is_authenticated:
        hold(request)
        return redirect_to_login(request.path)
    held = peek_held(request) if request.user.is_authenticated else None
    form = ObjectionForm(request.POST or None, initial={"reason": held.get("reason", "") if held else ""})
    if request.method == "POST" and form.is_valid() and objected(request, topic, form):
        take_held(request)
        messages.success(request, _("Tack. Ditt skäl har kommit fram."))
        return redirect(f"{topic.get_absolute_url()}#stod")
    allowed, why_not = can_object(request.user, topic)
    may_type = allowed or not request.user.is_authenticated
    context = page_of(request, topic, form=form if may_type else None, why_not=why_not, kept=bool(held))
    if not may_type and (reason := (held or request.POST).get("reason", "").strip()):
        context["words"] = [reason]
    return render(request, "voting/object.html", context, status=422 if form.is_bound else 200)


def objected(request: HttpRequest, topic: Topic, form: ObjectionForm) -> bool:
    try:
        actions.object_to(
            topic=topic,
            person=request.user,  # type: ignore[arg-type]  # the view lets nobody else by
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
    except SupportClosed as closed:
        form.add_error(None, str(closed))
        return False
    return True


@require_GET
def reasons(request: HttpRequest, pk: int) -> HttpResponse:
    """Why people say "not like this", for staff of the municipality; without names."""
    topic = visible_topic(request, pk)
    if not can_read_reasons(request.user, topic):
        raise Http404
    rows = Support.objects.of_topic(topic).objecting()
    page = keyset(rows, order=("-created_at", "-id"), after=request.GET.get("efter"), size=50)
    return render(request, "voting/reasons.html", page_of(request, topic, page=page))


def answered(request: HttpRequest, topic: Topic, act: Callable[..., bool], thanks: str) -> HttpResponse:
    """Do it and show the topic again, or for htmx only the parts of its page that changed."""
    topic, failed = done(request, topic, act)
    if not getattr(request, "htmx", False):
        messages.warning(request, failed) if failed else messages.success(request, thanks)
        return redirect(f"{topic.get_absolute_url()}#stod")
    box = support_for(request, visible_topic(request, topic.pk), curve=False)["support"]
    box.failed = failed
    place = request.POST.get("place")
    context = {
        "support": box,
        "place": place if place in PLACES else "box",
        "is_following": box.follows,
        "thanks": thanks,
        "sentence": _sentence_about_goal(box.topic),
    }
    response = render(request, "voting/_pressed.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _sentence_about_goal(topic: Topic) -> str:
    answers: list[tuple[Any, Any]] = goal_asked.send(sender=Topic, topic=topic)
    return str(next((sentence for _receiver, sentence in answers if sentence), ""))


def done(request: HttpRequest, topic: Topic, act: Callable[..., bool]) -> tuple[Topic, str]:
    """Where it was done, and why not. Had the idea just been merged with another, it is done there."""
    failed = ""
    try:
        if act(topic=topic, person=request.user, now=timezone.now()):
            return topic, ""
    except SupportClosed as closed:
        failed = str(closed)
    further = visible_topic(request, topic.pk)
    return (topic, failed) if further.pk == topic.pk else done(request, further, act)


def to_sign_in(request: HttpRequest, path: str) -> HttpResponse:
    way = redirect_to_login(path)
    return HttpResponseClientRedirect(way.url) if getattr(request, "htmx", False) else way


def page_of(request: HttpRequest, topic: Topic, **more: object) -> dict[str, object]:
    """What every page here has: its frame, and the way back."""
    name = name_of(topic)
    back = [{"title": name.title, "url": topic.get_absolute_url()}]
    return {
        "topic": topic,
        "name": name,
        "municipality": topic.municipality,
        "crumb": back,
        **support_for(request, topic, curve=False),
        **more,
    }
