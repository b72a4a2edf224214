"""Whose work a translation is, and up to which Swedish words it is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

from home.models import Translation

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import Page

    from participation.accounts.models import User

FOLLOWED, TAKEN, LEFT = "home.translation_follows", "home.translation_taken", "home.translation_left"


@transaction.atomic
def begin(*, swedish: Page, page: Page, by: User | None, now: datetime) -> Translation:
    """A page was made from the Swedish one, whose words it holds until somebody has translated them."""
    return Translation.objects.update_or_create(
        page_id=page.pk,
        defaults={"follows_id": swedish.live_revision_id, "followed_at": now, "translator": by},
    )[0]


@transaction.atomic
def follow(*, swedish: Page, page: Page, by: User, now: datetime) -> None:
    """A person says: this is what the Swedish page says today."""
    Translation.objects.update_or_create(
        page_id=page.pk, defaults={"follows_id": swedish.live_revision_id, "followed_at": now}
    )
    log(instance=page, action=FOLLOWED, user=by, data={"revision": swedish.live_revision_id})


@transaction.atomic
def take(*, page: Page, by: User, now: datetime) -> None:
    """From whoever had it: a colleague who is away keeps nobody waiting."""
    held, _made = Translation.objects.get_or_create(
        page_id=page.pk, defaults={"followed_at": page.last_published_at or now}
    )
    held.translator = by
    held.save(update_fields=["translator"])
    log(instance=page, action=TAKEN, user=by)


@transaction.atomic
def leave(*, page: Page, by: User) -> None:
    if Translation.objects.filter(page_id=page.pk, translator=by).update(translator=None):
        log(instance=page, action=LEFT, user=by)
