from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from participation.core.held import hold, take_held

from . import enrolling, overview, personal_data, settings_forms
from .actions import close_account
from .enrolling import has_read_mail
from .forms import CloseForm, SettingsForm
from .permissions import duties_wait, may_close_account
from .proof import prove_url, proved_recently

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from .person_request import PersonRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@login_required
@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    context = {"municipality": request.user.home, "sections": overview.sections_of(request.user)}
    return render(request, "accounts/mine.html", context)


@never_cache
@form_page
def settings(request: PersonRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return _sign_in_first(request)
    posted = request.POST if request.method == "POST" else _typed_before(request)
    form = SettingsForm(posted, instance=request.user)
    parts = settings_forms.parts_of(request.user, posted)
    valid = posted is not None and all([form.is_valid(), *[part.is_valid() for part in parts]])
    if valid and request.method == "POST":
        form.save()
        for part in parts:
            part.save()
        messages.success(request, _("Dina inställningar är sparade."))
        return redirect("accounts:settings")
    if posted is not None:
        request.user.refresh_from_db()  # the frame shows who they are, not what they tried
    return render(request, "accounts/settings.html", {"municipality": None, "form": form, "parts": parts})


def _sign_in_first(request: PersonRequest) -> HttpResponse:
    if request.method == "POST":
        hold(request)
    return redirect_to_login(request.path)


def _typed_before(request: PersonRequest) -> QueryDict | None:
    held = take_held(request)
    if held is not None:
        messages.info(request, _("Det du skrev finns kvar, men är inte sparat än."))
    return held


@never_cache
@login_required
@require_GET
def my_data(request: PersonRequest) -> HttpResponse:
    return render(request, "accounts/my_data.html", {"municipality": None})


@never_cache
@login_required
@require_GET
def my_data_file(request: PersonRequest) -> HttpResponse:
    if duties_wait(request.user):
        messages.warning(request, _("Du har uppdrag i kommunen. Visa ditt andra steg först, så får du filen."))
        return redirect("mfa_index")
    data = {"hämtat": timezone.now(), **personal_data.export_of(request.user)}
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="mina-uppgifter.json"'
    return response


@never_cache
@login_required
@form_page
def send_code(request: PersonRequest) -> HttpResponse:
    """Staff without a second factor show by a mailed code that the account is theirs, before they add the first one."""
    if not duties_wait(request.user) or is_mfa_enabled(request.user) or has_read_mail(request):
        return redirect("mfa_index")
    if request.method == "POST":
        return redirect(enrolling.send_code(request, request.user))
    return render(request, "accounts/send_code.html", {"municipality": None})


@never_cache
@login_required
@form_page
def close(request: PersonRequest) -> HttpResponse:
    allowed, reason = may_close_account(request.user)
    proved = allowed and proved_recently(request)
    form = CloseForm(request.POST if request.method == "POST" and proved else None)
    if form.is_valid():
        person = request.user
        logout(request)
        close_account(person=person)
        return redirect("accounts:closed")
    context = {"municipality": None, "form": form, "refused": reason, "proved": proved, "prove_url": prove_url(request)}
    return render(request, "accounts/close.html", context)


@never_cache
@require_GET
def closed(request: PersonRequest) -> HttpResponse:
    return render(request, "accounts/closed.html", {"municipality": None})
