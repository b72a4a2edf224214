"""The planted world, made once for a module and rolled back at its end."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

from portal.leaks.fetching import InProcess
from portal.leaks.planting import plant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from portal.leaks.planted import Planted

    from .matrix import Watch


@contextmanager
def planted_world(directory: Path, before_hiding: Callable[[Planted], None] | None = None) -> Iterator[Planted]:
    """Sundsvall and Timrå with all that is hidden there; no limits, and no log of what is refused on purpose."""
    ours: dict[str, Any] = {
        "MEDIA_ROOT": directory / "media",
        "PRIVATE_MEDIA_ROOT": directory / "private",
        "LIMITS": dict.fromkeys(settings.LIMITS, ()),
    }
    logging.disable(logging.CRITICAL)
    try:
        with override_settings(**ours), transaction.atomic():
            yield plant(real=("2281", "2262"), before_hiding=before_hiding)
            transaction.set_rollback(True)
    finally:
        logging.disable(logging.NOTSET)


class Watched(InProcess):
    """A browser that notes which tables a GET writes to."""

    def __init__(self, person: Any, watch: Watch) -> None:
        super().__init__(person)
        self.watch = watch

    def get(self, path: str, headers: Any = None) -> Any:
        with self.watch.of("GET", path), connection.execute_wrapper(self.watch):
            return super().get(path, headers)
