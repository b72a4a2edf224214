"""What was decided about what a person wrote: they read it here, appeal, and follow the appeal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from participation.core.held import hold, peek_held, take_held
from participation.core.paging import keyset
from participation.notifications.reading import read_here

from . import actions
from .errors import CannotAppeal
from .forms import AppealForm
from .models import Appeal, Decision
from .owners import anchored, picture_of
from .permissions import can_appeal
from .places import title_for, titles_for, what_of
from .telling import reasons_of
from .wording import words_around

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 20


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    mine = Decision.objects.against(request.user).select_related("topic__municipality", "entry", "appeal", "pause")
    page = keyset(mine, order=("-decided_at", "-id"), after=request.GET.get("efter"), size=PER_PAGE)
    titles = titles_for([one.topic for one in page.items], request.user)
    rows = [{"decision": one, "title": what_of(one, titles[one.topic_id])} for one in page.items]
    return render(request, "moderation/mine/index.html", {"page": page, "rows": rows})


@never_cache
@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    found = own_decision(request, pk)
    if (held := anchored(found.topic)) is not None:
        return redirect(held.of_writer(found))
    read_here(request, path=request.path)
    appeal = Appeal.objects.filter(decision=found).first()
    may_appeal = appeal is None and can_appeal(request.user, found)
    form = AppealForm(initial=_held(request, found)) if may_appeal else None
    return page_of(request, found, form=form, appeal=appeal)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Its form stands on the decision's page; a link, as in the mail, leads to it."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            hold(request)
        return redirect_to_login(request.path)
    found = own_decision(request, pk)
    if (held := anchored(found.topic)) is not None:
        return redirect(held.of_writer(found))
    if request.method != "POST":
        return redirect(f"{address(found)}#overklaga")
    form = AppealForm(request.POST)
    if not form.is_valid():
        return page_of(request, found, form=form, appeal=None, status=422)
    user: Any = request.user
    try:
        actions.appeal(decision=found, person=user, words=form.cleaned_data["words"], now=timezone.now())
    except CannotAppeal:
        messages.warning(request, _("Du har redan överklagat det här beslutet. Det går att göra en gång."))
    else:
        messages.success(request, _("Ditt överklagande är skickat. Någon annan än den som beslutade prövar det."))
    take_held(request)
    return redirect(address(found))


def own_decision(request: HttpRequest, pk: int) -> Decision:
    mine = Decision.objects.against(request.user)  # type: ignore[arg-type]  # signed in
    related = ("topic__municipality", "topic__author", "entry", "concerns", "pause", "municipality")
    return get_object_or_404(mine.select_related(*related), id=pk)


def page_of(
    request: HttpRequest, found: Decision, *, form: AppealForm | None, appeal: Appeal | None, status: int = 200
) -> HttpResponse:
    reader: Any = request.user
    context = {
        "decision": found,
        "title": title_for(found.topic, reader),
        "municipality": found.municipality,
        "picture": picture_of(found.topic, found.picture) if found.picture else None,
        "reasons": list(reasons_of(found)),
        "words": words_around(found),
        "form": form,
        "appeal": appeal,
        "now": timezone.now(),
    }
    return render(request, "moderation/mine/decision.html", context, status=status)


def address(found: Decision) -> str:
    return reverse("decisions:decision", args=[found.pk])


def _held(request: HttpRequest, found: Decision) -> dict[str, str]:
    """What was typed when the session had ended."""
    fields = peek_held(request, f"{address(found)}overklaga/")
    return {"words": fields.get("words", "")} if fields else {}
