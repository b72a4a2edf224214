"""Whether the database has all the migrations of this code, without loading them (they would stay in memory)."""

from __future__ import annotations

import pkgutil
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """As files. A squashed one stands for those it replaced, which are there as well or were recorded by it."""
    return frozenset(
        (config.label, module.name)
        for config in apps.get_app_configs()
        for module in pkgutil.iter_modules([str(Path(config.path) / "migrations")])
        if not module.ispkg and not module.name.startswith("_") and "_squashed_" not in module.name
    )


def applied_migrations() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def missing_migrations() -> set[tuple[str, str]]:
    return set(known_migrations() - applied_migrations())
