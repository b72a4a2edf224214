from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.accounts.pausing import check_not_paused
from participation.moderation.actions import settle
from participation.moderation.models import Decision, Reason
from participation.moderation.noticing.looking import look, raise_noticed
from participation.moderation.telling import page_of, statement_of
from participation.notifications.actions import follow
from participation.notifications.models import AutomaticFollow
from participation.places.models import Municipality, ReferenceSeries

from ..merging.actions import locked_with_kept, part_all_from
from ..models import Idea, IdeaEvent, IdeaVersion
from ..states import PUBLIC, InvalidTransition, Status
from ..telling import (
    in_words,
    tell_author,
    tell_moderators,
    tell_of_removal,
    tell_of_return,
    tell_the_place,
    with_title,
)
from .afterwards import AFTER_PUBLICATION, read_afterwards
from .coming_back import answer_put_off, where_it_would_be
from .steps import end_of_window, keep_topic_true, locked, move
from .unsent import remember_handed_in

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import Promise

    from participation.accounts.models import User


@transaction.atomic
def submit(*, idea: Idea, now: datetime) -> Idea:
    """The municipality has received it: it gets its number, and is reviewed before or after all can read it.

    Before, also where the municipality wants that of what a signal says.
    """
    idea = locked(idea)
    if idea.status != Status.DRAFT:
        raise InvalidTransition(idea.status, Status.IN_REVIEW)
    topic, author = idea.topic, idea.topic.author
    if author is not None:
        check_not_paused(author, topic.municipality_id, now)
    year = timezone.localtime(now).year
    idea.reference = idea.reference or ReferenceSeries.take(municipality=topic.municipality, year=year)
    idea.review_note, idea.handed_in = "", {}
    noticed = look(topic=topic, author=author, text=f"{idea.title}\n{idea.text}", now=now)
    if topic.municipality.idea_review == Municipality.Review.BEFORE or noticed.hold:
        move(idea, Status.IN_REVIEW, at=now, by=author)
        tell_moderators(idea, sentence=with_title(_("Ny idé att granska: ”{title}”"), idea), mail=True, now=now)
    else:
        _publish(idea, by=author, now=now)
        tell_moderators(idea, sentence=with_title(_("Ny idé: ”{title}”"), idea), mail=False, now=now)
    raise_noticed(noticed, topic=idea.topic, author=author, now=now)
    if idea.status != Status.IN_REVIEW:
        read_afterwards(idea, AFTER_PUBLICATION, now=now)
    if author is not None:
        follow(topic=topic, person=author, deed=AutomaticFollow.Deed.WRITE)
    return idea


@transaction.atomic
def approve(*, idea: Idea, by: User, now: datetime) -> Idea:
    """Raises PermissionDenied for the author: nobody approves an idea of their own."""
    idea = locked(idea)
    _not_ones_own(idea, by)
    if idea.status != Status.IN_REVIEW:
        raise InvalidTransition(idea.status, Status.PUBLISHED)
    settle(topic=idea.topic, outcome=Decision.Outcome.KEPT, moderator=by, now=now)
    _publish(idea, by=by, now=now)
    tell_author(
        idea,
        "idea_published",
        with_title(_("Din idé ”{title}” är publicerad"), idea),
        by=by,
        now=now,
        body=_what_now(idea),
    )
    return idea


@transaction.atomic
def return_for_changes(*, idea: Idea, by: User, reason: str, now: datetime) -> Idea:
    """A draft again, which staff do not see, with the moderator's words to its author."""
    idea = locked(idea)
    _not_ones_own(idea, by)
    if idea.status != Status.IN_REVIEW:
        raise InvalidTransition(idea.status, Status.DRAFT)
    idea.review_note = reason
    remember_handed_in(idea)
    settle(topic=idea.topic, outcome=Decision.Outcome.RETURNED, moderator=by, facts=reason, now=now)
    move(idea, Status.DRAFT, at=now, by=by, reason=reason, is_public=False)
    sentence = with_title(_("Din idé ”{title}” behöver ändras innan vi kan publicera den"), idea)
    tell_author(idea, "idea_returned", sentence, by=by, now=now, body=reason)
    return idea


@transaction.atomic
def refuse(*, idea: Idea, by: User, reason: str, now: datetime, rule: str = Reason.OTHER) -> Idea:
    """Before or after publication. Only author and staff see it from now on; its author may appeal. See `set_aside`."""
    was_published = idea.topic.published_at is not None
    idea, decision = set_aside(idea=idea, by=by, reason=reason, rule=rule, now=now)
    sentence = with_title(_("Din idé ”{title}” kan inte publiceras"), idea)
    author = idea.topic.author
    if author is not None:
        path, body = page_of(decision, author), statement_of(decision)
        tell_author(idea, "idea_refused", sentence, by=by, now=now, body=body, path=path)
    if was_published:
        tell_of_removal(idea, by=by, now=now)
    return idea


@transaction.atomic
def set_aside(
    *, idea: Idea, by: User, reason: str, now: datetime, rule: str = Reason.OTHER, against: bool = True
) -> tuple[Idea, Decision]:
    """Refused, with nobody told but those who flagged it. `against` its author: False where nobody did wrong.

    Others' ideas that were merged with it get their own pages again. Of one that was itself merged only the words
    go: what it brought stays with the idea where it went.
    """
    part_all_from(idea, now=now)
    idea, kept = locked_with_kept(idea)
    _not_ones_own(idea, by)
    idea.review_note, idea.merged_into = reason, None
    said: dict[str, Any] = {
        "outcome": Decision.Outcome.HIDDEN,
        "moderator": by,
        "rule": rule,
        "facts": reason,
        "against": against,
    }
    waited = idea.status == Status.IN_REVIEW
    if waited:  # the decision is what ends the waiting
        decision = settle(topic=idea.topic, now=now, **said)
    move(idea, Status.REFUSED, at=now, by=by, reason=reason, is_public=False)
    if not waited:
        decision = settle(topic=idea.topic, now=now, **said)
    if kept is not None:
        keep_topic_true(kept, before=kept.status, now=now)
    return idea, decision


@transaction.atomic
def take_after_all(*, idea: Idea, by: User, now: datetime) -> bool:
    """The refusal was appealed and is changed: where it would be if it had not been refused. Returns whether it was."""
    idea = locked(idea)
    if idea.status != Status.REFUSED or idea.became_report_id is not None:
        return False
    refused = idea.events.filter(kind=IdeaEvent.Kind.MOVED, status=Status.REFUSED).order_by("-pk")[0]
    idea.review_note = ""
    was_published = idea.topic.published_at is not None
    if refused.before == Status.IN_REVIEW:
        _publish(idea, by=by, now=now)
    else:
        _go_on(idea, refused.before, by=by, now=now)
    if was_published:
        tell_of_return(idea, by=by, now=now)
    return True


def _go_on(idea: Idea, before: str, *, by: User, now: datetime) -> None:
    if before not in PUBLIC:  # it was merged, and stands for itself now
        before = Status.GATHERING if idea.threshold else Status.PUBLISHED
    to = where_it_would_be(idea, before, now)
    if to == Status.TO_BE_ANSWERED:
        idea.answer_due_on = answer_put_off(idea, now, now - idea.status_since)
    move(idea, to, at=now, by=by)


def _publish(idea: Idea, *, by: User | None, now: datetime) -> None:
    """What the municipality promises today is what counts, however it changes its rules later."""
    municipality = idea.topic.municipality
    idea.threshold = municipality.support_threshold
    if idea.threshold:
        idea.gathering_until = end_of_window(municipality, now)
    _first_version(idea, now=now)
    move(idea, Status.GATHERING if idea.threshold else Status.PUBLISHED, at=now, by=by)
    news = with_title(_("Ny idé i {place}: ”{title}”"), idea, place=municipality.name)
    tell_the_place(idea, "idea_new", news, by=by, now=now)


def _first_version(idea: Idea, *, now: datetime) -> None:
    IdeaVersion.objects.create(
        idea=idea,
        kind=IdeaVersion.Kind.ORIGINAL,
        number=1,
        title=idea.title,
        text=idea.text,
        created_at=now,
        created_by=idea.topic.author,
    )


def _what_now(idea: Idea) -> str | Promise:
    if not idea.gathering_until:
        return _("Nu kan andra läsa, stödja och diskutera den.")
    return with_title(
        _("Nu kan andra läsa, stödja och diskutera den. Får den {count} stöd senast {day} måste kommunen svara."),
        idea,
        count=idea.threshold,
        day=in_words(timezone.localdate(idea.gathering_until)),
    )


def _not_ones_own(idea: Idea, by: User) -> None:
    if by.pk == idea.topic.author_id:
        raise PermissionDenied
