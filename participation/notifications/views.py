from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect

from participation.core.paging import keyset
from participation.topics.continuing import visible_or_further, where_it_goes_on
from participation.topics.models import Topic

from . import actions
from .models import Follow, Notification
from .querysets import unread_count
from .unsubscribing import read_token

if TYPE_CHECKING:
    from django.http import HttpResponse

    from participation.accounts.person_request import PersonRequest

PAGE = 20
page_and_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@login_required
@require_GET
def inbox(request: PersonRequest) -> HttpResponse:
    news = Notification.objects.to(request.user)
    page = keyset(news, order=("-created_at", "-id"), after=request.GET.get("efter"), size=PAGE)
    context = {"municipality": None, "page": page, "unread": unread_count(request.user)}
    return render(request, "notifications/inbox.html", context)


@never_cache
@login_required
@require_GET
def open_news(request: PersonRequest, pk: int) -> HttpResponse:
    """On to what the news are about, and read by that. A browser that only peeks ahead reads nothing."""
    news = get_object_or_404(Notification.objects.to(request.user), pk=pk)
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        actions.mark_read(person=request.user, pk=news.pk)
    return redirect(news.path or "notifications:inbox")


@never_cache
@page_and_post
def read(request: PersonRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return _sign_in_first(request)
    if request.method != "POST":
        return _once_more(request, resolve_url("notifications:inbox"))
    actions.mark_read(person=request.user, pk=pk)
    return redirect("notifications:inbox")


@never_cache
@page_and_post
def all_read(request: PersonRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return _sign_in_first(request)
    if request.method != "POST":
        return _once_more(request, resolve_url("notifications:inbox"))
    actions.mark_read(person=request.user)
    messages.success(request, _("Alla nyheter är lästa."))
    return redirect("notifications:inbox")


@never_cache
@login_required
@require_GET
def following(request: PersonRequest) -> HttpResponse:
    follows = Follow.objects.filter(person=request.user, topic__in=Topic.objects.visible_to(request.user))
    page = keyset(
        follows.select_related("topic__municipality"),
        order=("-created_at", "-id"),
        after=request.GET.get("efter"),
        size=PAGE,
    )
    return render(request, "notifications/following.html", {"municipality": None, "page": page})


@never_cache
@vary_on_headers("HX-Request")
@page_and_post
def follow(request: PersonRequest, pk: int) -> HttpResponse:
    """A post follows. A page, for those who had to sign in first, asks with one button."""
    topic = visible_or_further(Topic.objects.select_related("municipality"), request.user, pk)
    if not request.user.is_authenticated:
        return _sign_in_first(request)
    if request.method == "POST":
        topic = _follow(request, topic)
        return _followed(request, topic, is_following=True)
    if Follow.objects.filter(topic=topic, person=request.user).exists():
        return redirect(_home_of(topic))
    return render(request, "notifications/follow.html", {"municipality": topic.municipality, "topic": topic})


def _follow(request: PersonRequest, topic: Topic) -> Topic:
    """Had it just been merged with another, the person follows that one."""
    actions.follow(topic=topic, person=request.user)
    further = where_it_goes_on(topic.pk)
    if further is None:
        return topic
    topic = visible_or_further(Topic.objects.select_related("municipality"), request.user, further)
    actions.follow(topic=topic, person=request.user)
    return topic


@never_cache
@vary_on_headers("HX-Request")
@page_and_post
def unfollow(request: PersonRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return _sign_in_first(request)
    followed = Topic.objects.filter(follows__person=request.user, pk=where_it_goes_on(pk) or pk).first()
    topic = followed or visible_or_further(Topic.objects.select_related("municipality"), request.user, pk)
    if request.method != "POST":
        return _once_more(request, _home_of(topic))
    actions.unfollow(topic=topic, person=request.user)  # pressed twice, there is nothing left to do
    return _followed(request, topic, is_following=False)


@csrf_exempt  # the signed token is the right to do this, and nothing else; mail programs post it (RFC 8058)
@never_cache
@page_and_post
def unsubscribe(request: PersonRequest, token: str) -> HttpResponse:
    wish = read_token(token)
    if wish is None:
        raise Http404
    person_id, reason = wish
    at_once = request.method != "POST" or "again" in request.POST
    if request.method == "POST":
        actions.set_mail(person_id=person_id, reason=reason, at_once=at_once)
    context = {"municipality": None, "reason": reason, "at_once": at_once, "asks": request.method != "POST"}
    return render(request, "notifications/unsubscribe.html", context)


def _sign_in_first(request: PersonRequest) -> HttpResponse:
    to_the_door = redirect_to_login(request.path)
    return HttpResponseClientRedirect(to_the_door.url) if request.headers.get("HX-Request") else to_the_door


def _once_more(request: PersonRequest, address: str) -> HttpResponse:
    """Back from signing in, to where the button is: a link that is followed changes nothing."""
    messages.info(request, _("Du är inloggad igen. Tryck en gång till, så blir det gjort."))
    return redirect(address)


def _followed(request: PersonRequest, topic: Topic, *, is_following: bool) -> HttpResponse:
    if request.headers.get("HX-Request"):
        context = {"topic": topic, "is_following": is_following, "just_now": True}
        return render(request, "notifications/_follow.html", context)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect(_home_of(topic))


def _home_of(topic: Topic) -> str:
    return topic.get_absolute_url() if topic.path else resolve_url("notifications:following")
