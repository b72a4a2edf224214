"""Addresses in a mail that do one thing and ask for nothing more. They hold numbers, never a name or an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

if TYPE_CHECKING:
    from .models import Subscription

_yes = Signer(salt="newsletters.confirm")
_no = Signer(salt="newsletters.leave")


def confirm_url(subscription: Subscription) -> str:
    return settings.BASE_URL + confirm_path(subscription)


def confirm_path(subscription: Subscription) -> str:
    return reverse("newsletters:confirm", args=[_yes.sign_object(subscription.pk)])


def read_confirm(token: str) -> int | None:
    try:
        return int(_yes.unsign_object(token))
    except (BadSignature, ValueError, TypeError):
        return None


def leave_url(subscription_id: int, *, letter_id: int = 0) -> str:
    """`letter_id` tells which letter made them leave, for its figures."""
    return settings.BASE_URL + reverse("newsletters:leave", args=[_no.sign_object([subscription_id, letter_id])])


def read_leave(token: str) -> tuple[int, int] | None:
    """(subscription, letter or 0), or None for a token that is not ours."""
    try:
        subscription, letter = _no.unsign_object(token)
        return int(subscription), int(letter)
    except (BadSignature, ValueError, TypeError):
        return None
