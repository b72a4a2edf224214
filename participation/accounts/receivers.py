"""Where another part of the portal does something to a person, and we must do our share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.db.models.signals import pre_delete
from wagtail.models import Comment, CommentReply

from .models import User

if TYPE_CHECKING:
    from django.http import HttpRequest

NOBODY = "borttaget-konto@portal.invalid"


def connect() -> None:
    authenticator_added.connect(second_factor_counts_at_once, dispatch_uid="accounts.second_factor")
    pre_delete.connect(keep_notes_of_colleagues, sender=User, dispatch_uid="accounts.notes")


def second_factor_counts_at_once(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Whoever has just proved a new app or key need not sign in again to use it."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def keep_notes_of_colleagues(sender: Any, instance: User, **kwargs: Any) -> None:
    """Wagtail's notes on a page cascade with their author and take the answers of others along."""
    for model in (Comment, CommentReply):
        notes = model.objects.filter(user=instance)
        if notes.exists():
            notes.update(user=nobody())


def nobody() -> User:
    """An account that nobody can use, for rows that demand an author."""
    person, _created = User.objects.get_or_create(
        email=NOBODY, defaults={"is_active": False, "display_name": "Borttaget konto", "password": "!"}
    )
    return person
