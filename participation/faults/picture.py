"""What every map of faults is drawn on: a frame, the borders inside it, and the ways to look elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.places import outline
from participation.places.borders import atlas
from participation.places.outline import Projection, outline_path

from .grid import Frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from participation.places.models import Municipality

WIDTH, TALLEST = 576, 1.15  # pixels; height to width


def whole_of(municipalities: list[Municipality]) -> Frame:
    frames = [outline.projection_of(row.code, width=WIDTH).frame for row in municipalities]
    west, south, east, north = zip(*frames, strict=True) if frames else ([10.0], [55.0], [24.0], [69.0])
    return Frame(min(west), min(south), max(east), max(north))


def outlines_of(municipalities: list[Municipality], projection: Projection) -> list[str]:
    """Their borders as paths. An invented municipality is on no map."""
    surfaces = atlas().surfaces()
    drawn = [surfaces[row.code] for row in municipalities if row.code in surfaces]
    return [path for surface in drawn if (path := outline_path(surface, projection))]


def ways_from(frame: Frame, url: Callable[[Frame], str]) -> list[tuple[str, str]]:
    """Where else to look, as (address, words)."""
    return [
        (url(there), label)
        for there, label in (
            (frame.resized(0.5), _("Närmare")),
            (frame.resized(2), _("Längre bort")),
            (frame.moved(0, 0.5), _("Norrut")),
            (frame.moved(0.5, 0), _("Österut")),
            (frame.moved(0, -0.5), _("Söderut")),
            (frame.moved(-0.5, 0), _("Västerut")),
        )
    ]


def drawn(frame: Frame) -> Frame:
    """What a picture of it shows: a little more, so that nothing is squeezed."""
    return Frame(*projection_of(frame).frame)


def projection_of(frame: Frame) -> Projection:
    """The frame in the middle of a picture that is neither a strip nor a tower."""
    return outline.fitted(frame.west, frame.south, frame.east, frame.north, width=WIDTH, tallest=TALLEST)
