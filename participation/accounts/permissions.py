"""Who is staff, where, and as what. Every other app asks here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from .models import Role, StaffGroup, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from participation.places.models import Municipality


def roles_of(user: User | AnonymousUser) -> dict[int, set[str]]:
    """Roles by municipality id. One query for each request: the answer is kept on the user object."""
    if not user.is_authenticated or not user.is_active or not getattr(user, "holds_roles", True):
        return {}
    if not hasattr(user, "_roles"):
        roles: dict[int, set[str]] = {}
        rows = StaffGroup.objects.filter(group__user=user).values_list("municipality_id", "role")
        for municipality_id, role in rows:
            roles.setdefault(municipality_id, set()).add(role)
        user._roles = roles  # type: ignore[attr-defined]  # kept for the length of the request
    return user._roles  # type: ignore[attr-defined]


def has_role(user: User | AnonymousUser, municipality: Municipality | int | None, *roles: str) -> bool:
    """Whether `user` holds one of `roles` (any role, if none is named) in `municipality`."""
    if municipality is None or not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    municipality_id = municipality if isinstance(municipality, int) else municipality.pk
    held = roles_of(user).get(municipality_id, set())
    return bool(held & set(roles)) if roles else bool(held)


def municipalities_of(user: User | AnonymousUser, *roles: str) -> list[int]:
    """Ids of the municipalities where `user` holds one of `roles` (any, if none is named)."""
    wanted = set(roles) or set(Role.values)
    return [municipality_id for municipality_id, held in roles_of(user).items() if held & wanted]


def is_staff(user: User | AnonymousUser) -> bool:
    return user.is_authenticated and user.is_active and (user.is_superuser or bool(roles_of(user)))


def may_close_account(user: User) -> tuple[bool, str]:
    """Whether a person may close their own account, or why not."""
    if user.is_superuser:
        return False, gettext("Ditt konto sköter portalen. Be en annan administratör ta bort det.")
    return True, ""
