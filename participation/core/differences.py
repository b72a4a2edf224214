"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

PIECES = re.compile(r"\s+|\w+|[^\w\s]", re.UNICODE)


@dataclass(frozen=True)
class Piece:
    """`kind` is same, new or old."""

    kind: str
    text: str


def word_difference(before: str, after: str) -> list[Piece]:
    """The pieces in reading order: what went stands before what came in its place."""
    old, new = PIECES.findall(before), PIECES.findall(after)
    pieces: list[Piece] = []
    for tag, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            _add(pieces, "same", old[from_old:to_old])
            continue
        _add(pieces, "old", old[from_old:to_old])
        _add(pieces, "new", new[from_new:to_new])
    return _with_joined_changes(pieces)


def _add(pieces: list[Piece], kind: str, words: list[str]) -> None:
    if words:
        pieces.append(Piece(kind, "".join(words)))


def _with_joined_changes(pieces: list[Piece]) -> list[Piece]:
    """Changes parted only by a space read as one."""
    joined: list[Piece] = []
    old, new = "", ""
    for index, piece in enumerate(pieces):
        between = piece.kind == "same" and not piece.text.strip() and "\n" not in piece.text
        if piece.kind == "old":
            old += piece.text
        elif piece.kind == "new":
            new += piece.text
        elif between and (old or new) and index + 1 < len(pieces):
            old, new = old + piece.text, new + piece.text
        else:
            joined += _change(old, new)
            old, new = "", ""
            joined.append(piece)
    return joined + _change(old, new)


def _change(old: str, new: str) -> list[Piece]:
    return [Piece(kind, text) for kind, text in (("old", old), ("new", new)) if text]
