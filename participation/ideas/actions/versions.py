from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participation.accounts.pausing import check_not_paused
from participation.moderation.actions import enter, leave
from participation.moderation.models import Item
from participation.moderation.noticing.looking import look, raise_noticed
from participation.places.models import Municipality

from ..models import Idea, IdeaEvent, IdeaVersion
from ..states import CAN_BE_ADDED_TO, CAN_STILL_CHANGE, EDITABLE, PUBLIC, InvalidTransition, TextFrozen, VersionWaiting
from ..telling import tell_author, tell_moderators, tell_the_others, with_title
from .afterwards import AFTER_CHANGE, read_afterwards
from .overtaken import drop
from .steps import keep_topic_true, locked, write_event

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

    from ..querysets import IdeaQuerySet

OVERTAKEN = _("Någon stödde idén innan ändringen var granskad.")
Kind, Review = IdeaVersion.Kind, IdeaVersion.Review


@transaction.atomic
def edit_published(*, idea: Idea, by: User, title: str, text: str, now: datetime, over: str = "") -> IdeaVersion:
    """Raises TextFrozen after the first support of somebody else: those who support it support these words.

    `over` is the stamp of the waiting change that these words take the place of; else raises VersionWaiting.
    """
    idea = locked(idea)
    if idea.status not in EDITABLE:
        raise InvalidTransition(idea.status, idea.status)
    if idea.is_frozen:
        raise TextFrozen
    return _propose(idea, Kind.EDIT, by=by, title=title, text=text, now=now, over=over)


@transaction.atomic
def add_addition(*, idea: Idea, by: User, text: str, now: datetime, over: str = "") -> IdeaVersion:
    """Words below the text, marked with their date; the text itself stays. `over` as in `edit_published`."""
    idea = locked(idea)
    if idea.status not in CAN_BE_ADDED_TO:
        raise InvalidTransition(idea.status, idea.status)
    return _propose(idea, Kind.ADDITION, by=by, title="", text=text, now=now, over=over)


@transaction.atomic
def approve_version(*, version: IdeaVersion, by: User, now: datetime) -> IdeaVersion:
    """Raises TextFrozen for an edit of an idea that has been supported or answered since it was written."""
    idea, version = _locked_waiting(version, by)
    if idea.status not in PUBLIC:
        raise InvalidTransition(version.review, Review.PUBLIC)
    if version.kind == Kind.EDIT and (idea.is_frozen or idea.status not in CAN_STILL_CHANGE):
        raise TextFrozen
    version.review, version.decided_at, version.decided_by = Review.PUBLIC, now, by
    version.save()
    leave(kind=Item.Kind.CHANGE, topic=idea.topic, now=now)
    _bring_out(idea, version, by=by, now=now)
    sentence = with_title(_("Din ändring av ”{title}” är publicerad"), idea)
    tell_author(idea, "version_published", sentence, by=by, now=now)
    return version


@transaction.atomic
def refuse_version(*, version: IdeaVersion, by: User, reason: str, now: datetime) -> IdeaVersion:
    idea, version = _locked_waiting(version, by)
    version.review, version.reason, version.decided_at, version.decided_by = Review.REFUSED, reason, now, by
    version.save()
    leave(kind=Item.Kind.CHANGE, topic=idea.topic, now=now)
    write_event(
        idea, kind=IdeaEvent.Kind.VERSION_REFUSED, at=now, by=by, reason=reason, version=version, is_public=False
    )
    sentence = with_title(_("Din ändring av ”{title}” kan inte publiceras"), idea)
    tell_author(idea, "version_refused", sentence, by=by, now=now, body=reason)
    return version


@transaction.atomic
def freeze(*, ideas: IdeaQuerySet, now: datetime) -> None:
    """With the first support of another than its author the text is frozen, and an edit that still waits can never be
    brought out.

    Its author is told, and finds the words on the page for additions. The caller holds the topics.
    """
    if ideas.freeze_supported(now=now):
        for idea in ideas.select_related("topic__municipality", "topic__author"):
            _drop_overtaken_edit(idea, now)


def _drop_overtaken_edit(idea: Idea, now: datetime) -> None:
    version = idea.versions.filter(review=Review.WAITING, kind=Kind.EDIT).first()
    if version is None:
        return
    body = with_title(_("Någon stödde idén innan ändringen var granskad. Dina ord finns under Gör ett tillägg."), idea)
    drop(idea, version, reason=OVERTAKEN, body=body, now=now)


def _propose(idea: Idea, kind: str, *, by: User, title: str, text: str, now: datetime, over: str) -> IdeaVersion:
    check_not_paused(by, idea.topic.municipality_id, now)
    noticed = look(topic=idea.topic, author=by, text=f"{title}\n{text}", now=now)
    before = idea.topic.municipality.idea_review == Municipality.Review.BEFORE or noticed.hold
    version = _waiting_or_new(idea, kind)
    if version.pk and (version.title, version.text) == (title, text):
        return version  # pressed twice
    if version.pk and version.stamp != over:
        raise VersionWaiting(version)
    version.title, version.text, version.created_at, version.created_by = title, text, now, by
    version.review = Review.WAITING if before else Review.PUBLIC
    version.save()
    if before:
        enter(kind=Item.Kind.CHANGE, topic=idea.topic, now=now)
    sentence = _("En ändring att granska: ”{title}”") if before else _("En idé är ändrad: ”{title}”")
    tell_moderators(idea, sentence=with_title(sentence, idea), mail=before, now=now)
    if not before:
        _bring_out(idea, version, by=by, now=now)
    with translation.override(settings.LANGUAGE_CODE):
        said = gettext("I en ändring som väntar: ") if before else ""
    raise_noticed(noticed, topic=idea.topic, author=by, now=now, said=said)
    if not before:
        read_afterwards(idea, AFTER_CHANGE, now=now)
    return version


def _waiting_or_new(idea: Idea, kind: str) -> IdeaVersion:
    """The change that waits. Raises VersionWaiting for one of another kind."""
    waiting = idea.versions.filter(review=Review.WAITING).first()
    if waiting is not None:
        if waiting.kind != kind:
            raise VersionWaiting(waiting)
        return waiting
    last = idea.versions.aggregate(last=Max("number"))["last"] or 0
    return IdeaVersion(idea=idea, kind=kind, number=last + 1)


def _bring_out(idea: Idea, version: IdeaVersion, *, by: User, now: datetime) -> None:
    if version.kind == Kind.EDIT:
        idea.title, idea.text = version.title, version.text
        idea.save()
    kind = IdeaEvent.Kind.EDITED if version.kind == Kind.EDIT else IdeaEvent.Kind.ADDED
    write_event(idea, kind=kind, at=now, by=version.created_by, version=version)
    keep_topic_true(idea, before=idea.status, now=now)
    if version.kind == Kind.ADDITION:
        sentence = with_title(_("Idén ”{title}” har fått ett tillägg"), idea)
        tell_the_others(idea, "idea_added_to", sentence, by=by, now=now)


def _locked_waiting(version: IdeaVersion, by: User) -> tuple[Idea, IdeaVersion]:
    idea = locked(version.idea)
    if by.pk == idea.topic.author_id:
        raise PermissionDenied
    fresh = idea.versions.get(pk=version.pk)
    if fresh.review != Review.WAITING:
        raise InvalidTransition(fresh.review, Review.PUBLIC)
    return idea, fresh
