from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages


class PrivateStorage(FileSystemStorage):
    """Files that only a view may hand out: they have no address of their own."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    # Read anew each time, so that the storage follows the settings as the tests move them.
    @property
    def base_location(self) -> str:  # type: ignore[override]  # a cached property in Django
        return str(getattr(settings, "PRIVATE_MEDIA_ROOT", None) or Path(settings.MEDIA_ROOT) / "private")

    @property
    def location(self) -> str:  # type: ignore[override]  # a cached property in Django
        return str(Path(self.base_location).absolute())

    def url(self, name: str | None) -> str:
        raise ValueError("A private file has no address: serve it from a view that knows who may see it")


def private_storage() -> Storage:
    """The storage named `private` in STORAGES, if the operator set one (a bucket that several hosts share)."""
    return storages["private"] if "private" in settings.STORAGES else PrivateStorage()
