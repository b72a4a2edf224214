"""Who is staff, where, and as what. Every other app asks here.

Where staff need a second factor, a session that has not shown it is a citizen's: the person of such a request
(`in_session`) holds no role, is no administrator and has no permission of Wagtail's, on any page. Whoever is read from
the database, by the worker or to be told something, is in no session, and their roles count as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.models import PermissionsMixin
from django.db.models import Q
from django.utils.translation import gettext

from .models import Role, StaffGroup, User

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from participation.places.models import Municipality


ENTER_ADMIN = "wagtailadmin.access_admin"
# What "any role" means. An analyst sees figures alone, nothing of anybody, and is asked for by name.
WITH_PEOPLE = frozenset(Role.values) - {Role.ANALYST}


def in_session(user: User | AnonymousUser, request: HttpRequest) -> User | AnonymousUser:
    """The same person, whose duties count only if this session has shown what staff must show."""
    if isinstance(user, User):  # a lazy one too
        user.duties_count = not settings.STAFF_SECOND_FACTOR or has_shown_factor(user, request)
    return user


def has_shown_factor(user: User, request: HttpRequest) -> bool:
    # Without the user, allauth answers with an empty list.
    return any(record["method"] == "mfa" for record in get_authentication_records(request, user))


def duties_wait(user: User | AnonymousUser) -> bool:
    """Whether this account is staff, as soon as its session has shown a second factor: also by Wagtail's groups alone,
    or by a permission of its own."""
    if not user.is_authenticated or not user.is_active or user.duties_count:
        return False
    return user.is_superuser or bool(_held(user)) or PermissionsMixin.has_perm(user, ENTER_ADMIN)


def is_administrator(user: User | AnonymousUser) -> bool:
    """Whether `user` runs the whole portal. Ask this, never `is_superuser`, which knows nothing of the session."""
    return user.is_authenticated and user.is_active and user.is_superuser and user.duties_count


def roles_of(user: User | AnonymousUser) -> dict[int, set[str]]:
    """Roles by municipality id; an administrator of one has all of them there. One query for each request: the answer
    is kept on the user object. Who is told and who is given work follows from the groups, not from this."""
    if not user.is_authenticated or not user.is_active or not user.duties_count:
        return {}
    return _held(user)


def _held(user: User) -> dict[int, set[str]]:
    if not getattr(user, "holds_roles", True):
        return {}
    if not hasattr(user, "_roles"):
        roles: dict[int, set[str]] = {}
        rows = StaffGroup.objects.filter(group__user=user).values_list("municipality_id", "role")
        for municipality_id, role in rows:
            roles.setdefault(municipality_id, set()).update(Role.values if role == Role.ADMINISTRATOR else {role})
        user._roles = roles  # type: ignore[attr-defined]  # kept for the length of the request
    return user._roles  # type: ignore[attr-defined]


def has_role(user: User | AnonymousUser, municipality: Municipality | int | None, *roles: str) -> bool:
    """Whether `user` holds one of `roles` (any but an analyst's, if none is named) in `municipality`."""
    if municipality is None:
        return False
    if is_administrator(user):
        return True
    municipality_id = municipality if isinstance(municipality, int) else municipality.pk
    return bool(roles_of(user).get(municipality_id, set()) & (set(roles) or WITH_PEOPLE))


def municipalities_of(user: User | AnonymousUser, *roles: str) -> list[int]:
    """Ids of the municipalities where `user` holds one of `roles` (any but an analyst's, if none is named)."""
    wanted = set(roles) or WITH_PEOPLE
    return [municipality_id for municipality_id, held in roles_of(user).items() if held & wanted]


def is_staff(user: User | AnonymousUser) -> bool:
    """Any role anywhere, an analyst's too."""
    return is_administrator(user) or bool(roles_of(user))


def works_with_people(user: User | AnonymousUser) -> bool:
    """Any role but an analyst's, somewhere."""
    return is_administrator(user) or bool(municipalities_of(user))


def who_hold(municipality: Any, *roles: str) -> QuerySet[User]:
    """Who is told and asked: the active people with just one of `roles` there. `municipality` may be an OuterRef."""
    return User.objects.filter(_holds(municipality, roles), is_active=True).distinct()


def who_may(municipality: Any, *roles: str) -> QuerySet[User]:
    """`has_role` asked the other way round: also those who run the place or the portal. Whoever was given work and is
    none of them has left it."""
    held = _holds(municipality, (*roles, Role.ADMINISTRATOR))
    return User.objects.filter(Q(is_superuser=True) | held, is_active=True).distinct()


def _holds(municipality: Any, roles: Collection[str]) -> Q:
    return Q(groups__staff_group__municipality=municipality, groups__staff_group__role__in=roles)


def may_close_account(user: User) -> tuple[bool, str]:
    """Whether a person may close their own account, or why not."""
    if user.is_superuser:
        return False, gettext("Ditt konto sköter portalen. Be en annan administratör ta bort det.")
    return True, ""
