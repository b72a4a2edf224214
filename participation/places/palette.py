from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import cos, radians

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .colour import Oklch, contrast

DEFAULT_ACCENT = "#0b4a61"
HEX = re.compile(r"#[0-9a-fA-F]{6}")
TEXT, SHAPE, COMFORT = 4.5, 3.0, 7.0
MOST_CHROMA = 0.14  # of the derived colours: a glaring accent gives a calm field and wash
STEP = 0.005
DRAWN_HUE = Oklch.from_hex(DEFAULT_ACCENT).hue


@dataclass(frozen=True)
class Scheme:
    """The fixed colours of the drawn tokens that a derived colour must be readable with."""

    paper: str
    sheet: str
    ink: str
    ink_soft: str
    signal: str
    field_signal: str


LIGHT = Scheme("#f3f4ef", "#ffffff", "#14222b", "#48555c", "#ab360a", "#ff9f6e")
DARK = Scheme("#10191e", "#18242a", "#e9ece6", "#a9b5b8", "#ff9f6e", "#ff9f6e")


@dataclass(frozen=True)
class Palette:
    """What a page takes from the accent of its municipality, in one colour scheme."""

    accent: str
    on_accent: str
    tint: str
    field: str
    on_field: str
    field_soft: str
    field_thread: str

    def css(self) -> str:
        return "".join(f"--{name.replace('_', '-')}:{value};" for name, value in vars(self).items())


def check_accent(value: str) -> None:
    """Validator: an accent must be #rrggbb and readable as text on the light paper."""
    if not HEX.fullmatch(value):
        raise ValidationError(_("Skriv färgen som # och sex tecken, till exempel #0b4a61."), code="accent_form")
    ratio = contrast(value, LIGHT.paper)
    if ratio < TEXT:
        # Rounded down: a refused 4,498 must not read "4,5, men behöver vara minst 4,5".
        shown = number_format(int(ratio * 10) / 10, decimal_pos=1)
        raise ValidationError(
            _(
                "Färgen %(colour)s är för ljus: text i den går inte att läsa mot bakgrunden. "
                "Kontrasten är %(ratio)s:1 men måste vara minst %(least)s:1. Välj en mörkare färg."
            ),
            code="accent_contrast",
            params={"colour": value, "ratio": shown, "least": number_format(TEXT, decimal_pos=1)},
        )


def light_palette(accent: str) -> Palette:
    accent = accent.lower()
    colour = Oklch.from_hex(accent)
    # The accent itself is the field, unless orange fault lines would drown in it.
    field = _moved(colour, -STEP, lambda field: contrast(LIGHT.field_signal, field) >= TEXT)
    return Palette(
        accent=accent,
        on_accent=LIGHT.paper,
        tint=_moved(_kin(colour, 0.9157, 0.202, -20.9), STEP, lambda tint: contrast(accent, tint) >= TEXT),
        field=field,
        on_field=LIGHT.paper,
        field_soft=_on(field, _kin(colour, 0.8543, 0.516, -16.8), TEXT),
        field_thread=_on(field, _kin(colour, 0.6847, 0.849, -9.7), SHAPE),
    )


def dark_palette(accent: str) -> Palette:
    colour = Oklch.from_hex(accent)
    tint = _kin(colour, 0.2932, 0.521, -3.5).to_hex()
    field = _kin(colour, 0.3024, 0.676, -1.4).to_hex()
    lit = _on(tint, _kin(colour, 0.8067, 0.928, -12.6), COMFORT)
    return Palette(
        accent=lit,
        on_accent=_moved(_kin(colour, 0.2268, 0.455, -0.2), -STEP, lambda text: contrast(text, lit) >= TEXT),
        tint=tint,
        field=field,
        on_field=DARK.ink,
        field_soft=_on(field, _kin(colour, 0.8248, 0.565, -16.1), TEXT),
        field_thread=_on(field, _kin(colour, 0.6114, 0.803, -9.2), SHAPE),
    )


def stylesheet(accent: str) -> str:
    """The tokens of both schemes, in the layer that the portal's own tokens live in."""
    light, dark = light_palette(accent).css(), dark_palette(accent).css()
    return f"@layer tokens{{:root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}}}\n"


def _kin(accent: Oklch, lightness: float, chroma_share: float, turn: float) -> Oklch:
    """A relative of the accent. The numbers are those between the drawn default accent and its side colours.

    The drawn side colours of blue turn a few degrees towards cyan; other hues keep their own.
    """
    chroma = min(accent.chroma, MOST_CHROMA) * chroma_share
    blueness = max(0.0, cos(accent.hue - DRAWN_HUE))
    return Oklch(lightness, chroma, accent.hue + radians(turn) * blueness)


def _on(ground: str, colour: Oklch, ratio: float) -> str:
    return _moved(colour, STEP, lambda lit: contrast(lit, ground) >= ratio)


def _moved(colour: Oklch, step: float, is_readable: Callable[[str], bool]) -> str:
    """The colour, its lightness moved no further than it must be."""
    lightness = colour.lightness
    while 0 < lightness < 1:
        candidate = Oklch(lightness, colour.chroma, colour.hue).to_hex()
        if is_readable(candidate):
            return candidate
        lightness += step
    return "#ffffff" if step > 0 else "#000000"
