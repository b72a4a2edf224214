"""Where mail to many comes from: an app that has thousands to send hands a few in whenever the queue is short."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import Error

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

log = logging.getLogger(__name__)

_sources: dict[str, Callable[[datetime], object]] = {}


def register(name: str, *, refill: Callable[[datetime], object]) -> None:
    """`refill(now)` is called before each look at the outbox, by every worker. Without work it costs one query."""
    _sources[name] = refill


def refill(now: datetime) -> None:
    """One source that breaks stops no other mail."""
    for name, more in _sources.items():
        try:
            more(now)
        except Error:
            raise  # the database, not the source
        except Exception as error:
            log.error("source of mail %s failed: %s", name, type(error).__name__)
