"""Whether a person may write in a municipality. The one place that is asked, by whoever lets people write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import Pause, User

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from participation.places.models import Municipality


class Paused(Exception):
    """Whoever is paused does not write here. The message says why, until when and where to turn."""


def pause_of(user: User | AnonymousUser, municipality_id: int, now: datetime | None = None) -> Pause | None:
    """The pause that is on. No query for whoever has none anywhere: the person's own row says so.

    For whoever has one, one for each municipality: the answer is kept on the user object, as roles are.
    """
    now = now or timezone.now()
    if not user.is_authenticated or user.paused_until is None or user.paused_until <= now:
        return None
    known: dict[int, Pause | None] = user.__dict__.setdefault("_pauses", {})
    if municipality_id not in known:
        mine = user.pauses.filter(municipality=municipality_id, lifted_at__isnull=True, until__gt=now)
        known[municipality_id] = mine.select_related("municipality").first()
    found = known[municipality_id]
    return found if found is not None and found.is_on(now) else None


def why_paused(user: User | AnonymousUser, municipality_id: int, now: datetime | None = None) -> str:
    """What is said to a person who may not write here now: why, until when, and where to turn; or nothing."""
    pause = pause_of(user, municipality_id, now)
    if pause is None:
        return ""
    return _(
        "Du kan inte skriva i %(place)s förrän %(end)s. Skälet är: %(why)s. "
        "Beslutet, och hur du överklagar det, finns under Mitt."
    ) % {"place": pause.municipality.full_name, "end": in_words(pause.until), "why": pause.why.rstrip(".").lower()}


def in_words(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y H.i")


def check_not_paused(user: User, municipality_id: int, now: datetime) -> None:
    """For the verbs that write. Raises Paused."""
    if why := why_paused(user, municipality_id, now):
        raise Paused(why)


@transaction.atomic
def pause(*, person: User, municipality: Municipality, why: str, until: datetime, now: datetime) -> Pause:
    """One that is on already ends now: the new one is what counts."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    on = Pause.objects.filter(person=person, municipality=municipality, lifted_at__isnull=True, until__gt=now)
    on.update(lifted_at=now)
    row = Pause.objects.create(person=person, municipality=municipality, why=why[:300], since=now, until=until)
    _keep_true(person)
    return row


@transaction.atomic
def lift(*, pause: Pause, now: datetime) -> bool:
    """Returns whether it was on until now."""
    person = pause.person
    if person is not None:
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
    changed = Pause.objects.filter(pk=pause.pk, lifted_at__isnull=True, until__gt=now).update(lifted_at=now)
    if person is not None:
        _keep_true(person)
    return bool(changed)


def _keep_true(person: User) -> None:
    last = Pause.objects.filter(person=person, lifted_at__isnull=True).aggregate(last=Max("until"))["last"]
    User.objects.filter(pk=person.pk).update(paused_until=last)
    person.paused_until = last
    person.__dict__.pop("_pauses", None)
