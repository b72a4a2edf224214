"""Positions as squares of a grid, and back. A square of the finest level is 360/2^FINEST degrees wide, half as high."""

from __future__ import annotations

from math import floor

FINEST = 20  # a square is some eighteen metres wide in Sweden
ACROSS = 1 << FINEST
LON, LAT = 360 / ACROSS, 180 / ACROSS  # degrees of a square on the finest grid


def square_of(lon: float, lat: float) -> tuple[int, int]:
    """On the finest grid, from the west and from the north."""
    x, y = floor((lon + 180) / LON), floor((90 - lat) / LAT)
    return min(max(x, 0), ACROSS - 1), min(max(y, 0), ACROSS - 1)


def frame_written(west: int, north: int, east: int, south: int) -> str:
    """The part of the earth that these squares cover, as an address names it: west, south, east, north in degrees."""
    sides = (west * LON - 180, 90 - (south + 1) * LAT, (east + 1) * LON - 180, 90 - north * LAT)
    return ",".join(f"{side:.5f}" for side in sides)
