"""Whose work news are: of a municipality, and there of some roles. Whoever has left them reads such news no more.

Asked when news are shown and when they are sent (`Notification.objects.to`), so a mail that waits is held back when its
receiver leaves, and comes no more. A session without the second factor holds no role, and sees none of them either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from participation.accounts.permissions import WITH_PEOPLE, is_administrator, roles_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from participation.accounts.models import User

DESK = "/cms/"
_roles: dict[str, frozenset[str]] = {}
_beside: list[Callable[[User], Q]] = []


def register(*kinds: str, roles: Collection[str]) -> None:
    """News whose kind begins so are for these roles alone. All other news of duties are for every role there."""
    for kind in kinds:
        _roles[kind] = frozenset(roles)


def register_beside(news: Callable[[User], Q]) -> None:
    """`news(person)` are read by whoever has their work from something else than a role."""
    _beside.append(news)


def is_of_duties(reason: str, path: str) -> bool:
    """By their reason, or by the room that they lead to."""
    from .models import Reason

    return reason == Reason.STAFF or path.startswith(DESK)


def of_duties() -> Q:
    """`is_of_duties` of rows."""
    from .models import Reason

    return Q(reason=Reason.STAFF) | Q(path__startswith=DESK)


def read_by(person: User) -> Q:
    """Of news to this person: what is no work, and the work that is still theirs. No query of its own but for roles."""
    if is_administrator(person):
        return Q()
    read = ~of_duties()
    roles = {place: held for place, held in roles_of(person).items() if held & WITH_PEOPLE}
    for place, held in roles.items():
        read |= Q(municipality=place) & _open_to(held)
    if roles:  # written before news named their municipality
        read |= Q(municipality__isnull=True) & _open_to(frozenset().union(*roles.values()))
    for news in _beside:
        read |= news(person)
    return read


def _open_to(held: Collection[str]) -> Q:
    is_open = Q()
    for kind, roles in _roles.items():
        if roles.isdisjoint(held):
            is_open &= ~Q(kind__startswith=kind)
    return is_open
