"""Whether the person at the keyboard has shown that the account is theirs: a moment ago, and at all."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.http import urlencode

from .addresses import same_address

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from .models import User

LASTS = timedelta(minutes=10)
MADE_HERE = "account_made_here"  # in the session: whose account or new password was made in it


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


def has_proved(person: User, address: str) -> bool:
    return EmailAddress.objects.filter(user=person, verified=True, email=same_address(address)).exists()


def was_proved_before(person: User, *, but: EmailAddress | None = None) -> bool:
    """Whether anybody ever showed that the account is theirs, other than by the address `but`."""
    proved = EmailAddress.objects.filter(user=person, verified=True)
    return proved.exclude(pk=but.pk if but else None).exists()


def knew_the_account(request: HttpRequest, person: User) -> bool:
    """Whether this session made the unproved account or knows its password. A code that was mailed shows neither."""
    if request.session.get(MADE_HERE) == person.pk or request.user == person:
        return True
    return any(record["method"] == "password" for record in get_authentication_records(request, person))
