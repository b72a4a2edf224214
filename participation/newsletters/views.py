"""The newsletters of a municipality, for everybody: those that were sent, and how to get the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from participation.accounts.proof import has_proved
from participation.core.paging import keyset
from participation.places.models import Municipality

from . import asking, subscribing
from .drawing import parts_of
from .forms import LanguageForm, SubscribeForm, languages
from .models import Letter, Subscription
from .tokens import confirm_path, read_confirm, read_leave

if TYPE_CHECKING:
    from django.http import HttpResponseBase

    from participation.accounts.person_request import PersonRequest

PAGE = 20
SHOWN = (Letter.Status.SENDING, Letter.Status.SENT)
page_and_post = require_http_methods(["GET", "HEAD", "POST"])


@page_and_post
def archive(request: PersonRequest, code: str) -> HttpResponse:
    municipality = get_object_or_404(Municipality, code=code, is_open=True)
    proved = request.user.is_authenticated and has_proved(request.user, request.user.email)
    form = SubscribeForm(
        request.POST if request.method == "POST" else None,
        municipality=municipality,
        person=request.user,
        has_proved=proved,
    )
    if request.method == "POST" and form.is_valid():
        _subscribe(request, municipality, form)
        return redirect("newsletters:archive", code)
    own = Subscription.objects.standing().filter(municipality=municipality, person=request.user.pk)
    has_it = own.first() if proved else None
    letters = Letter.objects.filter(municipality=municipality, status__in=SHOWN, taken_away_at=None).defer(
        "body", "cards"
    )
    page = keyset(letters, order=("-started_at", "-id"), after=request.GET.get("efter"), size=PAGE)
    context = {"municipality": municipality, "form": form, "page": page, "has_it": has_it, "proved": proved}
    context["has_it_in"] = dict(settings.LANGUAGES).get(has_it.language, "") if has_it else ""
    return render(request, "newsletters/archive.html", context)


def _subscribe(request: PersonRequest, municipality: Municipality, form: SubscribeForm) -> None:
    now = timezone.now()
    language = form.cleaned_data["language"] or get_language() or settings.LANGUAGE_CODE
    if "email" in form.fields:
        subscribing.ask_address(
            email=form.cleaned_data["email"],
            municipality=municipality,
            categories=form.chosen,
            language=language,
            now=now,
        )
        messages.success(
            request,
            _(
                "Öppna mejlet som vi skickar och bekräfta, så får du nästa nyhetsbrev. Kommer inget mejl får adressen "
                "redan breven, eller så har den nyligen sagt nej eller fått frågan flera gånger. Då väntar vi, "
                "högst 30 dagar. Den som loggar in slipper vänta."
            ),
        )
        return
    subscribing.subscribe_person(
        person=request.user, municipality=municipality, categories=form.chosen, language=language, now=now
    )
    messages.success(request, _("Du får nästa nyhetsbrev. Det går till adressen i ditt konto."))


@require_safe
def letter(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    letters = Letter.objects.select_related("municipality").filter(municipality__code=code, municipality__is_open=True)
    found = get_object_or_404(letters, pk=pk, status__in=SHOWN)
    if found.taken_away_at is not None:
        return render(request, "newsletters/taken_away.html", {"letter": found}, status=410)
    context = {"municipality": found.municipality, "letter": found, "parts": parts_of(found)}
    return render(request, "newsletters/letter.html", context)


@never_cache
@page_and_post
def confirm(request: PersonRequest, token: str) -> HttpResponseBase:
    """Following the link changes nothing: programs that look through mail follow links too."""
    subscriptions = Subscription.objects.select_related("municipality")
    found = get_object_or_404(subscriptions, pk=read_confirm(token), person=None)
    if request.method == "POST":
        subscribing.confirm(subscription=found, now=timezone.now())
        messages.success(request, _("Klart. Du får nästa nyhetsbrev."))
        return redirect("newsletters:archive", found.municipality.code)
    context = {"subscription": found, "municipality": found.municipality, "leave_token": None}
    return render(request, "newsletters/confirm.html", context)


@csrf_exempt  # the signed token is the right to do this, and nothing else; mail programs post it (RFC 8058)
@never_cache
@page_and_post
def leave(request: PersonRequest, token: str) -> HttpResponse:
    wish = read_leave(token)
    if wish is None:
        raise Http404
    found = Subscription.objects.select_related("municipality").filter(pk=wish[0]).first()
    if request.method == "POST" and "language" in request.POST:
        return _read_in(request, found)
    if request.method == "POST":
        _left(found, *wish, again="again" in request.POST)
    context = {
        "municipality": found.municipality if found else None,
        "gone": found is None or found.left_at is not None,
        "can_return": found is not None and found.confirmed_at is not None,
        "was_asked": found is not None and found.confirmed_at is None,
        "confirm_path": confirm_path(found) if found and found.confirmed_at is None and not wish[1] else "",
        "asks": request.method != "POST",
        "form": LanguageForm(initial={"language": found.language}) if found and len(settings.LANGUAGES) > 1 else None,
    }
    return render(request, "newsletters/leave.html", context)


def _read_in(request: PersonRequest, found: Subscription | None) -> HttpResponse:
    """Another language instead of leaving: whoever has no account has no settings to choose it in."""
    form = LanguageForm(request.POST)
    chosen = form.cleaned_data["language"] if form.is_valid() else ""
    if found is not None and chosen and subscribing.read_in(subscription=found, language=chosen):
        said = _("Klart. Du får de brev som kommunen skriver på det språk du har valt: %(language)s.")
        messages.success(request, said % {"language": dict(languages())[chosen]})
    return redirect(request.path)


def _left(found: Subscription | None, number: int, letter_id: int, *, again: bool) -> None:
    now = timezone.now()
    if found is not None and again:
        subscribing.come_back(subscription=found, letter_id=letter_id)
    elif found is not None:
        subscribing.leave(subscription=found, letter_id=letter_id, now=now)
    if not again and (found is None or found.confirmed_at is None):
        asking.said_no(number, now=now)
    if found is not None:
        found.refresh_from_db()
