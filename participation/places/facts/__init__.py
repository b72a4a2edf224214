from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.utils.text import slugify

FOLDER = Path(__file__).parent
SAME_SLUG = {"0305": "habo-0305"}  # Håbo, where Habo has /habo/


@dataclass(frozen=True)
class MunicipalityFact:
    """What is publicly known of one of the 290 municipalities, whether it takes part or not."""

    code: str
    name: str
    full_name: str
    county_code: str
    county_name: str

    @property
    def slug(self) -> str:
        return SAME_SLUG.get(self.code) or slugify(self.name)


@cache
def municipality_facts() -> Mapping[str, MunicipalityFact]:
    """All 290, by code."""
    with (FOLDER / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["code"]: MunicipalityFact(**row) for row in csv.DictReader(file)})


@cache
def coarse_borders() -> Mapping[str, dict[str, Any]]:
    """The shipped border of each of them, by code: a GeoJSON Polygon or MultiPolygon, lon before lat."""
    collection = json.loads((FOLDER / "borders.geojson").read_text(encoding="utf-8"))
    return MappingProxyType({feature["properties"]["code"]: feature["geometry"] for feature in collection["features"]})
