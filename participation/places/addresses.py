"""Street addresses: how they are searched, and which lies nearest. Where none were imported nothing is found."""

from __future__ import annotations

import re
import unicodedata
from functools import reduce
from math import cos, hypot, radians
from operator import or_
from typing import TYPE_CHECKING

from .atlas import METRES_PER_DEGREE
from .models import Address, Municipality

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PART = re.compile(r"[a-z]+|[0-9]+")
SHORTEST = 2  # letters: less would find everything
SHOWN = 8
NEXT_DOOR = 80.0  # metres


def key_of(text: str) -> str:
    """ "Skepparegatan 12B, Sundsvall" as "skepparegatan 12 b sundsvall": letters that no keyboard and no database
    reads differently."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return " ".join(PART.findall(plain))


def order_of(key: str) -> str:
    return " ".join(part.zfill(6) if part.isdigit() else part for part in key.split(" "))


def search(municipality: Municipality, text: str) -> list[Address]:
    """The first that begin with what was typed, in the order of a street."""
    key = key_of(text)
    if len(key) < SHORTEST:
        return []
    return list(Address.objects.filter(municipality=municipality).beginning(key).in_order()[:SHOWN])


def nearest(lon: float, lat: float) -> Address | None:
    """The address next to a position, or None where none is near."""
    return next_to([(lon, lat)])[0]


def next_to(positions: Sequence[tuple[float, float]]) -> list[Address | None]:
    """The same for some positions, (longitude, latitude), in one query."""
    if not positions:
        return []
    boxes = [Address.objects.around(lon, lat, NEXT_DOOR) for lon, lat in positions]
    near = list(reduce(or_, boxes)[: 200 * len(boxes)])
    return [_nearest(near, *position) for position in positions]


def _nearest(near: list[Address], lon: float, lat: float) -> Address | None:
    found = min(near, key=lambda address: _metres(address, lon, lat), default=None)
    return found if found is not None and _metres(found, lon, lat) <= NEXT_DOOR else None


def known(municipalities: Iterable[Municipality]) -> bool:
    """Whether it is worth while to offer a search."""
    return Address.objects.filter(municipality__in=list(municipalities)).exists()


def _metres(address: Address, lon: float, lat: float) -> float:
    return hypot((address.lon - lon) * cos(radians(lat)), address.lat - lat) * METRES_PER_DEGREE
