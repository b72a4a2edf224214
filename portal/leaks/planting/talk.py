from __future__ import annotations

from typing import TYPE_CHECKING, Any

from participation.discussion import actions as discussion
from participation.moderation import actions as moderation
from participation.moderation.models import Flag
from participation.topics.models import Topic

if TYPE_CHECKING:
    from participation.discussion.models import Comment

    from ..planted import Planted


def plant(planted: Planted) -> None:
    people, rows, now = planted.people, planted.rows, planted.now
    topic = Topic.objects.get(pk=rows["idea"].topic_id)

    def post(name: str, by: str) -> Comment:
        return discussion.post(topic=topic, author=people[by], text=planted.words(name), now=now)

    rows["hidden comment"] = post("hidden comment", "author")
    rows["deleted comment"] = post("deleted comment", "author")
    _flags(planted, topic)
    rows["decision"] = moderation.hide(
        entry=rows["hidden comment"],
        moderator=people["moderator"],
        facts=planted.words("why the comment was hidden"),
        now=now,
    )
    rows["appeal"] = moderation.appeal(
        decision=rows["decision"], person=people["author"], words=planted.words("appeal"), now=now
    )
    _pause(planted, topic)
    discussion.delete(entry=rows["deleted comment"], person=people["author"], now=now)


def _pause(planted: Planted, topic: Topic) -> None:
    """Of one who writes nothing else here."""
    words = discussion.post(topic=topic, author=planted.people["stranger"], text="Läckageprov, paus", now=planted.now)
    planted.rows["entry of the paused"] = words
    planted.rows["pause"] = moderation.pause(
        topic=topic,
        entry=words,
        moderator=planted.people["moderator"],
        rule=Flag.Reason.HATE,
        facts=planted.words("why somebody is paused"),
        days=1,
        now=planted.now,
    )


def _flags(planted: Planted, topic: Topic) -> None:
    """One of somebody known and one of somebody unknown on what stays; one on what goes."""
    said: dict[str, Any] = {"topic": topic, "reason": Flag.Reason.OTHER, "now": planted.now}
    moderation.flag(**said, text=planted.words("flag"), reporter=planted.bystander)
    moderation.flag(**said, text=planted.words("flag of a visitor"))
    moderation.flag(**said, text=planted.words("flag of a hidden comment"), entry=planted.rows["hidden comment"])
    held = discussion.post(
        topic=topic, author=planted.people["author"], text=planted.words("held comment"), now=planted.now
    )
    signals = [moderation.Signal("links", "Innehåller tre länkar")]
    moderation.raise_signal(topic=topic, entry=held, signals=signals, hold=True, now=planted.now)
    # Its decision keeps the entry and tells nobody why but those who decide.
    kept = planted.rows["reply"]
    moderation.flag(**said, text=planted.words("flag of a kept comment"), entry=kept)
    moderation.keep(
        topic=topic,
        entry=kept,
        moderator=planted.people["moderator"],
        facts=planted.words("why the comment was kept"),
        now=planted.now,
    )
