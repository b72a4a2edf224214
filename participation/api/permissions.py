"""Who gives keys to other systems: those who handle the municipality's reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.accounts.permissions import municipalities_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User

HOLDERS = ("case_officer",)


def can_manage_keys_somewhere(user: User | AnonymousUser) -> bool:
    return user.is_superuser or bool(municipalities_of(user, *HOLDERS))
