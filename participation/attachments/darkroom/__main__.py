"""python -m participation.attachments.darkroom KIND MAX_PIXELS: a photo in, JSON and two JPEGs out.

A codec that is led astray takes down this process and nothing else, and gets no more memory and time than this.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

from .kinds import Kind
from .opening import TooManyPixels
from .pixels import Developed, develop

WRITABLE_MEMORY = 285 * 1024 * 1024  # what a process may fill; shared libraries come on top, 300 MB in all
SECONDS = 20


def main(kind: Kind, max_pixels: int) -> None:
    _limit(resource.RLIMIT_DATA, WRITABLE_MEMORY)
    _limit(resource.RLIMIT_CPU, SECONDS)
    _limit(resource.RLIMIT_CORE, 0)
    data = sys.stdin.buffer.read()
    try:
        developed = develop(kind, data, max_pixels=max_pixels)
    except (TooManyPixels, MemoryError):
        _answer({"refused": "too_many_pixels"})
    except Exception:  # the one wall: whatever a broken file makes a decoder raise, the photo is refused
        _answer({"refused": "broken"})
    else:
        _answer(_described(developed), developed.jpeg, developed.thumbnail)


def _limit(which: int, most: int) -> None:
    hard = resource.getrlimit(which)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)  # the operator's own limit may be narrower; it cannot be widened
    resource.setrlimit(which, (most, most))


def _described(developed: Developed) -> dict[str, Any]:
    return {
        "width": developed.width,
        "height": developed.height,
        "position": developed.position,
        "taken_at": developed.taken_at.isoformat() if developed.taken_at else None,
        "jpeg": len(developed.jpeg),
    }


def _answer(said: dict[str, Any], *pictures: bytes) -> None:
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n")
    for picture in pictures:
        sys.stdout.buffer.write(picture)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))  # type: ignore[arg-type]  # the parent passes a Kind
