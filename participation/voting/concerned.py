"""Who is told of what becomes of a topic: who follows it, and who supports it though they follow it no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, Q, Value, When

from participation.accounts.models import User
from participation.notifications.audiences import with_further
from participation.notifications.models import Follow, Reason

from .models import Support

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet


def concerned_by(topics: Sequence[int]) -> QuerySet[User]:
    """The audience CONCERNED: each person once, and with the reason that is true of them."""
    asked = with_further(topics)
    follow = Q(pk__in=Follow.objects.filter(topic__in=asked).values("person"))
    support = Support.objects.supporting().filter(topic__in=asked, person__isnull=False)
    why = Case(When(follow, then=Value(Reason.FOLLOWED.value)), default=Value(Reason.SUPPORTED.value))
    return User.objects.filter(follow | Q(pk__in=support.values("person"))).annotate(because=why)
