"""The way out of a mail, RFC 8058: an address with a signed token that asks for nothing more.

The token holds the number of an account and the sort of mail, nothing that names a person, and opens nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext

from .models import Cadence, Reason

if TYPE_CHECKING:
    from participation.accounts.models import User

ALL = "all"
_signer = Signer(salt="notifications.unsubscribe")
_before = Signer(salt="notifications.before")


def unsubscribe_url(*, person: User, reason: str) -> str:
    """`reason`: a sort of mail, several with commas between them, or ALL."""
    token = _signer.sign_object([person.pk, str(reason)])
    return settings.BASE_URL + reverse("notifications:unsubscribe", args=[token])


def unsubscribe_headers(url: str) -> dict[str, str]:
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def read_token(token: str) -> tuple[int, list[Reason]] | None:
    """(account, sorts of mail), or None for a token that is not ours."""
    try:
        person_id, scope = _signer.unsign_object(token)
        return int(person_id), list(Reason) if scope == ALL else [Reason(reason) for reason in scope.split(",")]
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None


def reasons_in(headers: dict[str, str], person_id: int) -> list[Reason]:
    """The sorts of mail that one press on a mail's way out would end for its receiver."""
    token = headers.get("List-Unsubscribe", "").rstrip("/>").rpartition("/")[2]
    wish = read_token(token)
    return wish[1] if wish and wish[0] == person_id else []


def in_words(reasons: list[Reason]) -> str:
    return gettext("alla nyheter till dig") if reasons == list(Reason) else ", ".join(str(one.label) for one in reasons)


def remember(person_id: int, cadences: dict[str, str]) -> str:
    """What somebody who is not signed in chose before, for the button that takes the change back."""
    return _before.sign_object([person_id, cadences])


def remembered(person_id: int, signed: str) -> dict[str, str]:
    try:
        whose, cadences = _before.unsign_object(signed)
        if whose != person_id:
            return {}
        return {Reason(reason).value: Cadence(how).value for reason, how in cadences.items()}
    except (BadSignature, ValueError, TypeError, AttributeError):
        return {}
