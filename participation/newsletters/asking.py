"""How often an address that never said yes is asked whether it wants newsletters, by whoever typed it somewhere.

A no counts for a month, whichever municipality is asked for: one out of the mail, a complaint, a letterbox that is not
there. Whoever wants the letter after all signs in, or follows the link on the page on which they said no.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from participation.accounts.address_keys import keys_of
from participation.accounts.letterbox import letterbox_of
from participation.notifications.stops.actions import counts_for_questions, stop_of, try_again

from .models import Question, Subscription

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

A_DAY, A_MONTH = timedelta(days=1), timedelta(days=30)
MOST_A_DAY, MOST_A_MONTH = 2, 5


def may_be_asked(address: str, *, now: datetime) -> bool:
    stopped = stop_of(address)
    if stopped is not None and counts_for_questions(stopped.stopped_at, now):
        return False
    questions = _to(address)
    if questions.filter(no_at__gt=now - A_MONTH).exists():
        return False
    asked = questions.filter(asked_at__gt=now - A_MONTH).values_list("asked_at", flat=True)
    return len(asked) < MOST_A_MONTH and sum(at > now - A_DAY for at in asked) < MOST_A_DAY


def asked(subscription: Subscription, *, now: datetime) -> None:
    key = keys_of(letterbox_of(subscription.email))[0]
    Question.objects.create(key=key, subscription=subscription.pk, asked_at=now)


def said_no(subscription_id: int, *, now: datetime) -> None:
    """By the number in the mail: the address itself may be forgotten already."""
    Question.objects.filter(subscription=subscription_id).update(no_at=now)


def said_yes(address: str) -> None:
    """They read a mail of ours, and want more of them."""
    _to(address).delete()
    try_again(address=address)


def forget(now: datetime) -> None:
    old = Question.objects.filter(asked_at__lt=now - A_MONTH)
    old.exclude(no_at__gte=now - A_MONTH).delete()


def _to(address: str) -> QuerySet[Question]:
    return Question.objects.filter(key__in=keys_of(letterbox_of(address)))
