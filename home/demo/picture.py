"""A flat drawing for the demonstration: lamps round a lake at night. Drawn here, so nobody's picture is borrowed."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 960, 640
NIGHT, HILL, FAR_HILL, LAKE, SHORE, MOON, LAMP, POST = (
    "#0f2a38", "#1d4c60", "#14394a", "#2a6478", "#0a1e28", "#e9ece6", "#ffd9a0", "#6f8f9a",
)  # fmt: skip


def lamps_by_the_lake() -> bytes:
    picture = Image.new("RGB", (WIDTH, HEIGHT), NIGHT)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((720, 80, 786, 146), fill=MOON)
    draw.ellipse((-180, 190, 520, 700), fill=HILL)
    draw.ellipse((360, 240, 1180, 760), fill=FAR_HILL)
    draw.rectangle((0, 430, WIDTH, HEIGHT), fill=LAKE)
    draw.rectangle((0, 400, WIDTH, 440), fill=SHORE)
    for x in range(120, WIDTH, 145):
        draw.line((x, 350, x, 410), fill=POST, width=4)
        draw.ellipse((x - 10, 338, x + 10, 358), fill=LAMP)
        for y in range(460, 560, 26):
            draw.line((x, y, x, y + 14), fill=LAMP, width=5)
    draw.ellipse((-120, 580, 560, 900), fill=SHORE)
    file = BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()
