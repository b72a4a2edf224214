"""Pages and answers that go up and come down by the clock, each for itself: what stops one stops no other.

Wagtail's own command ends at the first page that refuses, for every municipality.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from participation.accounts.models import Role, User
from participation.accounts.permissions import who_hold
from participation.answers.errors import HeldBack
from participation.answers.models import AnswerDraft
from participation.answers.telling import tell_not_published
from participation.notifications.actions import notify
from participation.notifications.models import Reason
from participation.places.pages import municipality_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from participation.places.models import Municipality

log = logging.getLogger(__name__)


def publish_scheduled(now: datetime) -> None:
    for page in Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at"):
        _take_down(page)
    for revision in Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at"):
        _publish(revision, now)


def _take_down(page: Page) -> None:
    try:
        with transaction.atomic():
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    except Exception:  # whatever it is, the other pages go on
        log.exception("page %s could not be taken down as planned; it is tried again", page.pk)


def _publish(revision: Revision, now: datetime) -> None:
    try:
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled")
    except HeldBack:
        log.info("revision %s waits until what it answers is shown again", revision.pk)
    except DatabaseError:
        log.exception("revision %s of page %s could not be stored; it is tried again", revision.pk, revision.object_id)
    except Exception:  # whatever it is, the other pages go on
        log.exception("page %s could not be published as planned", revision.object_id)
        _give_up(revision, now)


@transaction.atomic
def _give_up(revision: Revision, now: datetime) -> None:
    """It waits for a person from now on, so it is not tried each minute and told each minute."""
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    page = revision.content_object
    if isinstance(page, AnswerDraft):
        tell_not_published(page, now=now)
    if not isinstance(page, Page):
        return
    place = municipality_of(page)
    notify(
        people=_publishers_of(place),
        kind="page_not_published",
        reason=Reason.STAFF,
        sentence=format_lazy(_("Sidan ”{title}” kunde inte publiceras som planerat"), title=revision.object_str),
        body=_("Öppna sidan, läs igenom den och skicka den till godkännande igen."),
        path=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        place=place.pk if place else None,
        now=now,
    )


def _publishers_of(place: Municipality | None) -> Iterable[User]:
    """Of its municipality; the administrators of the portal for the region's own pages."""
    if place is None:
        return User.objects.filter(is_active=True, is_superuser=True)
    return who_hold(place, Role.PUBLISHER)
