from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st

from participation.places.colour import Oklch, contrast
from participation.places.palette import (
    DARK,
    DEFAULT_ACCENT,
    LIGHT,
    Palette,
    Scheme,
    check_accent,
    dark_palette,
    light_palette,
    stylesheet,
)

any_colour = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@st.composite
def accepted_accents(draw: st.DrawFn) -> str:
    """Half of them dark, so that not most are thrown away."""
    channels = draw(st.tuples(*[st.integers(0, 255)] * 3))
    accent = "#" + "".join(f"{channel:02x}" for channel in channels)
    try:
        check_accent(accent)
    except ValidationError:
        accent = "#" + "".join(f"{channel // 2:02x}" for channel in channels)
    return accent


def is_accepted(accent: str) -> bool:
    try:
        check_accent(accent)
    except ValidationError:
        return False
    return True


def unreadable(palette: Palette, scheme: Scheme) -> list[tuple[str, float]]:
    """Every pair of a text or shape and its ground that misses its WCAG ratio."""
    pairs = {
        "accent on paper": (palette.accent, scheme.paper, 4.5),
        "accent on sheet": (palette.accent, scheme.sheet, 4.5),
        "accent on tint": (palette.accent, palette.tint, 4.5),
        "on-accent on accent": (palette.on_accent, palette.accent, 4.5),
        "on-field on field": (palette.on_field, palette.field, 4.5),
        "field-soft on field": (palette.field_soft, palette.field, 4.5),
        "field-thread on field": (palette.field_thread, palette.field, 3.0),
        "field-signal on field": (scheme.field_signal, palette.field, 4.5),
        "ink on tint": (scheme.ink, palette.tint, 4.5),
        "ink-soft on tint": (scheme.ink_soft, palette.tint, 4.5),
        "signal on tint": (scheme.signal, palette.tint, 4.5),
    }
    ratios = {name: (contrast(text, ground), least) for name, (text, ground, least) in pairs.items()}
    return [(name, ratio) for name, (ratio, least) in ratios.items() if ratio < least]


def test_the_default_accent_gives_the_drawn_colours() -> None:
    light, dark = light_palette(DEFAULT_ACCENT), dark_palette(DEFAULT_ACCENT)

    assert light == Palette("#0b4a61", "#f3f4ef", "#d9e6e8", "#0b4a61", "#f3f4ef", "#b5d6dd", "#6fa3b3")
    assert dark == Palette("#8fcbdb", "#0a1f28", "#16303a", "#0f3341", "#e9ece6", "#a9cdd5", "#5c8c9b")


@given(accent=accepted_accents())
def test_every_accepted_accent_is_readable_in_both_schemes(accent: str) -> None:
    assume(is_accepted(accent))

    assert unreadable(light_palette(accent), LIGHT) == []
    assert unreadable(dark_palette(accent), DARK) == []


@pytest.mark.parametrize("accent", ["#000000", "#7a1f3d", "#0000ff", "#107010", "#ab360a", "#666666", "#995d7e"])
def test_accents_at_the_edges_are_readable_in_both_schemes(accent: str) -> None:
    check_accent(accent)

    assert unreadable(light_palette(accent), LIGHT) == []
    assert unreadable(dark_palette(accent), DARK) == []
    assert contrast(dark_palette(accent).accent, dark_palette(accent).tint) >= 7


@given(accent=any_colour)
def test_an_accent_is_accepted_exactly_when_it_reads_on_paper(accent: str) -> None:
    assert is_accepted(accent) == (contrast(accent, "#f3f4ef") >= 4.5)


def test_a_light_accent_is_refused_with_its_contrast_and_what_to_do() -> None:
    with pytest.raises(ValidationError) as refusal:
        check_accent("#e0a000")

    assert "2,0:1" in refusal.value.messages[0]
    assert "4,5:1" in refusal.value.messages[0]
    assert "mörkare" in refusal.value.messages[0]


@pytest.mark.parametrize("value", ["", "#0b4", "0b4a61", "#0b4a6g", "#0b4a61;", "red", "#0b4a61\n"])
def test_what_is_no_colour_is_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="sex tecken"):
        check_accent(value)


def test_capitals_make_no_difference() -> None:
    assert stylesheet("#0B4A61") == stylesheet("#0b4a61")


@given(accent=any_colour)
def test_a_colour_comes_back_from_oklch(accent: str) -> None:
    back = Oklch.from_hex(accent).to_hex()

    assert all(abs(int(accent[at : at + 2], 16) - int(back[at : at + 2], 16)) <= 1 for at in (1, 3, 5))


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
