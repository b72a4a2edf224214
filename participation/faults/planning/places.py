"""Squares of the map as places that people know: by the nearest address, and as the desk's list finds them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.faults.grid import Frame, edges_of, frame_of, widened
from participation.places.addresses import next_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from participation.places.models import Address


@dataclass(frozen=True)
class Place:
    """`across` squares of a level from (x, y) to the east and to the south."""

    x: int
    y: int
    level: int
    at: tuple[float, float]  # (longitude, latitude): the middle of the reports
    across: int = 1
    name: str = ""

    def __str__(self) -> str:
        return self.name

    @property
    def squares(self) -> tuple[int, int, int, int]:
        """West, north, east, south on the finest grid, the last ones included."""
        west, north, _east, _south = widened(self.x, self.y, self.level)
        more = self.across - 1
        return west, north, *widened(self.x + more, self.y + more, self.level)[2:]

    @property
    def written(self) -> str:
        """As the desk's list reads it."""
        return "-".join(str(side) for side in self.squares)

    @property
    def edges(self) -> Frame:
        return edges_of(*self.squares)

    @property
    def frame(self) -> Frame:
        return frame_of(*self.squares)


def named(places: Sequence[Place]) -> list[Place]:
    """The same with names, in one query: the address next to the middle of the reports, else where the square lies."""
    found = next_to([place.at for place in places])
    return [replace(place, name=_name(place, address)) for place, address in zip(places, found, strict=True)]


def _name(place: Place, address: Address | None) -> str:
    if address is not None:
        return _("Kring {address}").format(address=address)
    lon, lat = place.edges.middle
    return f"{lat:.4f}, {lon:.4f}"
