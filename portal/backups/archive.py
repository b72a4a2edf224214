"""One tar with the database, the files and, last, the manifest: what was cut off has none."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from .manifest import Manifest, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST, SEAL = "manifest.json", "manifest.sha256"
DATABASE = {"sqlite": "database.sqlite3.gz", "postgresql": "database.dump"}
PIECE = 1024 * 1024


class Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(size)
        self.sha256.update(piece)
        return piece


def add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    """Its sha256. Raises FileNotFoundError."""
    with path.open("rb") as file:
        described = tarfile.TarInfo(name)
        status = os.fstat(file.fileno())
        described.size, described.mtime, described.mode = status.st_size, int(status.st_mtime), 0o600
        hashing = Hashing(file)
        archive.addfile(described, hashing)  # type: ignore[arg-type]  # it only reads
    return hashing.sha256.hexdigest()


def close_with(archive: tarfile.TarFile, manifest: Manifest) -> None:
    content = manifest.as_bytes()
    for name, part in ((MANIFEST, content), (SEAL, hashlib.sha256(content).hexdigest().encode())):
        described = tarfile.TarInfo(name)
        described.size, described.mode = len(part), 0o600
        archive.addfile(described, io.BytesIO(part))


@contextmanager
def opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, "r:") as archive:
            yield archive
    except FileNotFoundError:
        raise Refused(f"There is no file {path}.") from None
    except (tarfile.TarError, EOFError):
        raise Refused("The archive is damaged or cut off, or it is not one of `manage.py backup`.") from None


def checked(archive: tarfile.TarFile) -> Manifest:
    """The manifest, when every file is there as it was put in, and nothing else. Writes nothing."""
    members = {member.name: member for member in archive.getmembers()}
    if MANIFEST not in members or SEAL not in members:
        raise Refused("The archive has no manifest: it was cut off, or it is not one of `manage.py backup`.")
    content = _content(archive, members.pop(MANIFEST))
    if hashlib.sha256(content).hexdigest().encode() != _content(archive, members.pop(SEAL)):
        raise Refused("The archive's manifest was changed.")
    manifest = Manifest.read(content)
    if set(members) != set(manifest.files):
        raise Refused("The archive does not hold the files that its manifest names.")
    for name, member in members.items():
        _check(archive, name, member, manifest.files[name])
    return manifest


def _check(archive: tarfile.TarFile, name: str, member: tarfile.TarInfo, sha256: str) -> None:
    parts = Path(name).parts
    if not member.isfile() or Path(name).is_absolute() or ".." in parts:
        raise Refused("The archive holds something that `manage.py backup` never writes.")
    if parts[0] not in ("media", "private") and name not in DATABASE.values():
        raise Refused("The archive holds something that `manage.py backup` never writes.")
    hashing = Hashing(_file(archive, member))
    while hashing.read(PIECE):
        pass
    if hashing.sha256.hexdigest() != sha256:
        raise Refused(f"The archive is damaged: {name} is not as it was put in.")


def extract(archive: tarfile.TarFile, name: str, to: Path, *, mode: int) -> None:
    member = archive.getmember(name)
    source = _file(archive, member)
    with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as target:
        while piece := source.read(PIECE):
            target.write(piece)
        target.flush()
        os.fchmod(target.fileno(), mode)  # whatever the umask says
    os.utime(to, (member.mtime, member.mtime))


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    return _file(archive, member).read()


def _file(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    file = archive.extractfile(member)
    if file is None:
        raise Refused("The archive holds something that `manage.py backup` never writes.")
    return file
