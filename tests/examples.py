"""What the tests share that try many made-up examples in one test."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.module_loading import autodiscover_modules
from hypothesis import HealthCheck, settings

from participation.core.integrity import checks

if TYPE_CHECKING:
    from collections.abc import Iterator


def examples(number: int) -> settings:
    """How many to try; the rows of a fixture are the same for all of them."""
    return settings(max_examples=number, suppress_health_check=list(HealthCheck))


@contextmanager
def undone() -> Iterator[None]:
    """Around an example: the next one finds the database as this one did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def amiss() -> list[str]:
    """What `manage.py verify_integrity` would complain of."""
    autodiscover_modules("integrity")
    return [sentence for check in checks() for sentence in check.find()]
