"""How much a file may hold. Each can be set in the settings, in bytes or pixels."""

from __future__ import annotations

from django.conf import settings

MB = 1024 * 1024


def photo_bytes() -> int:
    return getattr(settings, "PHOTO_MAX_BYTES", 15 * MB)


def photo_pixels() -> int:
    return getattr(settings, "PHOTO_MAX_PIXELS", 50_000_000)


def document_bytes() -> int:
    return getattr(settings, "DOCUMENT_MAX_BYTES", 10 * MB)
