"""What this app hands out to a person: what they flagged. Who flagged is told to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .models import Flag

if TYPE_CHECKING:
    from participation.accounts.models import User


def export(person: User) -> list[dict[str, Any]]:
    rows = Flag.objects.filter(reporter=person).select_related("topic", "decision").order_by("created_at", "id")
    return [
        {
            "om": row.topic.title,
            "skäl": row.get_reason_display(),
            "text": row.text,
            "när": row.created_at,
            "beslut": row.decision.get_outcome_display() if row.decision else "",
        }
        for row in rows
    ]
