"""How many a letter goes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from participation.notifications.stops.actions import how_many_stopped

from .models import Subscription

if TYPE_CHECKING:
    from .models import Letter
    from .querysets import SubscriptionQuerySet


def reached_by(letter: Letter) -> tuple[int, int]:
    """Receivers, and how many more there were if their addresses took mail.

    Whose these are is not written anywhere: where some are stopped, every address is hashed: three seconds for 100,000.
    """
    return _counted(Subscription.objects.receiving(letter))


def left_out_by_language(letter: Letter) -> list[tuple[str, int]]:
    """Those who want such letters but read another language: its name, and how many they are."""
    wanting = Subscription.objects.wanting(letter)
    others = [(label, wanting.filter(language=code)) for code, label in settings.LANGUAGES if code != letter.language]
    return [(str(label), number) for label, rows in others if (number := _counted(rows)[0])]


def _counted(rows: SubscriptionQuerySet) -> tuple[int, int]:
    addresses = rows.values_list("person__email", "email").iterator(chunk_size=2000)
    stopped = how_many_stopped(own or typed for own, typed in addresses)
    return rows.count() - stopped, stopped
