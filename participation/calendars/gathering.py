from __future__ import annotations

from typing import TYPE_CHECKING

from . import of_answers, of_ideas, of_proposals, of_topics

if TYPE_CHECKING:
    from .dates import Entry, Wanted


def gathered(wanted: Wanted) -> list[Entry]:
    """All dates that everybody may know of, soonest first."""
    sources = (of_ideas.entries, of_answers.entries, of_proposals.entries, of_topics.entries)
    return sorted(
        (entry for entries in sources for entry in entries(wanted)), key=lambda entry: (entry.day, entry.name)
    )
