"""Where and when a photo was taken. What cannot be believed is left out; nothing here raises."""

from __future__ import annotations

import math
from contextlib import suppress
from datetime import datetime
from typing import Any

from PIL.ExifTags import GPS, IFD, Base
from PIL.Image import Exif

EARLIEST_YEAR = 1990  # no phone or camera wrote the time before; clocks that were never set say 1970 or 1980


def position_of(exif: Exif) -> tuple[float, float] | None:
    """(longitude, latitude) in WGS 84, or None. A reader that has no fix writes 0, 0: that is no position."""
    gps = _directory(exif, IFD.GPSInfo)
    latitude = _degrees(gps.get(GPS.GPSLatitude), gps.get(GPS.GPSLatitudeRef), "NS", 90)
    longitude = _degrees(gps.get(GPS.GPSLongitude), gps.get(GPS.GPSLongitudeRef), "EW", 180)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    return longitude, latitude


def taken_at_of(exif: Exif) -> datetime | None:
    """With its offset where the camera wrote one, otherwise naive: the local time of the place."""
    shot = _directory(exif, IFD.Exif)
    written = _text(shot.get(Base.DateTimeOriginal))
    taken_at = None
    with suppress(ValueError):
        taken_at = datetime.strptime(written, "%Y:%m:%d %H:%M:%S")  # naive on purpose
    if taken_at is None or taken_at.year < EARLIEST_YEAR:
        return None
    with suppress(ValueError):
        offset = datetime.strptime(_text(shot.get(Base.OffsetTimeOriginal)), "%z").tzinfo
        return taken_at.replace(tzinfo=offset)
    return taken_at


def orientation_of(exif: Exif) -> int:
    with suppress(Exception):
        return int(exif.get(Base.Orientation, 1))
    return 1


def _directory(exif: Exif, which: IFD) -> dict[int, Any]:
    with suppress(Exception):  # a hostile directory can make the reader fail in any way
        return dict(exif.get_ifd(which))
    return {}


def _degrees(values: Any, reference: Any, letters: str, most: int) -> float | None:
    letter = _text(reference).upper()
    parts: list[float] = []
    with suppress(TypeError, ValueError, ZeroDivisionError, OverflowError):
        parts = [float(value) for value in values] if isinstance(values, tuple) else []  # text would give its digits
    if not 1 <= len(parts) <= 3 or len(letter) != 1 or letter not in letters:
        return None
    degrees = sum(part / 60**power for power, part in enumerate(parts))
    if not all(math.isfinite(part) and part >= 0 for part in parts) or any(part > 60 for part in parts[1:]):
        return None
    if degrees > most:
        return None
    return -degrees if letter == letters[1] else degrees


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    return value.strip("\x00 ") if isinstance(value, str) else ""
