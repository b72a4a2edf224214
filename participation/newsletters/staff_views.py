"""One letter in the desk: how it looks, whom it goes to, and what can be done with it now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import ModelLogEntry

from . import sending
from .drawing import draw
from .errors import MayNot, NotNow, OtherWords
from .models import Letter
from .permissions import can_write_somewhere, letters_of, may_send, publishes
from .receivers import left_out_by_language, reached_by
from .staff_forms import SendForm, TakeAwayForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from participation.accounts.models import User

# Only what a mail holds: styles that stand in it, pictures of our own, and nothing that acts.
LATEST = 20
HAPPENED = {"wagtail.create": gettext_lazy("Skrivet"), "wagtail.edit": gettext_lazy("Ändrat")}  # of a letter
PREVIEW_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox; frame-ancestors 'self'"


def own_letter(request: HttpRequest, pk: int) -> tuple[Letter, User]:
    """404 for one of the neighbours: nothing tells that it is there."""
    user: Any = request.user
    if not can_write_somewhere(user):
        raise PermissionDenied
    return get_object_or_404(letters_of(user).select_related("municipality", "written_by", "approved_by"), pk=pk), user


@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    found, user = own_letter(request, pk)
    return _page(request, found, user, SendForm())


def _page(
    request: HttpRequest, found: Letter, user: User, form: SendForm, away: TakeAwayForm | None = None
) -> HttpResponse:
    allowed, why_not = may_send(user, found)
    receivers, stopped = reached_by(found) if found.started_at is None else (found.audience, 0)
    context = {
        "letter": found,
        "receivers": receivers,
        "stopped": stopped,
        "others": left_out_by_language(found) if found.started_at is None else [],
        "under_way": max(found.audience - found.done, 0),
        "categories": list(found.categories.all()),
        "may_send": allowed,
        "why_not": why_not,
        "publishes": publishes(user, found),
        "form": form,
        "away_form": away or TakeAwayForm(),
        "history": [(row, HAPPENED.get(row.action, row.message), row.data.get("why", "")) for row in _log_of(found)],
    }
    response = render(request, "newsletters/staff/letter.html", context)
    if found.status == Letter.Status.SENDING:
        response.headers["Refresh"] = "10"  # works without JavaScript, and ends when it is sent
    return response


def _log_of(found: Letter) -> QuerySet[ModelLogEntry]:
    entries = ModelLogEntry.objects.for_instance(found).select_related("user__home")
    return entries.order_by("-timestamp")[:LATEST]  # type: ignore[no-any-return]  # Wagtail's is loose


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    found, _user = own_letter(request, pk)
    html, _text = draw(found).to("#")
    response = HttpResponse(html)
    response.headers["Content-Security-Policy"] = PREVIEW_POLICY
    return response


@require_safe
def preview_text(request: HttpRequest, pk: int) -> HttpResponse:
    found, _user = own_letter(request, pk)
    _html, text = draw(found).to(_("[här står varje mottagares egen länk]"))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """The button that was pressed says what to do."""
    found, user = own_letter(request, pk)
    deed = DEEDS.get(request.POST.get("gor", ""))
    if deed is None:
        return redirect("newsletter:letter", pk)
    try:
        answer = deed(request, found, user)
    except MayNot as no:
        messages.error(request, str(no))
    except OtherWords:
        messages.error(
            request, _("Texten ändrades medan du läste den. Inget är skickat. Läs igenom brevet en gång till.")
        )
    except NotNow:
        messages.warning(request, _("Någon annan hann före. Så här står det till med brevet nu."))
    else:
        if answer is not None:
            return answer
    return redirect("newsletter:letter", pk)


def _test(request: HttpRequest, found: Letter, user: User) -> None:
    sending.mail_test(letter=found, person=user, now=timezone.now())
    messages.success(
        request,
        _("Ett provbrev är på väg till adressen i ditt konto. Nya bilder syns först när brevet skickas på riktigt."),
    )


def _hand_in(request: HttpRequest, found: Letter, user: User) -> None:
    sending.hand_in(letter_id=found.pk, by=user, now=timezone.now())
    messages.success(request, _("Kommunens publicister får veta att brevet väntar."))


def _send(request: HttpRequest, found: Letter, user: User) -> HttpResponse | None:
    form = SendForm(request.POST)
    if not form.is_valid():
        return _page(request, found, user, form)
    at = form.cleaned_data["at"]
    sending.send(letter_id=found.pk, by=user, words=request.POST.get("ord", ""), at=at, now=timezone.now())
    messages.success(request, _("Brevet skickas när dess tid kommer.") if at else _("Brevet börjar skickas nu."))
    return None


def _take_back(request: HttpRequest, found: Letter, user: User) -> None:
    sending.take_back(letter_id=found.pk, by=user, now=timezone.now())
    messages.success(request, _("Brevet är ett utkast igen. Någon behöver godkänna det på nytt innan det skickas."))


def _stop(request: HttpRequest, found: Letter, user: User) -> None:
    sending.stop(letter_id=found.pk, by=user)
    messages.success(request, _("Stoppat. Högst ett tjugotal mejl som redan är på väg kan komma fram."))


def _resume(request: HttpRequest, found: Letter, user: User) -> None:
    sending.resume(letter_id=found.pk, by=user)
    messages.success(request, _("Resten skickas nu. Ingen får brevet två gånger."))


def _take_away(request: HttpRequest, found: Letter, user: User) -> HttpResponse | None:
    form = TakeAwayForm(request.POST)
    if not form.is_valid():
        return _page(request, found, user, SendForm(), form)
    sending.take_away(letter_id=found.pk, by=user, why=form.cleaned_data["why"], now=timezone.now())
    messages.success(request, _("Brevet är borttaget från webben. De som har fått det som mejl har det kvar."))
    return None


def _put_back(request: HttpRequest, found: Letter, user: User) -> None:
    sending.put_back(letter_id=found.pk, by=user)
    messages.success(request, _("Brevet står på webben igen."))


DEEDS: dict[str, Callable[[HttpRequest, Letter, User], HttpResponse | None]] = {
    "prova": _test,
    "lamna": _hand_in,
    "skicka": _send,
    "ta-tillbaka": _take_back,
    "stoppa": _stop,
    "fortsatt": _resume,
    "ta-bort": _take_away,
    "lagg-tillbaka": _put_back,
}
