"""A change that waits for review and can never be brought out: it leaves the queue, and its author is told why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from participation.moderation.actions import leave
from participation.moderation.models import Item

from ..models import Idea, IdeaEvent, IdeaVersion
from ..states import CAN_STILL_CHANGE, PUBLIC
from ..telling import tell_author, with_title

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import Promise

NOT_PUBLISHED = _("Idén är inte längre publicerad, så ändringen granskas inte.")
ANSWERED = _("Kommunen svarade innan ändringen var granskad, så texten ligger fast.")


def drop_overtaken(idea: Idea, *, now: datetime) -> None:
    """Called when the idea has moved. `idea` must be locked."""
    if idea.status in CAN_STILL_CHANGE:
        return
    version = idea.versions.filter(review=IdeaVersion.Review.WAITING).first()
    if version is None or (idea.status in PUBLIC and version.kind == IdeaVersion.Kind.ADDITION):
        return
    reason = ANSWERED if idea.status in PUBLIC else NOT_PUBLISHED
    drop(idea, version, reason=reason, body=reason, now=now)


def drop(idea: Idea, version: IdeaVersion, *, reason: str | Promise, body: str | Promise, now: datetime) -> None:
    with translation.override(None):
        version.reason = str(reason)
    version.review, version.decided_at = IdeaVersion.Review.REFUSED, now
    version.save()
    leave(kind=Item.Kind.CHANGE, topic=idea.topic, now=now)
    IdeaEvent.objects.create(
        idea=idea,
        kind=IdeaEvent.Kind.VERSION_REFUSED,
        status=idea.status,
        before=idea.status,
        at=now,
        reason=version.reason,
        version=version,
        is_public=False,
    )
    sentence = with_title(_("Din ändring av ”{title}” kan inte publiceras"), idea)
    tell_author(idea, "version_refused", sentence, by=None, now=now, body=body)
