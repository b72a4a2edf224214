from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User
    from participation.places.models import Municipality

    from .marks import Marks


@dataclass
class Planted:
    """All that a walk needs to know of what was planted."""

    marks: Marks
    now: datetime
    here: Municipality
    next_door: Municipality
    people: dict[str, User]
    rows: dict[str, Any] = field(default_factory=dict)
    bystander: User | None = None

    def of(self, name: str) -> str:
        return self.marks.of(name)

    def words(self, name: str) -> str:
        """A sentence with the mark in it, clearly marked for a person who happens to read it."""
        return f"Läckageprov {self.marks.of(name)}"
