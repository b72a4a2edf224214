"""Keys, in the Wagtail admin. A key is shown in the answer to the button that made it, and never again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from participation.accounts.permissions import is_administrator, municipalities_of

from .actions import make_client, revoke, rotate_key
from .models import ApiClient
from .permissions import HOLDERS, can_manage_keys_somewhere
from .staff_forms import ClientForm

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from participation.accounts.models import User


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "api/staff/index.html", {"clients": _manageable(request)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    _manageable(request)
    form = ClientForm(request.POST or None, user=_staff(request))
    if request.method == "POST" and form.is_valid():
        client, key = make_client(now=timezone.now(), **form.cleaned_data)
        return render(request, "api/staff/key.html", {"client": client, "key": key})
    return render(request, "api/staff/new.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    client: ApiClient = get_object_or_404(_manageable(request), pk=pk)
    if request.method == "POST":
        return render(request, "api/staff/key.html", {"client": client, "key": rotate_key(client=client)})
    question = _("Vill du byta nyckeln till %(name)s? Den gamla slutar gälla med en gång.") % {"name": client.name}
    return render(request, "api/staff/ask.html", {"question": question, "button": _("Byt nyckel")})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    client: ApiClient = get_object_or_404(_manageable(request), pk=pk)
    if request.method == "POST":
        revoke(client=client)
        messages.success(request, _("Nyckeln är indragen. Den gäller inte längre."))
        return redirect("open311_keys:index")
    question = _("Vill du dra in nyckeln till %(name)s? Systemet kan inte skicka något mer.") % {"name": client.name}
    return render(request, "api/staff/ask.html", {"question": question, "button": _("Dra in nyckeln")})


def _manageable(request: HttpRequest) -> QuerySet[ApiClient]:
    """Every view starts here: another municipality's keys do not exist."""
    user = _staff(request)
    if not can_manage_keys_somewhere(user):
        raise PermissionDenied
    rows = ApiClient.objects.select_related("municipality")
    return rows if is_administrator(user) else rows.filter(municipality__in=municipalities_of(user, *HOLDERS))


def _staff(request: HttpRequest) -> User:
    user: Any = request.user  # the admin lets nobody else in
    return user
