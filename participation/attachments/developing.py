"""Starts the darkroom, waits for the picture, and lets only so many work at a time."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore

from django.utils import timezone

from .darkroom.kinds import Kind
from .darkroom.pixels import Developed
from .refusals import PhotoRefused

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 30
AT_A_TIME = 2  # for each web process: a photo may take 300 MB while it is developed

_places = BoundedSemaphore(AT_A_TIME)


def develop(kind: Kind, data: bytes, *, max_pixels: int) -> Developed:
    """Raises PhotoRefused. The process has no environment, so no secret, and dies alone if a codec is led astray."""
    if not _places.acquire(timeout=SECONDS):
        raise PhotoRefused("busy")
    try:
        return _answer_of(_run(kind, data, max_pixels))
    finally:
        _places.release()


def _run(kind: Kind, data: bytes, max_pixels: int) -> bytes:
    command = [sys.executable, "-E", "-s", "-m", "participation.attachments.darkroom", kind, str(max_pixels)]
    try:
        ran = subprocess.run(  # noqa: S603  # our own module; kind and max_pixels are not the sender's
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        log.warning("a %s of %s bytes took too long to develop", kind, len(data))
        raise PhotoRefused("broken") from None
    except OSError:
        log.exception("the darkroom could not be started")
        raise PhotoRefused("busy") from None
    if ran.returncode != 0:
        log.warning("the darkroom ended with %s on a %s of %s bytes", ran.returncode, kind, len(data))
        raise PhotoRefused("broken")
    return ran.stdout


def _answer_of(output: bytes) -> Developed:
    line, _, pictures = output.partition(b"\n")
    said = json.loads(line)
    if "refused" in said:
        raise PhotoRefused(said["refused"])
    return Developed(
        jpeg=pictures[: said["jpeg"]],
        thumbnail=pictures[said["jpeg"] :],
        width=said["width"],
        height=said["height"],
        position=tuple(said["position"]) if said["position"] else None,
        taken_at=_aware(said["taken_at"]),
    )


def _aware(written: str | None) -> datetime | None:
    """A camera that wrote no offset meant the clock of the place where it was."""
    if written is None:
        return None
    taken_at = datetime.fromisoformat(written)
    return timezone.make_aware(taken_at) if timezone.is_naive(taken_at) else taken_at
