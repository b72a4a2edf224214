"""Where a report lies, and which municipality's service that is. A wrong position is refused, with what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.faults.locating import settle
from participation.places.atlas import BadPosition
from participation.places.positions import read_position

from .errors import Refused
from .jurisdictions import BETWEEN, Jurisdiction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from participation.faults.locating import Position
    from participation.faults.models import FaultCategory
    from participation.places.models import Municipality


def position_of(posted: Mapping[str, str]) -> Position | None:
    """(longitude, latitude), to six decimals."""
    lat, lon = posted.get("lat", "").strip(), posted.get("long", "").strip()
    if not lat and not lon:
        return None
    if not lat or not lon:
        raise Refused(400, _("lat och long hör ihop: ange båda."))
    try:
        found = read_position(lon, lat)
    except BadPosition as problem:
        raise Refused(400, _("lat och long går inte att läsa. %(why)s") % {"why": problem}) from None
    return round(found[0], 6), round(found[1], 6)


def settled(position: Position | None, jurisdiction: Jurisdiction, code: str) -> FaultCategory:
    """The category that `code` means, in a municipality that the position can mean. Raises Refused."""
    if position is None:
        return jurisdiction.category(code)
    near = jurisdiction.region.near(position)
    if not near:
        raise Refused(400, settle(position, asked_for=None, answer="", region=jurisdiction.region).outside)
    category = jurisdiction.category(code, of=_where(near, jurisdiction, code))
    if category.municipality.code not in near:
        names = {"there": jurisdiction.region.by_code[near[0]].full_name, "here": category.municipality.full_name}
        raise Refused(400, _("Platsen ligger i %(there)s, men tjänsten är %(here)s.") % names)
    return category


def _where(near: list[str], jurisdiction: Jurisdiction, code: str) -> Municipality | None:
    """For the whole region the position says which municipality a plain code means."""
    if jurisdiction.municipality is not None or BETWEEN in code:
        return None
    return jurisdiction.region.by_code[near[0]]
