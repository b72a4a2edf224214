"""Each person is told once, whether they wrote, support, follow or all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from participation.notifications.actions import notify
from participation.notifications.models import Reason

from ..telling import supporters_and_followers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.utils.functional import Promise

    from participation.accounts.models import User

    from ..models import Idea

    Words = str | Promise


def concerned(idea: Idea, kept: Idea) -> list[User]:
    """Who supports or follows `idea`, without the two who wrote: they are told in other words."""
    writers = {idea.topic.author_id, kept.topic.author_id}
    return [person for person in supporters_and_followers(idea) if person.pk not in writers]


def tell_of_merger(idea: Idea, kept: Idea, others: Iterable[User], *, words: str, by: User, now: datetime) -> None:
    title, other = idea.title, kept.title
    mine = format_lazy(_("Din idé ”{title}” är sammanslagen med ”{other}”"), title=title, other=other)
    body = format_lazy(_("{words} Din text går fortfarande att läsa, och stöden räknas där nu."), words=words)
    _tell_writer(idea, kept, mine, body, by=by, now=now)
    if kept.topic.author_id != idea.topic.author_id:
        theirs = format_lazy(_("”{title}” är sammanslagen med din idé ”{other}”"), title=title, other=other)
        _tell_writer(kept, kept, theirs, words, by=by, now=now)
    sentence = format_lazy(_("Idén ”{title}” är sammanslagen med ”{other}”"), title=title, other=other)
    body = format_lazy(_("{words} Stöd och inlägg har flyttat med. Du behöver inte göra något."), words=words)
    _tell(others, kept, sentence, body, Reason.FOLLOWED, by=by, now=now)


def tell_of_parting(
    idea: Idea, kept: Idea, others: Iterable[User], *, words: Words, by: User | None, now: datetime
) -> None:
    title, other = idea.title, kept.title
    mine = format_lazy(_("Din idé ”{title}” har en egen sida igen"), title=title)
    body = format_lazy(_("{words} Stöden och inläggen som den hade är tillbaka hos den."), words=words)
    _tell_writer(idea, idea, mine, body, by=by, now=now)
    if kept.topic.author_id != idea.topic.author_id:
        theirs = format_lazy(_("”{title}” är inte längre sammanslagen med din idé ”{other}”"), title=title, other=other)
        _tell_writer(kept, kept, theirs, words, by=by, now=now)
    sentence = format_lazy(_("Idén ”{title}” har en egen sida igen"), title=title)
    body = format_lazy(_("{words} Ditt stöd och det du skrev där är tillbaka hos den."), words=words)
    _tell(others, idea, sentence, body, Reason.FOLLOWED, by=by, now=now)


def _tell_writer(idea: Idea, about: Idea, sentence: Words, body: Words, *, by: User | None, now: datetime) -> None:
    if idea.topic.author is not None:
        _tell([idea.topic.author], about, sentence, body, Reason.OWN, by=by, now=now)


def _tell(
    people: Iterable[User],
    about: Idea,
    sentence: Words,
    body: Words,
    reason: Reason,
    *,
    by: User | None,
    now: datetime,
) -> None:
    notify(
        people=people,
        kind="idea_merged",
        sentence=sentence,
        body=body,
        topic=about.topic,
        actor=by,
        reason=reason,
        now=now,
    )
