"""What the worker does by the clock: what waits too long is told upwards, and who wants a letter a day gets it."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from participation.places.models import Municipality

from . import telling
from .models import Item, MailWish, Trace
from .noticing.kinds import LATELY
from .rows import MOST_COUNTED

if TYPE_CHECKING:
    from datetime import datetime

AT_ONCE = 1000  # things of one municipality in one letter; the rest come with the next
MORNING = time(7)


def escalate(now: datetime) -> int:
    """Once for each thing, and one letter for all that are late in a municipality. Returns how many things."""
    late = Item.objects.late(now).filter(escalated_at__isnull=True)
    places = Municipality.objects.filter(pk__in=late.order_by().values("municipality").distinct())
    return sum(_escalate(place, now) for place in places)


@transaction.atomic
def _escalate(place: Municipality, now: datetime) -> int:
    late = Item.objects.late(now).filter(municipality=place, escalated_at__isnull=True).order_by("due_at", "id")
    found = list(late.values_list("pk", "kind", "is_board_law", "writer", "barred")[:AT_ONCE])
    # Whoever settled one meanwhile, or another worker, leaves fewer.
    fresh = Item.objects.filter(pk__in=[pk for pk, *_more in found], escalated_at__isnull=True, settled_at__isnull=True)
    number = fresh.update(escalated_at=now)
    if number:
        law = sum(is_law for _pk, _kind, is_law, *_people in found)
        appeals = sum(kind == Item.Kind.APPEAL for _pk, kind, *_more in found)
        barred = {(kind == Item.Kind.APPEAL, frozenset(people)) for _pk, kind, _law, *people in found}
        telling.tell_of_late(place, number, law, appeals, barred=barred, now=now)
    return number


def write_digests(now: datetime) -> int:
    """Once a day, from seven in the morning on; nothing where nothing waits. Returns how many letters."""
    local = timezone.localtime(now)
    if local.time() < MORNING:
        return 0
    not_yet = Q(told_on__isnull=True) | Q(told_on__lt=local.date())
    wishes = MailWish.objects.filter(not_yet, when=MailWish.When.DAILY, person__is_active=True)
    return sum(_write_digest(wish, now) for wish in wishes.select_related("person"))


@transaction.atomic
def _write_digest(wish: MailWish, now: datetime) -> bool:
    today = timezone.localdate(now)
    mine = MailWish.objects.filter(Q(told_on__isnull=True) | Q(told_on__lt=today), pk=wish.pk)
    if not mine.update(told_on=today):
        return False  # another worker was first
    waiting = Item.objects.decided_by(wish.person).waiting().order_by()
    number = waiting[: MOST_COUNTED + 1].count()
    if not number:
        return False
    said = f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number)
    telling.tell_of_waiting(wish.person, said, waiting.filter(due_at__lte=now)[:MOST_COUNTED].count(), now=now)
    return True


def forget_traces(now: datetime) -> int:
    """What is older than what is looked at."""
    deleted, _by_model = Trace.objects.filter(written_at__lte=now - LATELY).delete()
    return deleted
