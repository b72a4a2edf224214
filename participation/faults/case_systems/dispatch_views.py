"""Hand-overs in the admin: which failed, why in plain words, and how they go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participation.faults.errors import FaultError
from participation.faults.models import Dispatch
from participation.faults.permissions import can_handle_somewhere

from .health import stuck
from .sending_again import found_there, send_again, send_all_again, told_by_hand
from .tickets import note_of
from .told import moment_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.faults.querysets import DispatchQuerySet

PER_PAGE = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def dispatches(request: HttpRequest) -> HttpResponse:
    rows = _seen(request).dead()
    if request.method == "POST":
        number = send_all_again(rows=_chosen(rows, request.POST.get("system", "")), now=timezone.now())
        messages.success(
            request, ngettext("%(n)d anmälan skickas igen.", "%(n)d anmälningar skickas igen.", number) % {"n": number}
        )
        return redirect("case_systems:dispatches")
    systems = rows.values("system", "system__name").annotate(number=Count("pk")).order_by("system__name")
    page = Paginator(rows.select_related("system", "report").order_by("-pk"), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "page_obj": page,
        "systems": systems,
        "stuck": stuck(_seen(request), now=timezone.now()),
        "by_hand": _seen(request).by_hand().select_related("system", "report").order_by("-pk")[:PER_PAGE],
    }
    return render(request, "faults/case_systems/dispatches.html", context)


def _chosen(rows: DispatchQuerySet, system: str) -> DispatchQuerySet:
    """Of one system; nothing where what was sent is no system."""
    return rows.filter(system=int(system)) if system.isdecimal() and len(system) < 18 else rows.none()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def dispatch(request: HttpRequest, pk: int) -> HttpResponse:
    row: Dispatch = get_object_or_404(_seen(request).select_related("system", "report"), pk=pk)
    if request.method == "POST":
        _go_on(request, row)
        return redirect("case_systems:dispatch", pk)
    updates = [(update, note_of(update)) for update in row.updates.select_related("event__municipality")]
    return render(
        request,
        "faults/case_systems/dispatch.html",
        {"row": row, "updates": updates, "heard": row.incoming.order_by("-at", "-pk")[:50]},
    )


def _go_on(request: HttpRequest, row: Dispatch) -> None:
    number, now = request.POST.get("nummer", "").strip()[:120], timezone.now()
    try:
        if request.POST.get("gor") == "finns":
            if not number:
                messages.error(request, _("Skriv ärendets nummer i systemet."))
                return
            moves = request.POST.get("flytta") == "1"
            found_there(dispatch=row, external_id=number, seen=_seen(request), moves=moves, now=now)
        elif request.POST.get("gor") == "sagt":
            told_by_hand(dispatch=row, until=moment_of(request.POST.get("till")))
            messages.success(request, _("Tack. Det är struket från att-göra."))
            return
        else:
            send_again(dispatch=row, anew=request.POST.get("gor") == "nytt", now=now)
    except FaultError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Anmälan skickas igen."))


def _seen(request: HttpRequest) -> DispatchQuerySet:
    user: Any = request.user
    if not can_handle_somewhere(user):
        raise PermissionDenied
    return Dispatch.objects.seen_by(user)
