from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from participation.discussion.actions import write
from participation.ideas import actions
from participation.ideas.models import Idea
from participation.moderation.actions import hide_picture, hide_topic
from participation.places.models import Municipality
from participation.topics.models import Topic

from .files import add_files
from .public import draft, followed

if TYPE_CHECKING:
    from ..planted import Planted


def plant(planted: Planted) -> None:
    _before_review(planted)
    _after_review(planted)
    _hidden_picture(planted)
    _versions(planted)
    _hidden_without_owner(planted)
    _entries_below(planted)


def _before_review(planted: Planted) -> None:
    rows, now, moderator = planted.rows, planted.now, planted.people["moderator"]
    place: dict[str, Any] = {"place": planted.words("place of the draft")}
    rows["draft"] = draft(planted, planted.words("draft"), text=planted.words("text of the draft"), **place)
    add_files(planted, rows["draft"], "draft")
    waiting = draft(planted, planted.words("idea in review"))
    add_files(planted, waiting, "idea in review")
    rows["in review"] = actions.submit(idea=waiting, now=now)
    returned = actions.submit(idea=draft(planted, planted.words("returned idea")), now=now)
    reason = planted.words("why it was returned")
    rows["returned"] = actions.return_for_changes(idea=returned, by=moderator, reason=reason, now=now)


def _after_review(planted: Planted) -> None:
    rows, now, moderator = planted.rows, planted.now, planted.people["moderator"]
    refused = followed(planted, planted.words("refused idea"), text=planted.words("text of the refused idea"))
    reason = planted.words("why it was refused")
    rows["refused"] = actions.refuse(idea=refused, by=moderator, reason=reason, now=now)
    hidden = followed(planted, planted.words("hidden idea"))
    hide_topic(topic=hidden.topic, moderator=moderator, facts=planted.words("why the idea was hidden"), now=now)
    rows["hidden"] = hidden
    withdrawn = followed(planted, planted.words("withdrawn idea"))
    rows["withdrawn"] = actions.withdraw(idea=withdrawn, by=planted.people["author"], now=now)
    rows["expired"] = _expired(planted)
    hide_topic(topic=rows["expired"].topic, moderator=moderator, facts="Läckageprov", now=now)


def _hidden_picture(planted: Planted) -> None:
    """Everybody may read the idea that it belongs to."""
    rows, moderator = planted.rows, planted.people["moderator"]
    what = {"topic": rows["illustrated"].topic, "picture": rows["hidden picture"].pk}
    hide_picture(**what, moderator=moderator, rule="personal", facts="Läckageprov", now=planted.now)


def _expired(planted: Planted) -> Idea:
    """Came to the end of its time without enough support, and was hidden after that."""
    Municipality.objects.filter(pk=planted.here.pk).update(support_threshold=50)
    idea = followed(planted, planted.words("expired idea that was hidden"))
    Idea.objects.filter(pk=idea.pk).update(gathering_until=planted.now - timedelta(days=1))
    Municipality.objects.filter(pk=planted.here.pk).update(support_threshold=0)
    actions.close_window(idea=idea, now=planted.now)
    return Idea.objects.select_related("topic").get(pk=idea.pk)


def _versions(planted: Planted) -> None:
    """The words that the public sees stay; the new ones wait, or were refused."""
    rows, now, people = planted.rows, planted.now, planted.people
    actions.edit_published(
        idea=rows["edited"],
        by=people["author"],
        title=planted.words("title that waits"),
        text=planted.words("text that waits"),
        now=now,
    )
    rows["waiting version"] = rows["edited"].versions.get(review="waiting")
    other = rows["added to"]
    version = actions.add_addition(idea=other, by=people["author"], text=planted.words("refused addition"), now=now)
    reason = planted.words("why the addition was refused")
    actions.refuse_version(version=version, by=people["moderator"], reason=reason, now=now)


def _hidden_without_owner(planted: Planted) -> None:
    for visibility in (Topic.Visibility.NOBODY, Topic.Visibility.AUTHOR):
        Topic.objects.create(
            municipality=planted.here,
            kind=Topic.Kind.NEWS,
            title=planted.words("topic of nobody"),
            path="/lackageprov/",
            visibility=visibility,
        )


def _entries_below(planted: Planted) -> None:
    for name in ("hidden", "refused", "withdrawn"):
        entry = write(
            topic=Topic.objects.get(pk=planted.rows[name].topic_id),
            text=planted.words("comment below a hidden idea"),
            posted_at=planted.now,
            author=planted.people["author"],
        )
        planted.rows[f"comment below the {name} idea"] = entry
