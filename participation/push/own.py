from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .models import Device

if TYPE_CHECKING:
    from participation.accounts.models import User


def export(person: User) -> list[dict[str, Any]]:
    """Without the address of the push service: who holds it may write to the device."""
    return [
        {"enhet": row.name, "sedan": row.created_at, "senast": row.told_at}
        for row in Device.objects.filter(person=person)
    ]


def erase(person: User) -> None:
    Device.objects.filter(person=person).delete()
