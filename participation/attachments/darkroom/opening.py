"""A file becomes an `Opened` photo: its header is read, its pixels only when somebody asks for the strips.

Strips, because a whole photo in memory twice is too much: a photo of 48 million pixels takes 200 MB once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import AvifImagePlugin, Image, ImageFile, JpegImagePlugin, PngImagePlugin, WebPImagePlugin
from PIL.Image import Exif

from .kinds import Kind

AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # each thread has buffers of its own
ImageFile.LOAD_TRUNCATED_IMAGES = False

MEMORY = 240_000_000  # bytes for pixels; the interpreter and the file come on top, 300 MB in all
ENOUGH = 0.95
BYTES_PER_PIXEL = {"PNG": 4, "WEBP": 19, "AVIF": 10}  # measured on photos of 12, 24 and 48 million pixels


class TooManyPixels(Exception):
    pass


@dataclass
class Opened:
    size: tuple[int, int]
    mode: str
    strips: Callable[[int], Iterator[tuple[int, Image.Image]]]
    exif: Exif
    icc: bytes | None
    upright: bool  # the decoder has turned it already, whatever its EXIF says


def open_photo(kind: Kind, data: bytes, *, max_pixels: int, side: int) -> Opened:
    """Raises TooManyPixels before anything is decoded, and whatever the decoder raises when the file is broken."""
    if kind == "HEIF":
        return _open_heif(data, max_pixels)
    if kind == "WEBP":  # its decoder takes memory for all pixels as soon as it sees the header
        _check_memory(_webp_size(data), BYTES_PER_PIXEL[kind])
    image = _plugin(kind)(BytesIO(data))
    _check(image.size, max_pixels)
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        _shrink_while_decoding(image, data, side)
    else:
        _check_memory(image.size, BYTES_PER_PIXEL[kind])
    image.load()
    _check(image.size, max_pixels)
    return Opened(
        size=image.size,
        mode=image.mode,
        strips=lambda rows: _strips(image, rows),
        exif=_exif_of(image),  # after the pixels: a PNG may carry it last
        icc=image.info.get("icc_profile"),
        upright=False,
    )


def _plugin(kind: Kind) -> type[ImageFile.ImageFile]:
    # By name, not by Image.open: what other code has registered makes no difference here.
    return {
        "JPEG": JpegImagePlugin.JpegImageFile,
        "PNG": PngImagePlugin.PngImageFile,
        "WEBP": WebPImagePlugin.WebPImageFile,
        "AVIF": AvifImagePlugin.AvifImageFile,
    }[kind]


def _check(size: tuple[int, int], max_pixels: int) -> None:
    if size[0] < 1 or size[1] < 1:
        raise ValueError("a photo without pixels")
    if size[0] * size[1] > max_pixels:
        raise TooManyPixels


def _check_memory(size: tuple[int, int], bytes_per_pixel: float) -> None:
    if size[0] * size[1] * bytes_per_pixel > MEMORY:
        raise TooManyPixels


def _webp_size(data: bytes) -> tuple[int, int]:
    """As the container says: https://developers.google.com/speed/webp/docs/riff_container"""
    kind, header = data[12:16], data[20:30]
    if kind == b"VP8X":
        return 1 + int.from_bytes(header[4:7], "little"), 1 + int.from_bytes(header[7:10], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(header[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return int.from_bytes(header[6:8], "little") & 0x3FFF, int.from_bytes(header[8:10], "little") & 0x3FFF


def _shrink_while_decoding(image: JpegImagePlugin.JpegImageFile, data: bytes, side: int) -> None:
    """A JPEG can be decoded at a half, a quarter or an eighth; but one of several scans is held whole meanwhile.

    A little less than the wanted side will do: most telephones take photos of 4,000 pixels, and half of that is 2,000.
    """
    header, longest = image.size, max(image.size)
    held = _coefficients(image) if _has_several_scans(image, data) else 0
    if longest > side:
        nearly = side * ENOUGH
        wanted = (max(1, int(header[0] * nearly / longest)), max(1, int(header[1] * nearly / longest)))
        image.draft(None, wanted)
    decoded = image.size[0] * image.size[1] * 4
    if header[0] * header[1] * held + decoded > MEMORY:
        raise TooManyPixels


def _has_several_scans(image: JpegImagePlugin.JpegImageFile, data: bytes) -> bool:
    position = image.fp.tell() if image.fp else 0  # just behind the marker of the first scan: length, components
    return bool(image.info.get("progressive")) or data[position + 2] < len(image.layer)


def _coefficients(image: JpegImagePlugin.JpegImageFile) -> float:
    """Bytes of coefficients for each pixel: two for each sample."""
    samplings = [(across, down) for _, across, down, _ in image.layer]
    densest = max(across for across, _ in samplings) * max(down for _, down in samplings)
    return 2 * sum(across * down for across, down in samplings) / densest


def _exif_of(image: Image.Image) -> Exif:
    try:
        return image.getexif()
    except Exception:  # a hostile block can make the reader fail in any way; the pixels are sound
        return Exif()


def _strips(image: Image.Image, rows: int) -> Iterator[tuple[int, Image.Image]]:
    for top in range(0, image.height, rows):
        yield top, image.crop((0, top, image.width, min(top + rows, image.height)))


def _open_heif(data: bytes, max_pixels: int) -> Opened:
    import pillow_heif  # only here: it takes a while, and most photos do without
    from pillow_heif import options

    options.DECODE_THREADS = 1
    options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False
    file = pillow_heif.open_heif(data, convert_hdr_to_8bit=True, remove_stride=False)
    photo = file[file.primary_index]
    _check(photo.size, max_pixels)
    samples = 4 if photo.has_alpha else 3
    _check_memory(photo.size, samples + (1.6 if photo.info["bit_depth"] <= 8 else 5))
    exif = Exif()
    try:
        exif.load(photo.info.get("exif") or b"")
    except Exception:
        exif = Exif()
    photo.load()
    _check(photo.size, max_pixels)

    def strips(rows: int) -> Iterator[tuple[int, Image.Image]]:
        width, height = photo.size
        pixels = memoryview(photo.data)
        for top in range(0, height, rows):
            count = min(rows, height - top)
            part = bytes(pixels[top * photo.stride : (top + count) * photo.stride])
            yield top, Image.frombytes(photo.mode, (width, count), part, "raw", photo.mode, photo.stride)

    return Opened(photo.size, photo.mode, strips, exif, photo.info.get("icc_profile"), upright=True)
