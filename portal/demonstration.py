from __future__ import annotations

from pathlib import Path

USUAL = "http://127.0.0.1:8000"


def demonstration_in(data: Path) -> str:
    """Where the demonstration of this folder runs, or ran last, as `scripts/demo.py` notes it: the links that a command
    beside it writes lead there."""
    note = data / "running"
    return (note.read_text().strip() if note.is_file() else "") or USUAL
