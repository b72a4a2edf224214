"""The desk's list as a map: where its reports lie, counted by square. Its work grows with the squares of a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from participation.faults.grid import Frame
from participation.faults.models import FINEST, LEVELS
from participation.faults.picture import drawn, outlines_of, projection_of, ways_from, whole_of
from participation.faults.squares import Spot, busy_squares, spots_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from participation.faults.querysets import FaultReportQuerySet
    from participation.faults.staff_forms import ReportFilter


@dataclass(frozen=True)
class DeskMap:
    """`spots` with their addresses: of one report alone its page, of several the map and list of the square."""

    width: str
    height: str
    outlines: list[str]
    spots: list[tuple[Spot, str]]
    total: int
    ways: list[tuple[str, str]]
    whole_url: str  # empty where the whole is shown


def desk_map(reports: FaultReportQuerySet, form: ReportFilter, url: Callable[..., str]) -> DeskMap:
    """`reports` are those that `form` chose; `url` writes the address of the list with something else in it.

    Three queries: the municipalities, whether their borders are new, and the squares.
    """
    chosen = form.cleaned_data if form.is_bound else {}
    place = chosen.get("municipality")
    municipalities = [place] if place else list(form.places)
    asked = Frame.read(chosen.get("ruta", ""))
    frame = asked or whole_of(municipalities)
    projection, shown = projection_of(frame), drawn(frame)
    busy = busy_squares(reports, shown, shown.finest_of(range(LEVELS[0], FINEST + 1)))
    return DeskMap(
        width=str(projection.width),
        height=str(projection.height),
        outlines=outlines_of(municipalities, projection),
        spots=[(spot, _url_of(spot, url)) for spot in spots_of(busy, projection)],
        total=sum(square.number for square in busy),
        ways=ways_from(shown, lambda there: url(ruta=there.written)),
        whole_url=url(ruta="") if asked else "",
    )


def _url_of(spot: Spot, url: Callable[..., str]) -> str:
    if spot.only is not None:
        return reverse("fault_reports:report", args=[spot.only])
    return f"{url(ruta=spot.place.frame.written)}#karta"
