"""Who may do what with the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.accounts.permissions import has_role, is_administrator, municipalities_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User
    from participation.places.models import Municipality

IMPORTERS = ("editor", "publisher")


def can_import_eservices(user: User | AnonymousUser, municipality: Municipality | int) -> bool:
    return has_role(user, municipality, *IMPORTERS)


def can_import_somewhere(user: User | AnonymousUser) -> bool:
    return is_administrator(user) or bool(municipalities_of(user, *IMPORTERS))


def can_list_eservices(user: User | AnonymousUser, municipality: Municipality | int) -> bool:
    """The staff's own listing, with those that are gone: any role in the municipality."""
    return has_role(user, municipality)


def can_list_somewhere(user: User | AnonymousUser) -> bool:
    return is_administrator(user) or bool(municipalities_of(user))
