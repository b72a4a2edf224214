"""Tables as an earlier migration left them, in a database of their own: what a migration of data is tried on.

Only the models it touches and those they refer to are made, so that it takes a second and nothing has to lead back.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from . import database

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Earlier:
    """`targets`: the last migrations that had run, by app. `names`: the models to make, such as "ideas.Idea"."""

    def __init__(self, targets: Iterable[tuple[str, str]], names: Iterable[str]) -> None:
        self.loader = MigrationLoader(None)
        self.state = self.loader.project_state(list(targets))
        with connection.schema_editor() as editor:
            for model in self._with_referred([self.model(name) for name in names]):
                editor.create_model(model)

    def model(self, name: str) -> Any:
        return self.state.apps.get_model(name)

    def forth(self, app: str, name: str) -> None:
        migration = self.loader.get_migration(app, name)
        with connection.schema_editor(atomic=migration.atomic) as editor:
            migration.apply(self.state.clone(), editor)

    def back(self, app: str, name: str) -> None:
        migration = self.loader.get_migration(app, name)
        with connection.schema_editor(atomic=migration.atomic) as editor:
            migration.unapply(self.state.clone(), editor)

    def _with_referred(self, models: list[Any]) -> list[Any]:
        found: list[Any] = []
        while models:
            model = models.pop()
            if model not in found:
                found.append(model)
                fields = (field for field in model._meta.get_fields() if field.is_relation and field.concrete)
                models += [field.related_model for field in fields]
        return found


@contextmanager
def empty_database(folder: Path) -> Iterator[None]:
    """Django's connection leads to it until the end."""
    own, name = connection.settings_dict["NAME"], f"samskapa_earlier_{os.getpid()}"
    if connection.vendor == "sqlite":
        name = str(folder / "earlier.sqlite3")
    else:
        database._maintain(f'CREATE DATABASE "{name}"')
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
        if connection.vendor != "sqlite":
            database._maintain(f'DROP DATABASE "{name}" WITH (FORCE)')
