"""Where another part of the portal does something to a person, and we must do our share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import User


def connect() -> None:
    authenticator_added.connect(second_factor_counts_at_once, dispatch_uid="accounts.second_factor")


def second_factor_counts_at_once(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Whoever has just proved a new app or key need not sign in again to use it."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
