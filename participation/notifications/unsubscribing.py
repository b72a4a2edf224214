"""The way out of a mail, RFC 8058: an address with a signed token that asks for nothing more.

The token holds the number of an account and the sort of mail, nothing that names a person, and opens nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from .models import Reason

if TYPE_CHECKING:
    from participation.accounts.models import User

_signer = Signer(salt="notifications.unsubscribe")


def unsubscribe_url(*, person: User, reason: Reason) -> str:
    token = _signer.sign_object([person.pk, str(reason)])
    return settings.BASE_URL + reverse("notifications:unsubscribe", args=[token])


def read_token(token: str) -> tuple[int, Reason] | None:
    """(account, sort of mail), or None for a token that is not ours."""
    try:
        person_id, reason = _signer.unsign_object(token)
        return int(person_id), Reason(reason)
    except (BadSignature, ValueError, TypeError):
        return None
