"""Whether the person at the keyboard has shown, a moment ago, that the account is theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.utils import timezone
from django.utils.http import urlencode

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

LASTS = timedelta(minutes=10)


def proved_recently(request: HttpRequest, *, now: datetime | None = None) -> bool:
    """By password, code, app or key, when signing in or since."""
    since = ((now or timezone.now()) - LASTS).timestamp()
    # Without the user, allauth answers with an empty list.
    records = [record for record in get_authentication_records(request, request.user) if record["at"] >= since]
    return bool(records)


def prove_url(request: HttpRequest) -> str:
    """Where they can show it by a password or second factor, and come back; empty for those who sign in by code."""
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    return f"{methods[0]['url']}?{urlencode({'next': request.path})}" if methods else ""
