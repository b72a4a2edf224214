"""Who runs a municipality here: its publishers, and the administrators of the portal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.accounts.models import Role
from participation.accounts.permissions import has_role, municipalities_of
from participation.places.models import Municipality

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from participation.accounts.models import User

    Anyone = User | AnonymousUser


def runs(user: Anyone, municipality: Municipality) -> bool:
    return has_role(user, municipality, Role.PUBLISHER)


def runs_somewhere(user: Anyone) -> bool:
    return user.is_active and (user.is_superuser or bool(municipalities_of(user, Role.PUBLISHER)))


def run_by(user: User) -> QuerySet[Municipality]:
    places = Municipality.objects.all()
    return places if user.is_superuser else places.filter(pk__in=municipalities_of(user, Role.PUBLISHER))
