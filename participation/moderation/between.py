"""What happened first, said to whoever came second. Nothing of theirs was done, and nothing that they typed is lost."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.accounts.names import name_for_colleagues
from participation.discussion.models import Comment

from .actions.seeing import GONE
from .errors import ChangedMeanwhile, DecidedMeanwhile, WordsChanged
from .models.decision import About
from .wording import difference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from participation.accounts.models import User
    from participation.core.differences import Piece

    from .errors import NothingToDecide
    from .models import Decision


def in_words(came: NothingToDecide, reader: User) -> str:
    if isinstance(came, DecidedMeanwhile):
        return decided_first(came.decisions, reader)
    if isinstance(came, WordsChanged):
        is_name = came.about == About.NAME
        return (
            _("Namnet har ändrats sedan du öppnade sidan.")
            if is_name
            else _("Texten har ändrats sedan du öppnade sidan.")
        )
    if isinstance(came, ChangedMeanwhile) and came.state == Comment.Removal.AUTHOR:
        return _("Den som skrev har tagit bort inlägget.")
    if isinstance(came, ChangedMeanwhile) and came.state == GONE:
        return _("Den som skickade bilden har tagit bort den.")
    return _("Något har ändrats sedan sidan öppnades.")


def changes(came: NothingToDecide | None) -> list[Piece]:
    return difference(came.before, came.after) if isinstance(came, WordsChanged) else []


def decided_first(decisions: Sequence[Decision], reader: User) -> str:
    """All of it: a pause comes with what it is for."""
    by_person = groupby(decisions, key=lambda decision: decision.decided_by)
    return " ".join(
        was_first(person, ", ".join(one.get_outcome_display() for one in some), reader) for person, some in by_person
    )


def was_first(person: User | None, what: str, reader: User) -> str:
    if person == reader:
        return _("Du har redan beslutat: %(what)s.") % {"what": what}
    return _("%(who)s hann före: %(what)s.") % {"who": name_for_colleagues(person), "what": what}
