"""A GeoJSON file of what somebody else owns, read and stored. It is all that the owner has: what it lacks goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import shapely
from django.db import transaction
from django.utils.translation import gettext as _
from shapely.geometry import shape

from participation.places.geojson import BadFile, features_of
from participation.places.rings import BadBorder, check_place

from .models import ObjectOwner, OwnedThing

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

KINDS = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}
NAMES = ("name", "namn", "ref", "vagnummer", "id")
BATCH = 1000
UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, shapely.errors.ShapelyError)


@dataclass
class OwnerReport:
    stored: int = 0
    removed: int = 0
    unchanged: bool = False
    problems: list[str] = field(default_factory=list)


def store_owner(*, name: str, contact: str, within: int, content: bytes) -> OwnerReport:
    """Raises BadFile; then nothing has changed."""
    report = OwnerReport()
    things = _things(content, report.problems)
    if not things:
        raise BadFile(_("Filen har ingenting som går att läsa."))
    with transaction.atomic():
        owner, _new = ObjectOwner.objects.select_for_update().get_or_create(name=name)
        before = [(thing, bytes(wkb)) for thing, wkb in owner.things.order_by("pk").values_list("name", "shape")]
        if before == things and (owner.contact, owner.within) == (contact, within):
            report.unchanged = True
            return report
        report.removed, _rows = owner.things.all().delete()
        rows = [OwnedThing(owner=owner, name=thing, shape=wkb) for thing, wkb in things]
        OwnedThing.objects.bulk_create(rows, batch_size=BATCH)
        owner.contact, owner.within = contact, within
        owner.save()
    report.stored = len(things)
    return report


def _things(content: bytes, problems: list[str]) -> list[tuple[str, bytes]]:
    things = []
    for number, feature in enumerate(features_of(content), start=1):
        try:
            things.append((_name(feature), _shape(feature.get("geometry")).wkb))
        except (BadBorder, *UNREADABLE) as problem:
            problems.append(_("Objekt %(number)d: %(problem)s") % {"number": number, "problem": problem})
    return things


def _shape(geometry: Any) -> BaseGeometry:
    if not isinstance(geometry, dict) or geometry.get("type") not in KINDS:
        raise BadBorder(_("varken punkt, linje eller yta"))
    read: BaseGeometry = shapely.force_2d(shape(geometry))
    check_place(read)
    return read if read.is_valid else shapely.make_valid(read)


def _name(feature: dict[str, Any]) -> str:
    properties = feature.get("properties")
    known = {str(key).lower(): value for key, value in properties.items()} if isinstance(properties, dict) else {}
    return next((str(known[name])[:80] for name in NAMES if known.get(name)), "")
