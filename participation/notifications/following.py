"""The pages where a person sees all they follow, lets go of it, thinks again, and chooses what to hear of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from participation.core.paging import keyset
from participation.places.models import Municipality
from participation.topics.models import Category, Topic
from participation.topics.words_elsewhere import names_of

from . import actions, interests
from .forms import PlaceForm
from .models import Follow, Interest

if TYPE_CHECKING:
    from django.http import HttpResponse

    from participation.accounts.person_request import PersonRequest

PAGE = 20
LET_GO = "let_go"  # in the session: what the person stopped following a moment ago
page_and_post = require_http_methods(["GET", "HEAD", "POST"])


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
    places = Interest.objects.filter(person=request.user).select_related("municipality", "category")
    names = names_of(follow.topic for follow in page.items)
    context = {
        "municipality": None,
        "page": page,
        "rows": [(follow, names[follow.topic_id]) for follow in page.items],
        "places": places.order_by("municipality__name", "category__name", "pk") if page.is_first else [],
        "let_go": request.session.get(LET_GO, {}).get("title", ""),
    }
    return render(request, "notifications/following.html", context)


@never_cache
@page_and_post
def place(request: PersonRequest, code: str) -> HttpResponse:
    """What to hear of a municipality: all that is new, or some of its subjects. `?amne=` is chosen beforehand."""
    municipality = get_object_or_404(Municipality, code=code, is_open=True)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    form = PlaceForm(
        request.POST if request.method == "POST" else None,
        person=request.user,
        municipality=municipality,
        wanted=request.GET.get("amne", ""),
    )
    if form.is_valid():
        try:
            form.save()
        except interests.TooMany:
            form.add_error(None, _("Du följer redan så mycket som går. Sluta följa något först."))
        else:
            messages.success(request, form.thanks)
            return redirect("notifications:following")
    context = {"municipality": municipality, "form": form}
    return render(request, "notifications/place.html", context)


@never_cache
@page_and_post
def stop_interest(request: PersonRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    found = Interest.objects.select_related("municipality", "category").filter(person=request.user, pk=pk).first()
    if request.method == "POST" and found is not None:
        let_go_of(request, title=str(found), interest=[found.municipality_id, found.category_id, found.area])
        interests.end(found)
    return redirect("notifications:following")


@never_cache
@page_and_post
def undo(request: PersonRequest) -> HttpResponse:
    """Follow again what the person let go of last, if it still is there for them."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    was = request.session.pop(LET_GO, {}) if request.method == "POST" else {}
    if was and _again(request, was):
        messages.success(request, _("Du följer ”{title}” igen.").format(title=was["title"]))
    return redirect("notifications:following")


def _again(request: PersonRequest, was: dict[str, Any]) -> bool:
    if "topic" in was:
        topic = Topic.objects.visible_to(request.user).filter(pk=was["topic"]).first()
        return topic is not None and actions.follow(topic=topic, person=request.user)
    municipality, category, area = was["interest"]
    home = Municipality.objects.filter(pk=municipality, is_open=True).first()
    about = Category.objects.filter(pk=category, municipality=municipality).first() if category else None
    if home is None or (category and about is None):
        return False
    sides = tuple(area) if area else None
    interests.begin(person=request.user, municipality=home, category=about, area=sides)
    return True


def let_go_of(request: PersonRequest, *, title: str, **what: Any) -> None:
    """For the button that takes it back, on the next page that shows what one follows."""
    request.session[LET_GO] = {"title": title, **what}
