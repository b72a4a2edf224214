from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon, mapping
from shapely.geometry.base import BaseGeometry

from .facts import municipality_facts
from .rings import BadBorder, polygons_of

GeoJson = dict[str, Any]
CODE_KEYS = ("k_id", "knkod", "kommunkod", "kommun_kod", "kom_kod", "municipality_code", "ref:scb")
LOOSE_KEYS = ("code", "kod", "id", "ref")  # may hold a running number: believed only with all four digits


class BadFile(ValueError):
    """The file as a whole cannot be used; the message says where it broke."""


@dataclass
class BorderReading:
    """What a GeoJSON file says of borders. A municipality with any invalid part is in `invalid` alone."""

    borders: dict[str, GeoJson] = field(default_factory=dict)
    invalid: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def read_borders(content: bytes, *, code: str | None = None) -> BorderReading:
    """The borders in a GeoJSON file, by municipality code; several features of one code are joined.

    Features without a code count as `code` where it is given. Raises BadFile.
    """
    parts: dict[str, list[Any]] = {}
    reading = BorderReading()
    for number, feature in enumerate(features_of(content), start=1):
        found = _code(feature) or code
        if found is None:
            reading.unknown.append(_label(number, feature))
        else:
            parts.setdefault(found, []).append(feature.get("geometry"))
    for found, geometries in parts.items():
        try:
            reading.borders[found] = _border(geometries)
        except BadBorder as problem:
            reading.invalid[found] = str(problem)
    return reading


def features_of(content: bytes) -> Iterator[GeoJson]:
    document = _document(content)
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "FeatureCollection":
        features = document.get("features")
    elif kind == "Feature":
        features = [document]
    elif kind in {"Polygon", "MultiPolygon", "LineString", "MultiLineString", "GeometryCollection"}:
        features = [{"type": "Feature", "properties": {}, "geometry": document}]
    else:
        raise BadFile(_("Filen är inte GeoJSON: den har ingen FeatureCollection, Feature eller yta."))
    if not isinstance(features, list) or not features:
        raise BadFile(_("Filen har inga gränser: listan ”features” saknas eller är tom."))
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, dict):
            raise BadFile(_("Filen är trasig: objekt %(number)d är inte ett Feature.") % {"number": number})
        yield feature


def _document(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise BadFile(_("Filen är inte UTF-8: byte %(at)d går inte att läsa.") % {"at": error.start}) from error
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        raise BadFile(_("Filen är inte hel JSON: den bryts på rad %(line)d, tecken %(column)d.") % where) from error
    except RecursionError as error:
        raise BadFile(_("Filen är inte GeoJSON: den är nästlad för djupt.")) from error


def _no_number(word: str) -> Any:
    raise BadFile(_("Filen är inte JSON: ”%(word)s” är inget tal.") % {"word": word})


def _code(feature: GeoJson) -> str | None:
    properties = _properties(feature)
    named = {str(key).lower(): value for key, value in properties.items()}
    sure = (_digits(named.get(key)).zfill(4) for key in CODE_KEYS)
    loose = (_digits(value) for value in [*(named.get(key) for key in LOOSE_KEYS), feature.get("id")])
    return next((code for code in (*sure, *loose) if code in municipality_facts()), None)


def _digits(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int) else ""


def _properties(feature: GeoJson) -> GeoJson:
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _label(number: int, feature: GeoJson) -> str:
    properties = _properties(feature)
    name = next((str(properties[key]) for key in ("name", "kom_namn", "namn", "id") if properties.get(key)), "")
    return (_("objekt %(number)d") % {"number": number} + f" {name[:80]}").strip()


def _border(geometries: list[Any]) -> GeoJson:
    border: BaseGeometry = polygons_of(geometries)
    parts = [border] if border.geom_type == "Polygon" else list(border.geoms)
    drawn = mapping(MultiPolygon(parts))
    coordinates = [[[_point(point) for point in ring] for ring in polygon] for polygon in drawn["coordinates"]]
    return {"type": "MultiPolygon", "coordinates": coordinates}


def _point(point: tuple[float, ...]) -> list[float]:
    return [round(point[0], 7), round(point[1], 7)]
