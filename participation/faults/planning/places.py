"""Squares of the map as places that people know, by the nearest address."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.places.addresses import next_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from participation.faults.squares import Place
    from participation.places.models import Address


def named(places: Sequence[Place]) -> list[Place]:
    """The same with names, in one query: the address next to the middle of the reports, else where the square lies."""
    found = next_to([place.at for place in places])
    return [replace(place, name=_name(place, address)) for place, address in zip(places, found, strict=True)]


def _name(place: Place, address: Address | None) -> str:
    if address is not None:
        return _("Kring {address}").format(address=address)
    lon, lat = place.edges.middle
    return f"{lat:.4f}, {lon:.4f}"
