"""Who is told of what, by a name that can be written down: the worker asks again, batch by batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.accounts.models import User
from participation.topics.continuing import where_it_goes_on

from .models import Follow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet

FOLLOWERS = "followers"
CONCERNED = "concerned"  # followers and supporters: voting says who they are
_audiences: dict[str, Callable[[Sequence[int]], QuerySet[User]]] = {}


def register(name: str, people: Callable[[Sequence[int]], QuerySet[User]]) -> None:
    """`people(about)` are those who are to hear of the rows with these numbers, each once and in any order.

    They may be annotated with `because`, a Reason of each one's own.
    """
    _audiences[name] = people


def audience(name: str, about: Sequence[int]) -> QuerySet[User]:
    return _audiences[name](about).filter(is_active=True)


def followers(about: Sequence[int]) -> QuerySet[User]:
    """Of any of these topics, and of those where they go on."""
    return User.objects.filter(pk__in=Follow.objects.filter(topic__in=with_further(about)).values("person"))


def with_further(topics: Sequence[int]) -> set[int]:
    return {where_it_goes_on(pk) or pk for pk in topics} | set(topics)
