"""An idea becomes part of an e-service proposal, and goes on as an idea when it no longer is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participation.answers import telling as answers
from participation.answers.deserted import put_off
from participation.topics.words_elsewhere import title_told

from ..models import Idea, IdeaEvent
from ..states import InvalidTransition, Status
from ..telling import in_words, tell_author, tell_the_others, with_title
from .coming_back import answer_put_off, where_it_would_be
from .steps import last_second, locked, move

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import Promise

    from participation.accounts.models import User
    from participation.topics.models import Topic


@transaction.atomic
def become_proposal(*, idea: Idea, proposal_topic: Topic, by: User | None, now: datetime) -> Idea:
    idea = locked(idea)
    idea.became = proposal_topic
    move(idea, Status.PROPOSAL, at=now, by=by, department=idea.owner)
    answers.tell_of_joining(idea.topic, by=by, now=now)
    told = with_title(_("Din idé ”{title}” är nu en del av ett e-tjänsteförslag"), idea)
    tell_author(idea, "idea_became_proposal", told, by=by, now=now, body=title_told(proposal_topic))
    told = with_title(_("Idén ”{title}” är nu en del av ett e-tjänsteförslag"), idea)
    tell_the_others(idea, "idea_became_proposal", told, by=by, now=now, body=title_told(proposal_topic))
    return idea


@transaction.atomic
def leave_proposal(*, idea: Idea, by: User | None, now: datetime) -> Idea:
    """Back to where it was. Its time stood still meanwhile: nobody could support it, and nobody asked its author.

    Raises InvalidTransition where it is part of none.
    """
    idea = locked(idea)
    if idea.status != Status.PROPOSAL:
        raise InvalidTransition(idea.status, Status.PUBLISHED)
    came_here = IdeaEvent.objects.filter(idea=idea, status=Status.PROPOSAL, kind=IdeaEvent.Kind.MOVED).latest("at")
    away = now - idea.status_since
    if idea.gathering_until is not None and came_here.before == Status.GATHERING:
        idea.gathering_until = last_second(timezone.localdate(idea.gathering_until + away))
    to = where_it_would_be(idea, came_here.before, now)
    if to == Status.TO_BE_ANSWERED:
        idea.answer_due_on = answer_put_off(idea, now, away)
    idea.became = None
    with translation.override(settings.LANGUAGE_CODE):
        reason = gettext("Idén är inte längre en del av ett e-tjänsteförslag.")
    move(idea, to, at=now, by=by, department=idea.owner, reason=reason)
    put_off(idea.topic, away=away)
    answers.tell_of_coming_back(idea.topic, by=by, now=now)
    told = with_title(_("Din idé ”{title}” är inte längre en del av ett e-tjänsteförslag"), idea)
    tell_author(idea, "idea_left_proposal", told, by=by, now=now, body=_what_now(idea))
    told = with_title(_("Idén ”{title}” är inte längre en del av ett e-tjänsteförslag"), idea)
    tell_the_others(idea, "idea_left_proposal", told, by=by, now=now, body=_what_now(idea))
    return idea


def _what_now(idea: Idea) -> str | Promise:
    if idea.status == Status.GATHERING and idea.gathering_until is not None:
        last = in_words(timezone.localdate(idea.gathering_until))
        return format_lazy(_("Den samlar stöd igen, till {day}."), day=last)
    if idea.status == Status.TO_BE_ANSWERED and idea.answer_due_on is not None:
        return format_lazy(_("Kommunen ska svara senast {day}."), day=in_words(idea.answer_due_on))
    return ""
