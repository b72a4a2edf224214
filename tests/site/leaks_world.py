"""The planted world, made once for a module and rolled back at its end."""

from __future__ import annotations

import gc
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

from participation.accounts.models import User
from portal.leaks.addresses import addresses
from portal.leaks.fetching import InProcess
from portal.leaks.planting import plant
from portal.leaks.walking import places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from portal.leaks.planted import Planted

    from .matrix import Watch

# Wagtail leaves the file in which it makes a picture to the garbage collector.
UNCLOSED = "ignore:unclosed file <_io.BufferedRandom:ResourceWarning"
# They hold the settings of the whole portal and nothing that was planted: `check_leaks` walks them too.
OF_NOBODY = (
    "wagtailadmin_workflows:",
    "wagtailadmin_reports:",
    "wagtailadmin_collections:",
    "wagtailredirects:",
    "wagtailsites:",
    "wagtailusers_groups:",
)
EACH = ("wagtailadmin_pages:edit", "wagtailadmin_pages:view_draft")  # every hidden page; the rest the first


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
            neighbours_of_all()
            yield plant(real=("2281", "2262"), before_hiding=before_hiding)
            transaction.set_rollback(True)
    finally:
        logging.disable(logging.NOTSET)
        gc.collect()


def neighbours_of_all() -> None:
    """More people than a page of the admin lists: any real portal has thousands."""
    User.objects.bulk_create(User(email=f"aa{number}@example.com", display_name=f"Aa {number}") for number in range(60))


def is_wagtails(name: str, path: str) -> bool:
    return path.startswith("/cms/") and name.startswith(("wagtail", "simple_translation:"))


def fewer_places(planted: Planted) -> list[str]:
    """All that is ours, and of Wagtail's pages those that hold something, once each: time is short here."""
    left_out, met = set(), set()
    for address in addresses(planted):
        again = address.name in met and address.name not in EACH
        met.add(address.name)
        if is_wagtails(address.name, address.path) and (again or address.name.startswith(OF_NOBODY)):
            left_out.add(address.path)
    return [path for path in places(planted) if path not in left_out]


class Watched(InProcess):
    """A browser that notes which tables a GET writes to."""

    def __init__(self, person: Any, watch: Watch) -> None:
        super().__init__(person)
        self.watch = watch

    def get(self, path: str, headers: Any = None) -> Any:
        with self.watch.of("GET", path), connection.execute_wrapper(self.watch):
            return super().get(path, headers)
