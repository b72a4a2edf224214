"""Parts of a stored photo are blacked out: the pixels are gone, in the photo and in its small picture."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import ImageDraw, JpegImagePlugin

from .intake import ReceivedPhoto, receive_photo
from .refusals import PhotoRefused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .models import Attachment

QUALITY = 92  # it is developed once more afterwards, at the usual quality


@dataclass(frozen=True)
class Area:
    """A rectangle, in percent of the photo's width and height. What lies outside the photo is cut off."""

    left: float
    top: float
    width: float
    height: float


def black_out(attachment: Attachment, areas: Iterable[Area]) -> ReceivedPhoto:
    """The photo without what the areas cover. The stored one stays: see actions.replace_photo. Raises PhotoRefused."""
    try:
        with attachment.file.open("rb") as stored:
            image = JpegImagePlugin.JpegImageFile(BytesIO(stored.read()))
            image.load()
    except (OSError, SyntaxError):
        raise PhotoRefused("broken") from None
    brush = ImageDraw.Draw(image)
    for area in areas:
        brush.rectangle(_pixels(area, image.size), fill="black" if image.mode == "RGB" else 0)
    written = BytesIO()
    image.save(written, "JPEG", quality=QUALITY)
    return receive_photo(written)


def _pixels(area: Area, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Whole pixels, rounded outwards, so that no edge of what was to be hidden remains."""
    width, height = size
    left, top = int(area.left / 100 * width), int(area.top / 100 * height)
    right, bottom = int((area.left + area.width) / 100 * width) + 1, int((area.top + area.height) / 100 * height) + 1
    return max(left, 0), max(top, 0), min(right, width), min(bottom, height)
