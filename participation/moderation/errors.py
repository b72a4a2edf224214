from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .models import Decision


class AlreadyFlagged(Exception):
    """The same person's flag on the same thing still waits."""


class TooManyFlags(Exception):
    """One person flags more in an hour than anybody reads."""


class NothingToDecide(Exception):
    """The thing changed meanwhile: its author took it away, or another moderator was first."""


class DecidedMeanwhile(NothingToDecide):
    """Somebody decided about the same thing after the page was opened: `decisions`, oldest first."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        super().__init__(", ".join(one.outcome for one in decisions))
        self.decisions = decisions


class ChangedMeanwhile(NothingToDecide):
    """Others see the thing now who did not, or no longer: `state` is the removal of an entry, or who sees a topic."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class WordsChanged(NothingToDecide):
    """What stands there is not what was read. `about` says whether it is the words or the name."""

    def __init__(self, before: str, after: str, about: str) -> None:
        super().__init__(about)
        self.before, self.after, self.about = before, after, about


class CannotAppeal(Exception):
    """The decision was appealed already, or it is not theirs to appeal."""
