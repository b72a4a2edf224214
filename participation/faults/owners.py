"""Whose road or thing a fault is on. The layer lies in the memory of each process, and is read anew when it changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import cos, radians
from typing import TYPE_CHECKING

import shapely
from django.db.models import Count, Max

from participation.places.atlas import METRES_PER_DEGREE, metres_between, point_of

from .models import ObjectOwner, OwnedThing

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Version = tuple[int, int | None, datetime | None]


@dataclass(frozen=True)
class Owned:
    """A thing near a position: what it is called, and who owns it."""

    thing: str
    owner: ObjectOwner


class OwnerLayer:
    def __init__(self, owners: dict[int, ObjectOwner], rows: list[tuple[int, str, bytes | memoryview]]) -> None:
        self.owners, self.rows = owners, rows
        self.shapes: list[BaseGeometry] = list(shapely.from_wkb([bytes(row[2]) for row in rows]))
        self._tree = shapely.STRtree(self.shapes)
        self._widest = max((owner.within for owner in owners.values()), default=0)

    def at(self, lon: float, lat: float) -> Owned | None:
        """The nearest that counts as theirs, or None. Raises BadPosition."""
        point = point_of(lon, lat)
        up = self._widest / METRES_PER_DEGREE
        aside = up / max(cos(radians(lat)), 0.01)
        hits = self._tree.query(shapely.box(lon - aside, lat - up, lon + aside, lat + up))
        near = sorted((metres_between(self.shapes[hit], point), int(hit)) for hit in hits)
        for metres, hit in near:
            owner_id, name, _shape = self.rows[hit]
            if metres <= self.owners[owner_id].within:
                return Owned(name, self.owners[owner_id])
        return None


_read: tuple[Version, OwnerLayer] | None = None


def owner_at(position: tuple[float, float] | None) -> Owned | None:
    """One small query a call; none at all where there is no position."""
    if position is None:
        return None
    return _layer().at(*position)


def _layer() -> OwnerLayer:
    global _read
    version = _version()
    if _read is None or _read[0] != version:
        owners = {owner.pk: owner for owner in ObjectOwner.objects.all()}
        rows = list(OwnedThing.objects.order_by("pk").values_list("owner_id", "name", "shape"))
        _read = version, OwnerLayer(owners, rows)
    return _read[1]


def _version() -> Version:
    found = ObjectOwner.objects.aggregate(count=Count("pk"), last_row=Max("pk"), last_change=Max("updated_at"))
    return found["count"], found["last_row"], found["last_change"]
