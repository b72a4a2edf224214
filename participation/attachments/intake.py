"""The only door for strangers' files. What comes out is new (photos) or checked (documents); the rest is refused."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from . import developing, limits
from .darkroom.kinds import HEAD, kind_of, refused_kind_of
from .documents import read_document
from .models import Attachment
from .names import clean_name
from .refusals import DocumentRefused, PhotoRefused, UploadRefused

__all__ = ["DocumentRefused", "PhotoRefused", "ReceivedDocument", "ReceivedPhoto", "receive_document", "receive_photo"]


class Upload(Protocol):
    """What is needed of Django's UploadedFile, or of any open binary file."""

    def read(self, size: int = ..., /) -> bytes: ...

    def seek(self, offset: int, /) -> object: ...


@dataclass(frozen=True)
class ReceivedPhoto:
    """`jpeg` and `thumbnail` hold pixels and nothing else. `position` is (longitude, latitude) in WGS 84."""

    jpeg: bytes
    width: int
    height: int
    position: tuple[float, float] | None
    taken_at: datetime | None
    sha256: str
    thumbnail: bytes


@dataclass(frozen=True)
class ReceivedDocument:
    content: bytes
    content_type: str
    name: str
    sha256: str


def receive_photo(upload: Upload) -> ReceivedPhoto:
    """Raises PhotoRefused. Takes up to a few seconds for a large photo."""
    data = _read(upload, limits.photo_bytes(), PhotoRefused)
    kind = kind_of(data[:HEAD])
    if kind is None:
        known = refused_kind_of(data[:HEAD])
        raise PhotoRefused("known_kind", kind=known) if known else PhotoRefused("unknown_kind")
    developed = developing.develop(kind, data, max_pixels=limits.photo_pixels())
    return ReceivedPhoto(
        jpeg=developed.jpeg,
        width=developed.width,
        height=developed.height,
        position=developed.position,
        taken_at=developed.taken_at,
        sha256=hashlib.sha256(developed.jpeg).hexdigest(),
        thumbnail=developed.thumbnail,
    )


def receive_document(upload: Upload) -> ReceivedDocument:
    """Raises DocumentRefused. What the document says of itself (its author, say) stays: it is the sender's to give."""
    data = _read(upload, limits.document_bytes(), DocumentRefused)
    content_type, content = read_document(data)
    return ReceivedDocument(
        content=content,
        content_type=content_type,
        name=clean_name(str(getattr(upload, "name", "") or ""), Attachment.SUFFIXES[content_type]),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _read(upload: Upload, limit: int, refused: type[UploadRefused]) -> bytes:
    upload.seek(0)
    data = upload.read(limit + 1)
    if not data:
        raise refused("empty")
    if len(data) > limit:
        raise refused("too_large", limit=limit // limits.MB)
    return data
