from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.permissions import has_role
from participation.topics.models import Topic

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User

Verdict = tuple[bool, str]


def is_open(topic: Topic, *, now: datetime | None = None) -> Verdict:
    """Whether anybody can support `topic` now; the text tells a citizen why not."""
    now = now or timezone.now()
    if not topic.is_public:
        return False, _("Det går inte att ge stöd just nu.")
    if topic.opens_at and now < topic.opens_at:
        return False, _("Det går inte att ge stöd än.")
    if topic.closes_at and now >= topic.closes_at:
        return False, _("Tiden för att ge stöd är slut.")
    if not topic.can_support:
        return False, _("Det går inte längre att ge stöd.")
    return True, ""


def can_support(user: User | AnonymousUser, topic: Topic, *, now: datetime | None = None) -> Verdict:
    if not user.is_authenticated or not user.is_active:
        return False, _("Logga in för att ge ditt stöd.")
    return is_open(topic, now=now)


def can_object(user: User | AnonymousUser, topic: Topic, *, now: datetime | None = None) -> Verdict:
    """ "Not like this" is for proposals: an idea that one does not like is left alone."""
    if topic.kind != Topic.Kind.PROPOSAL:
        return False, _("Det går bara att säga ”inte så här” om e-tjänsteförslag.")
    return can_support(user, topic, now=now)


def can_read_reasons(user: User | AnonymousUser, topic: Topic) -> bool:
    """Reasons against are written to those who work with the proposal, not to everybody."""
    return has_role(user, topic.municipality_id)
