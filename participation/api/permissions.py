"""Who gives keys to other systems: those who handle the municipality's reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.accounts.permissions import is_administrator, municipalities_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User

HOLDERS = ("case_officer",)


def can_manage_keys_somewhere(user: User | AnonymousUser) -> bool:
    return is_administrator(user) or bool(municipalities_of(user, *HOLDERS))
