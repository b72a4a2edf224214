"""What makes e-service proposals registers here: this floor knows no e-services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from participation.accounts.models import User
    from participation.places.models import Department, Municipality
    from participation.topics.models import Topic


@dataclass(frozen=True)
class Drafts:
    """`draft` makes one that nobody but staff sees, and returns its topic. `address`: where staff go on with it."""

    may: Callable[[User, Municipality], bool]
    draft: Callable[[Municipality, str, str, User, Department | None], Topic]
    address: Callable[[Topic], str]


_registered: list[Drafts] = []


def register(drafts: Drafts) -> None:
    """Call it in `AppConfig.ready()`. The latest counts."""
    _registered[:] = [drafts]


def drafts_for(user: User, place: Municipality) -> Drafts | None:
    return next((drafts for drafts in _registered if drafts.may(user, place)), None)
