"""What a file is, by its first bytes. Its name and the type that the browser claims are never asked."""

from __future__ import annotations

from typing import Literal

Kind = Literal["JPEG", "PNG", "WEBP", "HEIF", "AVIF"]

HEAD = 1024  # so many bytes are enough to tell

AVIF_BRANDS = {b"avif", b"avis"}
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}

KNOWN_BUT_REFUSED = {
    b"GIF8": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"II+\x00": "TIFF",
    b"MM\x00+": "TIFF",
    b"BM": "BMP",
    b"8BPS": "Photoshop",
}


def kind_of(data: bytes) -> Kind | None:
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        return _kind_of_brands(data)
    return None


def _kind_of_brands(data: bytes) -> Kind | None:
    length = min(int.from_bytes(data[:4], "big"), HEAD)
    major, compatible = data[8:12], {data[i : i + 4] for i in range(16, length - 3, 4)}
    if major in AVIF_BRANDS:
        return "AVIF"
    if major in HEIF_BRANDS - {b"mif1", b"msf1"}:
        return "HEIF"
    if compatible & AVIF_BRANDS:
        return "AVIF"
    return "HEIF" if ({major} | compatible) & HEIF_BRANDS else None


def refused_kind_of(data: bytes) -> str | None:
    """The common name of a kind of picture that we know of and never open."""
    for start, name in KNOWN_BUT_REFUSED.items():
        if data.startswith(start):
            return name
    return "SVG" if b"<svg" in data[:HEAD].lower() else None
