"""Only the colours of the pixels go on, into a new picture: whatever else the file carried stays behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from PIL import Image, ImageCms
from PIL.Image import Transpose

from . import SIDE, THUMBNAIL_SIDE
from .exif import orientation_of, position_of, taken_at_of
from .kinds import Kind
from .opening import Opened, open_photo

QUALITY = 85
LARGEST_PROFILE = 4_000_000

TURNS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
COLOUR_SPACES = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK"}


@dataclass(frozen=True)
class Developed:
    jpeg: bytes
    thumbnail: bytes
    width: int
    height: int
    position: tuple[float, float] | None
    taken_at: datetime | None


def develop(kind: Kind, data: bytes, *, max_pixels: int) -> Developed:
    opened = open_photo(kind, data, max_pixels=max_pixels, side=SIDE)
    picture = _reduced(opened)
    if not opened.upright and (turn := TURNS.get(orientation_of(opened.exif))) is not None:
        picture = picture.transpose(turn)
    picture = _bare(_in_srgb(picture, opened.icc))
    return Developed(
        jpeg=_jpeg(picture),
        thumbnail=_jpeg(_thumbnail(picture)),
        width=picture.width,
        height=picture.height,
        position=position_of(opened.exif),
        taken_at=taken_at_of(opened.exif),
    )


def _reduced(opened: Opened) -> Image.Image:
    """Strip by strip onto a canvas of at most twice the wanted size, and from there to the wanted size."""
    factor = max(1, max(opened.size) // SIDE)
    width, height = (-(-length // factor) for length in opened.size)
    canvas: Image.Image | None = None
    for top, strip in opened.strips(64 * factor):
        flat = _flat(strip)
        if canvas is None:
            canvas = Image.new(flat.mode, (width, height))
        canvas.paste(flat.reduce(factor) if factor > 1 else flat, (0, top // factor))
    if canvas is None:
        raise ValueError("a photo without pixels")
    canvas.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    return canvas


def _flat(strip: Image.Image) -> Image.Image:
    """In RGB, L or CMYK, with white where it was transparent."""
    if strip.mode in COLOUR_SPACES and not strip.has_transparency_data:
        return strip
    if strip.mode.startswith("I;16"):
        return strip.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if strip.mode == "1":
        return strip.convert("L")
    if strip.has_transparency_data or strip.mode == "RGBa":
        seen = strip.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return strip.convert("RGB")


def _in_srgb(picture: Image.Image, icc: bytes | None) -> Image.Image:
    if icc and len(icc) <= LARGEST_PROFILE:
        try:
            profile = ImageCms.ImageCmsProfile(BytesIO(icc))
            if profile.profile.xcolor_space.strip() == COLOUR_SPACES[picture.mode]:
                srgb = ImageCms.createProfile("sRGB")
                converted = ImageCms.profileToProfile(picture, profile, srgb, outputMode="RGB")
                return converted or picture.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a broken profile costs a shade of colour, not the photo
    return picture.convert("RGB")


def _bare(picture: Image.Image) -> Image.Image:
    bare = Image.new("RGB", picture.size, "white")
    bare.paste(picture)
    return bare


def _thumbnail(picture: Image.Image) -> Image.Image:
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return small


def _jpeg(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
