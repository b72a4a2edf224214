"""Whose a report is that waits on a device: a mark without a name, so that it never goes out in another's account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.crypto import constant_time_compare, salted_hmac

if TYPE_CHECKING:
    from django.http import HttpRequest

    from participation.accounts.models import User

WHOSE = "whose"


def mark_of(request: HttpRequest) -> str:
    """The same each time that the same person is signed in; nothing for whoever is not."""
    user = request.user
    return salted_hmac("participation.faults.offline", str(user.pk)).hexdigest()[:24] if user.is_authenticated else ""


def reporter_of(request: HttpRequest) -> User | None:
    """Who is signed in; for what a device sends by itself only if they were as it was written."""
    if not request.user.is_authenticated:
        return None
    if "sparad" in request.POST and not constant_time_compare(request.POST.get(WHOSE, ""), mark_of(request)):
        return None
    return request.user
