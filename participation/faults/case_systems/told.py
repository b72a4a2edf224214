"""What other systems tell, as text and times that every database, page and mail can hold."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.dateparse import parse_datetime

from participation.core.words import without_unseen

FIRST_YEAR = 2000


def plain(text: str) -> str:
    """Without NUL, other controls and halves of characters. One of them must not hold up what comes after it."""
    return without_unseen(text).replace("\0", "")


def moment_of(told: object) -> datetime | None:
    """None for an empty or unreadable one. Without a zone it is taken for UTC."""
    try:
        moment = parse_datetime(str(told or "").strip())
    except ValueError:
        return None
    if moment is None or moment.year < FIRST_YEAR:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
