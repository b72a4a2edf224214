"""What newsletters hold of a person, to hand out and to forget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from .models import Subscription
from .subscribing import leave

if TYPE_CHECKING:
    from participation.accounts.models import User


def export(person: User) -> list[dict[str, Any]]:
    rows = Subscription.objects.of(person).select_related("municipality", "person").prefetch_related("categories")
    return [
        {
            "kommun": row.municipality.full_name,
            "e-post": row.address,
            "språk": row.language,
            "ämnen": [category.name for category in row.categories.all()],
            "sedan": row.created_at,
            "bekräftat": row.confirmed_at,
            "avslutat": row.left_at,
        }
        for row in rows.order_by("pk")
    ]


def erase(person: User) -> None:
    """Those of the account go with its row, in the end; from this moment nothing is sent to them."""
    for subscription in Subscription.objects.of(person):
        leave(subscription=subscription, now=timezone.now())
        subscription.delete()
