"""From a form to the verb: one way for the page of a thing and for many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from participation.discussion.models import Comment
from participation.topics.models import Topic

from . import actions
from .actions.locking import locked_person, locked_topic
from .errors import NothingToDecide
from .models import Decision, Flag, Item
from .models.decision import About
from .owners import Picture, Standing, owner_of
from .permissions import can_be_paused, is_citizens
from .rows import OF_TOPICS
from .wording import all_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from participation.accounts.models import User

Outcome = Decision.Outcome
IN_BULK = (Item.Kind.ENTRY, Item.Kind.TOPIC, Item.Kind.NAME, Item.Kind.PICTURE, Item.Kind.FAULT)
NEVER = {(Item.Kind.FAULT, Outcome.WARNED)}  # who wrote it may be nobody known
HIDE_NAME, KEEP_NAME = "hide_name", "keep_name"
OF_NAMES: dict[str, str] = {Outcome.KEPT: KEEP_NAME, Outcome.HIDDEN: HIDE_NAME}


def choices_for_picture(picture: Picture | None, flags: list[Flag]) -> list[tuple[str, Any]]:
    """What can be done with a picture now; one that its writer took away leaves the flags to be answered."""
    offered: list[tuple[bool, str, Any]] = [
        (bool(flags), Outcome.KEPT, _("Låt bilden vara kvar") if picture else _("Bilden är redan borta")),
        (picture is not None and not picture.is_hidden, Outcome.HIDDEN, _("Dölj bilden")),
        (picture is not None and picture.is_hidden, Outcome.RESTORED, _("Visa bilden igen")),
    ]
    return [(key, label) for is_now, key, label in offered if is_now]


def choices_by_standing(standing: Standing, flags: list[Flag]) -> list[tuple[str, Any]]:
    """Of what is anchored: who writes it may be nobody known, and is neither warned nor paused."""
    offered: list[tuple[bool, str, Any]] = [
        (standing == Standing.HELD, Outcome.KEPT, _("Visa för alla")),
        (standing == Standing.SHOWN and bool(flags), Outcome.KEPT, _("Låt det vara som det är")),
        (standing in (Standing.HELD, Standing.SHOWN), Outcome.HIDDEN, _("Dölj för andra")),
        (standing == Standing.HIDDEN, Outcome.RESTORED, _("Visa för alla")),
    ]
    return [(key, label) for is_now, key, label in offered if is_now]


def choices_for(topic: Topic, entry: Comment | None, flags: list[Flag]) -> list[tuple[str, Any]]:
    """What can be done with it now."""
    if entry is None and (standing := actions.standing_of(topic)) is not None:
        return choices_by_standing(standing, flags)
    shown = entry.is_shown if entry else topic.is_public
    held = entry is not None and entry.removal == Comment.Removal.HELD
    hidden = entry.removal == Comment.Removal.MODERATOR if entry else actions.is_hidden(topic)
    on_words = [flag for flag in flags if flag.about == About.WORDS]
    on_name = [flag for flag in flags if flag.about == About.NAME]
    writer = entry.author if entry is not None else topic.author
    offered: list[tuple[bool, str, Any]] = [
        (held, Outcome.KEPT, _("Visa inlägget")),
        (bool(on_words) and not held, Outcome.KEPT, _("Låt det vara som det är")),
        ((shown or held) and (entry is not None or is_citizens(topic)), Outcome.HIDDEN, _("Dölj")),
        (shown and writer is not None, Outcome.WARNED, _("Låt texten vara kvar, och varna den som skrev")),
        (hidden, Outcome.RESTORED, _("Visa igen")),
        (bool(on_name), KEEP_NAME, _("Låt namnet vara kvar")),
        (writer is not None and bool(writer.display_name), HIDE_NAME, _("Ta bort namnet som den som skrev visar")),
    ]
    return [(key, label) for is_now, key, label in offered if is_now]


def about_of(outcome: str) -> str:
    return About.NAME if outcome in OF_NAMES.values() else About.WORDS


def may_pause(topic: Topic, entry: Comment | None) -> bool:
    writer = entry.author if entry is not None else topic.author
    if entry is None and topic.kind in Topic.ANCHORS:
        return False
    return writer is not None and can_be_paused(writer, topic.municipality_id)


@transaction.atomic
def carry_out(
    *,
    topic: Topic,
    entry: Comment | None,
    outcome: str,
    said: dict[str, Any],
    moderator: User,
    now: datetime,
    days: int = 0,
    seen: actions.Seen = actions.Seen(),  # noqa: B008 - never changed
    picture: UUID | None = None,
) -> None:
    """Raises NothingToDecide, or one of those that say what came between for whoever has not `seen` it."""
    about = About.PICTURE if picture else about_of(outcome)
    actions.nothing_came_between(topic=topic, entry=entry, picture=picture, seen=seen, about=about)
    who: dict[str, Any] = {"moderator": moderator, "now": now}
    if picture is not None:
        decision = _with_picture(topic, picture, outcome, said, who)
    elif outcome in (Outcome.KEPT, KEEP_NAME):
        decision = actions.keep(topic=topic, entry=entry, about=about, facts=said["facts"], **who)
    elif outcome == HIDE_NAME:
        decision = actions.hide_name(topic=topic, entry=entry, **said, **who)
    elif outcome == Outcome.WARNED:
        decision = actions.warn(topic=topic, entry=entry, **said, **who)
    elif entry is not None:
        decision = _with_entry(entry, outcome, said, who)
    else:
        decision = _with_topic(topic, outcome, said, who)
    if days:
        actions.pause(topic=topic, entry=entry, days=days, came_of=decision, **said, **who)


def _with_entry(entry: Comment, outcome: str, said: dict[str, Any], who: dict[str, Any]) -> Decision:
    if outcome == Outcome.HIDDEN:
        return actions.hide(entry=entry, **said, **who)
    return actions.restore(entry=entry, facts=said["facts"], **who)


def _with_topic(topic: Topic, outcome: str, said: dict[str, Any], who: dict[str, Any]) -> Decision:
    if outcome == Outcome.HIDDEN:
        return actions.hide_topic(topic=topic, **said, **who)
    return actions.restore_topic(topic=topic, facts=said["facts"], **who)


def _with_picture(topic: Topic, picture: UUID, outcome: str, said: dict[str, Any], who: dict[str, Any]) -> Decision:
    if outcome == Outcome.HIDDEN:
        return actions.hide_picture(topic=topic, picture=picture, **said, **who)
    if outcome == Outcome.RESTORED:
        return actions.restore_picture(topic=topic, picture=picture, facts=said["facts"], **who)
    if outcome == Outcome.KEPT:
        return actions.keep(topic=topic, picture=picture, facts=said["facts"], **who)
    raise NothingToDecide


@transaction.atomic
def carry_out_item(
    *,
    item: Item,
    outcome: str,
    said: dict[str, Any],
    moderator: User,
    now: datetime,
    days: int = 0,
    words: str | None = None,
) -> None:
    """The same for a row of the queue, locked: whoever comes second finds it settled. `words`, or the name, are what
    the row showed. Raises NothingToDecide or WordsChanged."""
    locked_topic(item.topic)
    if item.kind == Item.Kind.NAME:
        locked_person(item.writer)
    related = Item.objects.waiting().select_related(
        "topic__municipality", "topic__author", "entry__author", "entry__topic"
    )
    row = related.select_for_update(of=("self",), no_key=True).filter(pk=item.pk).first()
    if row is None or row.topic_id != item.topic_id:
        raise NothingToDecide
    seen = actions.Seen(words=words)
    if row.kind == Item.Kind.NAME:
        if outcome not in OF_NAMES:
            raise NothingToDecide
        outcome, seen = OF_NAMES[outcome], actions.Seen(name=words)
    elif row.kind in OF_TOPICS:
        actions.check_words(words, all_of(row.topic))
        seen = actions.Seen()
    if row.kind == Item.Kind.IDEA:
        owner = owner_of(row.topic.kind)
        if owner is None or owner.decide is None:
            raise NothingToDecide
        rule, facts = said["rule"], said["facts"]
        owner.decide(topic=row.topic, outcome=outcome, rule=rule, facts=facts, moderator=moderator, now=now)
        return
    if outcome == Outcome.RETURNED or row.kind not in IN_BULK or (row.kind, outcome) in NEVER:
        raise NothingToDecide
    what: dict[str, Any] = {"topic": row.topic, "entry": row.entry, "picture": row.picture, "seen": seen}
    carry_out(outcome=outcome, said=said, moderator=moderator, now=now, days=days, **what)
