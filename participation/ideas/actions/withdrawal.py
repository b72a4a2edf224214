from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from participation.answers import telling as answers
from participation.answers.deserted import put_off
from participation.moderation.noticing.looking import look, raise_noticed
from participation.moderation.telling import take_title_back

from ..merging.actions import part_all_from
from ..models import Idea
from ..permissions import is_hidden
from ..states import PUBLIC, WITHDRAWABLE, InvalidTransition, Status
from ..telling import tell_of_return, tell_of_withdrawal
from .afterwards import read_after_all, stop_reading
from .clock import tell_what_time_did
from .coming_back import answer_put_off, where_it_would_be
from .steps import keep_topic_true, locked, move
from .unsent import forget_unsent

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

A_WHILE = timedelta(days=1)


@transaction.atomic
def withdraw(*, idea: Idea, by: User, now: datetime) -> Idea:
    """Out of sight for the public, with its supports and its thread, until its author wants it back.

    A draft that was returned stays its author's alone, for it holds words that were never sent.
    Ideas of others that were merged with it get their own pages again.
    """
    part_all_from(idea, now=now)
    idea = locked(idea)
    if idea.status not in WITHDRAWABLE or not idea.reference or is_hidden(idea):
        raise InvalidTransition(idea.status, Status.WITHDRAWN)
    idea.status_before_withdrawal = idea.status
    move(idea, Status.WITHDRAWN, at=now, by=by)
    stop_reading(idea, now=now)
    take_title_back(idea.topic)
    if idea.status_before_withdrawal in PUBLIC:
        is_news = _is_news(idea, now)
        answers.tell_of_withdrawal(idea.topic, number=idea.reference, by=by, mail=is_news, now=now)
        if is_news:
            tell_of_withdrawal(idea, by=by, now=now)
    return idea


def _is_news(idea: Idea, at: datetime) -> bool:
    """That it went at that moment: an author who goes and comes all day fills nobody's letterbox."""
    return not idea.events.filter(status=Status.WITHDRAWN, at__lt=at, at__gt=at - A_WHILE).exists()


@transaction.atomic
def leave_behind(*, idea: Idea, by: User, now: datetime) -> Idea:
    """Of a returned idea whose author goes for good, staff keep what was handed in, and nothing that came since."""
    idea = locked(idea)
    if not idea.is_unsent or not idea.reference:
        raise InvalidTransition(idea.status, Status.WITHDRAWN)
    forget_unsent(idea)
    idea.status_before_withdrawal = ""
    if idea.status == Status.DRAFT:
        move(idea, Status.WITHDRAWN, at=now, by=by)
    else:
        idea.save()
        keep_topic_true(idea, before=idea.status, now=now)
    return idea


@transaction.atomic
def restore(*, idea: Idea, by: User, now: datetime) -> Idea:
    """Back to where it was, as if time had gone on (`coming_back`)."""
    idea = locked(idea)
    if idea.status != Status.WITHDRAWN:
        raise InvalidTransition(idea.status, Status.PUBLISHED)
    before, went = idea.status_before_withdrawal, idea.status_since
    to = where_it_would_be(idea, before, now)
    if to == Status.TO_BE_ANSWERED:
        idea.answer_due_on = answer_put_off(idea, now, now - went)
    idea.status_before_withdrawal = ""
    move(idea, to, at=now, by=by)
    if to in PUBLIC:
        read_after_all(idea, now=now)
        put_off(idea.topic, away=now - went)
        answers.tell_of_coming_back(idea.topic, by=by, mail=_is_news(idea, went), now=now)
    if to != before:
        tell_what_time_did(idea, now=now)
    elif to in PUBLIC and _is_news(idea, went):
        tell_of_return(idea, by=by, now=now)
    if to == Status.IN_REVIEW:  # its signals went with it
        what: dict[str, Any] = {"topic": idea.topic, "author": idea.topic.author, "now": now}
        raise_noticed(look(text=f"{idea.title}\n{idea.text}", **what), **what)
    return idea
