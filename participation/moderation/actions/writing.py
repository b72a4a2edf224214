from __future__ import annotations

from typing import TYPE_CHECKING

from ..models import Decision, ground_of
from ..models.decision import About
from ..wording import words_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from participation.accounts.models import Pause, User
    from participation.discussion.models import Comment
    from participation.topics.models import Topic


def write(
    *,
    topic: Topic,
    outcome: str,
    moderator: User | None,
    now: datetime,
    rule: str = "",
    ground: str = "",
    facts: str = "",
    entry: Comment | None = None,
    about: str = About.WORDS,
    picture: UUID | None = None,
    record: str = "",
    found: str = Decision.Found.STAFF,
    pause: Pause | None = None,
    came_of: Decision | None = None,
    against: bool = True,
) -> Decision:
    """Only the row. A rule brings its ground along, unless the moderator names another."""
    return Decision.objects.create(
        municipality=topic.municipality,
        topic=topic,
        entry=entry,
        about=about,
        picture=picture,
        concerns=(entry.author if entry is not None else topic.author) if against else None,
        is_against=against,
        outcome=outcome,
        rule=rule,
        ground=(ground or ground_of(rule)) if rule else "",
        facts=facts.strip()[:2000],
        words=words_of(topic, entry) if about == About.WORDS else "",
        record=record,
        found=found,
        pause=pause,
        came_of=came_of,
        decided_at=now,
        decided_by=moderator,
    )
