from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect

from participation.core.paging import keyset
from participation.topics.continuing import visible_or_further, where_it_goes_on
from participation.topics.models import Topic
from participation.topics.words_elsewhere import name_of

from . import actions
from .digest import things_of
from .following import PAGE, let_go_of, page_and_post
from .models import Cadence, Follow, Notification, Reason
from .querysets import unread_count
from .reading import is_glance
from .unsubscribing import in_words, read_token, remember, remembered

if TYPE_CHECKING:
    from django.http import HttpResponse

    from participation.accounts.person_request import PersonRequest


MARKED = "marked_read_at"  # in the session: when the person last marked all as read


@never_cache
@login_required
@require_GET
def inbox(request: PersonRequest) -> HttpResponse:
    """Grouped by what they are about, within a page. `?visa=olasta` and `?om=` one Reason narrow it."""
    reason, only_unread = request.GET.get("om", ""), request.GET.get("visa") == "olasta"
    news = Notification.objects.to(request.user).select_related("topic")
    if only_unread:
        news = news.unread()
    if reason in Reason.values:
        news = news.filter(reason=reason)
    page = keyset(news, order=("-created_at", "-id"), after=request.GET.get("efter"), size=PAGE)
    chosen = {"visa": "olasta" if only_unread else "", "om": reason if reason in Reason.values else ""}
    context = {
        "municipality": None,
        "page": page,
        "things": things_of(page.items),
        "unread": unread_count(request.user),
        "reasons": Reason.choices,
        "next_url": address_of(**chosen, efter=page.next_cursor) if page.next_cursor else "",
        "can_undo": MARKED in request.session,
        "has_push": bool(settings.VAPID_PRIVATE_KEY),
        **chosen,
    }
    return render(request, "notifications/inbox.html", context)


def address_of(**chosen: str) -> str:
    return f"?{urlencode({key: value for key, value in chosen.items() if value})}"


@never_cache
@login_required
@require_GET
def open_news(request: PersonRequest, pk: int) -> HttpResponse:
    """On to what the news are about, and read by that. A browser that only peeks ahead reads nothing."""
    news = get_object_or_404(Notification.objects.to(request.user), pk=pk)
    if not is_glance(request):
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
    now = timezone.now()
    if actions.mark_read(person=request.user, now=now):
        request.session[MARKED] = now.isoformat()
    messages.success(request, _("Alla nyheter är lästa."))
    return redirect("notifications:inbox")


@never_cache
@page_and_post
def unread_again(request: PersonRequest) -> HttpResponse:
    """Take back that all were marked as read."""
    if not request.user.is_authenticated:
        return _sign_in_first(request)
    marked = request.session.pop(MARKED, "") if request.method == "POST" else ""
    if marked:
        actions.mark_unread(person=request.user, read_at=datetime.fromisoformat(marked))
        messages.success(request, _("Nyheterna är olästa igen."))
    return redirect("notifications:inbox")


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
    context = {"municipality": topic.municipality, "topic": topic, "name": name_of(topic)}
    return render(request, "notifications/follow.html", context)


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
    if actions.unfollow(topic=topic, person=request.user):  # pressed twice, there is nothing left to do
        let_go_of(request, title=name_of(topic).title, topic=topic.pk)
    return _followed(request, topic, is_following=False)


@csrf_exempt  # the signed token is the right to do this, and nothing else; mail programs post it (RFC 8058)
@never_cache
@page_and_post
def unsubscribe(request: PersonRequest, token: str) -> HttpResponse:
    wish = read_token(token)
    if wish is None:
        raise Http404
    person_id, reasons = wish
    context = {"municipality": None, "what": in_words(reasons), "state": "asks"}
    if request.method == "POST" and "again" in request.POST:
        actions.set_mail(person_id=person_id, cadences=remembered(person_id, request.POST["again"]))
        context["state"] = "again"
    elif request.method == "POST":
        before = actions.set_mail(person_id=person_id, cadences={one.value: Cadence.NEVER for one in reasons})
        context |= {"state": "stopped", "again": remember(person_id, before)}
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
    return redirect(f"{_home_of(topic)}#folj-rad" if topic.path else _home_of(topic))


def _home_of(topic: Topic) -> str:
    return topic.get_absolute_url() if topic.path else resolve_url("notifications:following")
