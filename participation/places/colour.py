from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, hypot, sin

# Oklab: Björn Ottosson, "A perceptual color space for image processing" (2020), public domain.
# Contrast: relative luminance of WCAG 2.2.
IN_GAMUT = 1e-4


@dataclass(frozen=True)
class Oklch:
    """Lightness 0–1, chroma from 0, hue in radians: equal steps look equally large."""

    lightness: float
    chroma: float
    hue: float

    @classmethod
    def from_hex(cls, colour: str) -> Oklch:
        red, green, blue = linear(colour)
        long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
        medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
        short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
        a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
        b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
        return cls(0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short, hypot(a, b), atan2(b, a))

    def to_hex(self) -> str:
        """The colour as #rrggbb; a chroma that no screen shows is lowered until one does."""
        channels = self._linear_channels()
        if not _shows(channels):
            channels = Oklch(self.lightness, self._largest_chroma(), self.hue)._linear_channels()
        return "#" + "".join(f"{_gamma(channel):02x}" for channel in channels)

    def _largest_chroma(self) -> float:
        low, high = 0.0, self.chroma
        for _step in range(20):
            middle = (low + high) / 2
            if _shows(Oklch(self.lightness, middle, self.hue)._linear_channels()):
                low = middle
            else:
                high = middle
        return low

    def _linear_channels(self) -> tuple[float, float, float]:
        a, b = self.chroma * cos(self.hue), self.chroma * sin(self.hue)
        long = (self.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        medium = (self.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (self.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        return (
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        )


def linear(colour: str) -> tuple[float, float, float]:
    """Red, green and blue of #rrggbb as light (0–1), the gamma taken out."""
    red, green, blue = (_light(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two #rrggbb colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _light(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _gamma(light: float) -> int:
    light = min(max(light, 0.0), 1.0)
    channel = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return round(channel * 255)


def _shows(channels: tuple[float, float, float]) -> bool:
    return all(-IN_GAMUT <= channel <= 1 + IN_GAMUT for channel in channels)
