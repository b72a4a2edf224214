"""The words that flags and decisions are about, as they stand now. Their writers may change them: both keep a copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from participation.core.differences import word_difference
from participation.discussion.models import Comment
from participation.topics.models import Topic

from .models.decision import About
from .owners import owner_of

if TYPE_CHECKING:
    from datetime import datetime

    from participation.core.differences import Piece

    from .models import Decision


def words_of(topic: Topic, entry: Comment | None = None) -> str:
    """Read again: what is in hand may be older than the lock that is held."""
    if entry is not None:
        return Comment.objects.values_list("comment", flat=True).get(pk=entry.pk)
    owner = owner_of(topic.kind)
    if owner is not None and owner.words is not None:
        return owner.words(topic)
    return all_of(topic)


def what_it_says(topic: Topic, entry: Comment | None, *, about: str) -> str:
    """Of a picture nothing: it does not change."""
    if about == About.NAME:
        return name_of(topic, entry)
    return words_of(topic, entry) if about == About.WORDS else ""


def all_of(topic: Topic) -> str:
    """All that its row says, to see whether it changed: no question, however many rows."""
    return paragraphs(topic.title, topic.search_text or topic.summary)


def paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def name_of(topic: Topic, entry: Comment | None = None) -> str:
    writer = entry.author if entry is not None else topic.author
    if writer is None:
        return ""
    return type(writer).objects.values_list("display_name", flat=True).get(pk=writer.pk)


def same_words(one: str, other: str) -> bool:
    """Whatever a form made of lines and spaces."""
    return one.split() == other.split()


def begins_with(words: str, before: str) -> bool:
    """Whether a topic still says what it said: what was added comes last, as in `all_of`."""
    said = before.split()
    return words.split()[: len(said)] == said


def difference(before: str, after: str) -> list[Piece]:
    """A browser ends lines in a way of its own."""
    return word_difference("\n".join(before.splitlines()), "\n".join(after.splitlines()))


def changes_since(topic: Topic, moment: datetime) -> list[Piece]:
    """What its writer changed in the topic since then; nothing where all of it is new."""
    owner = owner_of(topic.kind)
    before = owner.words_before(topic, moment) if owner is not None and owner.words_before is not None else ""
    now = words_of(topic)
    return difference(before, now) if before and not same_words(before, now) else []


@dataclass(frozen=True)
class Around:
    """The words that a decision was about, and where they were others: as they were flagged, and as they are now."""

    then: str
    flagged: list[str]
    now: str


def words_around(decision: Decision) -> Around | None:
    """Of a name or a picture nothing; of a decision from before words were kept, what stands there. What
    an author has not sent again is nobody else's."""
    if decision.about != About.WORDS:
        return None
    is_unsent = decision.entry is None and decision.topic.visibility == Topic.Visibility.AUTHOR
    then = decision.words or ("" if is_unsent else words_of(decision.topic, decision.entry))
    now = then if is_unsent else words_of(decision.topic, decision.entry)
    flagged = dict.fromkeys(decision.flags.exclude(words="").order_by("created_at").values_list("words", flat=True))
    return Around(then, [one for one in flagged if not same_words(one, then)], "" if same_words(now, then) else now)
