"""Put a backup back: look through all of it first, then change the database, then the files."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection

from participation.places.models import Municipality
from participation.topics.models import Topic
from portal.migrated import known_migrations

from . import archive, media
from .manifest import Manifest, Refused
from .taking import KINDS

if TYPE_CHECKING:
    import tarfile

SIGNS_OF_USE = (Municipality, get_user_model(), Topic)


def restore(*, path: Path, overwrite: bool) -> Manifest:
    """Raises Refused, and has then changed nothing."""
    with archive.opened(path) as tar:
        manifest = archive.checked(tar)
        _fits(manifest)
        if not overwrite and (found := in_use()):
            raise Refused(f"{found} Start with an empty place, or say --overwrite to lose what is there.")
        try:
            _put_back(tar, manifest)
        except OSError as error:
            raise Refused(f"The archive could not be unpacked: {error.strerror}.") from None
    return manifest


def _fits(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        raise Refused(f"The archive is of {manifest.database}, this portal runs on {connection.vendor}.")
    unknown = {(app, name) for app, name in manifest.migrations} - known_migrations()
    newer = sorted(f"{app}.{name}" for app, name in unknown if "_squashed_" not in name)
    if newer:
        raise Refused(f"The archive was made by a newer version of the portal ({newer[0]} is not known here).")


def in_use() -> str:
    """What is in the place already, as a sentence; empty for a database that is only migrated, without files."""
    for _name, path in media.files():
        return f"There are files in {path.parent}."
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return ""
    try:
        with connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
    except DatabaseError:
        return "The database cannot be read."
    used = any(model._meta.db_table in tables and model._default_manager.exists() for model in SIGNS_OF_USE)
    return "The database is in use." if used else ""


def _put_back(tar: tarfile.TarFile, manifest: Manifest) -> None:
    for shelf, root in media.roots().items():
        media.make_folder(root, private=shelf == "private")
    staging = media.Staging()
    try:
        for name in manifest.files:
            if name not in archive.DATABASE.values():
                place, mode = staging.place(name)
                archive.extract(tar, name, place, mode=mode)
        with tempfile.TemporaryDirectory(prefix=f"{media.HIDDEN}restore-", dir=settings.DATA_DIR) as desk:
            dump = Path(desk) / archive.DATABASE[connection.vendor]
            archive.extract(tar, dump.name, dump, mode=0o600)
            with KINDS[connection.vendor].put_back(dump, manifest.rows):
                staging.take_place()
    finally:
        staging.tidy()
