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
    moderation.hide(
        entry=rows["hidden comment"],
        moderator=people["moderator"],
        reason=planted.words("why the comment was hidden"),
        now=now,
    )
    discussion.delete(entry=rows["deleted comment"], person=people["author"], now=now)


def _flags(planted: Planted, topic: Topic) -> None:
    """One of somebody known and one of somebody unknown on what stays; one on what goes."""
    said: dict[str, Any] = {"topic": topic, "reason": Flag.Reason.OTHER, "now": planted.now}
    moderation.flag(**said, text=planted.words("flag"), reporter=planted.bystander)
    moderation.flag(**said, text=planted.words("flag of a visitor"))
    moderation.flag(**said, text=planted.words("flag of a hidden comment"), entry=planted.rows["hidden comment"])
    # Its decision keeps the entry and tells nobody why but those who decide.
    kept = planted.rows["reply"]
    moderation.flag(**said, text=planted.words("flag of a kept comment"), entry=kept)
    moderation.keep(
        topic=topic,
        entry=kept,
        moderator=planted.people["moderator"],
        reason=planted.words("why the comment was kept"),
        now=planted.now,
    )
