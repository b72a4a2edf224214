"""Presses in the form that do not send: they fill in the hidden fields of the place, as a script would have."""

from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING

from participation.places.atlas import METRES_PER_DEGREE, BadPosition
from participation.places.models import Address
from participation.places.positions import read_position

from .clicks import clicked, is_click
from .models import FaultReport

if TYPE_CHECKING:
    from django.http import QueryDict

DO, ADDRESS = "gor", "adress"
TAKE_AWAY, SHOW_MAP, FIND_ADDRESS, SHOW_KIND = "utan-punkt", "karta", "sok-adress", "slag"
NORTH, SOUTH, WEST, EAST = "norrut", "soderut", "vasterut", "osterut"
MOVES = {NORTH: (0, 1), SOUTH: (0, -1), WEST: (-1, 0), EAST: (1, 0)}  # to the east, to the north
LENGTHS = (10, 100, 1000)  # metres a press
STEPS = {TAKE_AWAY, SHOW_MAP, FIND_ADDRESS, SHOW_KIND, *MOVES}
Source = FaultReport.Source


def is_a_step(posted: QueryDict) -> bool:
    return is_click(posted) or posted.get(DO) in STEPS or bool(posted.get(ADDRESS))


def is_about_the_place(posted: QueryDict) -> bool:
    return is_a_step(posted) and posted.get(DO) != SHOW_KIND


def stepped(posted: QueryDict, code: str) -> QueryDict:
    """What was posted, as if the pressed button had filled in the fields. `code` is the page's municipality."""
    posted, pressed = posted.copy(), posted.get(DO, "")
    if is_click(posted):
        _put(posted, clicked(posted, code or posted.get("kommun", "")), Source.MAP)
    elif posted.get(ADDRESS):
        _take_address(posted)
    elif pressed in MOVES:
        _put(posted, _moved(posted, pressed), Source.MAP)
    elif pressed == TAKE_AWAY:
        posted["lon"] = posted["lat"] = posted["accuracy"] = ""
        posted["source"] = Source.WORDS.value
    return posted


def _put(posted: QueryDict, position: tuple[float, float] | None, source: str) -> None:
    if position is not None:
        posted["lon"], posted["lat"] = f"{position[0]:.6f}", f"{position[1]:.6f}"
        posted["source"], posted["accuracy"] = str(source), ""


def _take_address(posted: QueryDict) -> None:
    number = posted.get(ADDRESS, "")
    found = Address.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    if found is not None:
        _put(posted, found.position, Source.ADDRESS)
        posted["place"] = str(found)


def _moved(posted: QueryDict, pressed: str) -> tuple[float, float] | None:
    try:
        lon, lat = read_position(posted.get("lon", ""), posted.get("lat", ""))
    except BadPosition:
        return None
    east, north = MOVES[pressed]
    step = posted.get("steg", "")
    metres = int(step) if step in map(str, LENGTHS) else LENGTHS[0]
    up = metres / METRES_PER_DEGREE
    return lon + east * up / max(cos(radians(lat)), 0.01), lat + north * up
