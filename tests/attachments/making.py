"""Small files of every kind, made on the spot."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from participation.attachments.darkroom.kinds import kind_of
from participation.attachments.developing import ROOT

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"

# Degrees, minutes and seconds of Sundsvall's town hall.
LATITUDE, LONGITUDE = (62.0, 23.0, 26.16), (17.0, 18.0, 24.12)


def written(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def picture(colour: Any = "red", size: tuple[int, int] = (40, 30), mode: str = "RGB") -> Image.Image:
    return Image.new(mode, size, colour)


def exif(gps: dict[int, Any] | None = None, shot: dict[int, Any] | None = None, **base: Any) -> Image.Exif:
    made = Image.Exif()
    made[0x010F] = "Kameramärket AB"
    if "orientation" in base:
        made[0x0112] = base["orientation"]
    if gps is not None:
        made.get_ifd(0x8825).update(gps)
    if shot is not None:
        made.get_ifd(0x8769).update(shot)
    return made


def in_sundsvall() -> dict[int, Any]:
    return {1: "N", 2: LATITUDE, 3: "E", 4: LONGITUDE}


def upload(content: bytes | None = None, name: str = "IMG_1.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, written(picture()) if content is None else content)


def zipped(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def office(kind: str = DOCX, main: str = "main+xml", **more: bytes) -> bytes:
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{kind}.{main}"/></Types>'.encode()
    return zipped({"[Content_Types].xml": types, "word/document.xml": b"<w/>"} | more)


def open_document(kind: str = ODT, **more: bytes) -> bytes:
    return zipped({"mimetype": kind.encode(), "content.xml": b"<office/>"} | more)


MEASURED = """
import runpy, sys
sys.argv = sys.argv[1:]
try:
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
finally:
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM"):
            print(int(line.split()[1]) // 1024, file=sys.stderr)
"""


def in_the_darkroom(data: bytes) -> tuple[dict[str, Any], int]:
    """What the darkroom said, and its peak in megabytes."""
    module = ["participation.attachments.darkroom", str(kind_of(data)), "50000000"]
    command = [sys.executable, "-W", "ignore", "-c", MEASURED, *module]
    ran = subprocess.run(command, input=data, capture_output=True, cwd=ROOT, check=True)
    return json.loads(ran.stdout.partition(b"\n")[0]), int(ran.stderr.split()[-1])
