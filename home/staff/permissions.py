"""Who runs a municipality here: its own administrators, and those of the portal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.accounts.models import Role
from participation.accounts.permissions import has_role, is_administrator, municipalities_of
from participation.places.models import Municipality

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from participation.accounts.models import User

    Anyone = User | AnonymousUser


def runs(user: Anyone, municipality: Municipality) -> bool:
    return has_role(user, municipality, Role.ADMINISTRATOR)


def runs_somewhere(user: Anyone) -> bool:
    return user.is_active and (is_administrator(user) or bool(municipalities_of(user, Role.ADMINISTRATOR)))


def run_by(user: User) -> QuerySet[Municipality]:
    places = Municipality.objects.all()
    return places if is_administrator(user) else places.filter(pk__in=municipalities_of(user, Role.ADMINISTRATOR))
