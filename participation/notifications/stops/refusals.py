"""What a mail server means by its no: that this address takes no mail, that it does not now, or nothing about it.

Codes of RFC 5321 (three digits) and RFC 3463 (class.subject.detail). A no by policy (X.7) is about us or the words, not
about the receiver: a blocklist with our server on it must not stop every address there is.
"""

from __future__ import annotations

import re
from enum import Enum

ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
GONE = {550, 551, 553}
NO_SUCH_PLACE = {"0", "1", "2", "3", "6", "10"}  # X.1.x: bad address, unknown domain, moved away, a null MX


class Means(Enum):
    GONE = "gone"
    NOT_NOW = "not now"
    NOTHING = "nothing"


def meaning_of(code: int, words: str) -> Means:
    """Of an answer to RCPT. A receiver's 5xx counts at once, unless its words say what it is about."""
    if code < 500:
        return Means.NOTHING  # it is tried again by itself
    if found := ENHANCED.search(words):
        return meaning_of_status(found[0])
    return Means.GONE if code in GONE else Means.NOT_NOW


def meaning_of_status(status: str) -> Means:
    """Of `Status` in a delivery report."""
    found = ENHANCED.search(status)
    if found is None:
        return Means.NOTHING
    kind, subject, detail = found.groups()
    if subject == "7":
        return Means.NOTHING
    is_gone = kind == "5" and ((subject == "1" and detail in NO_SUCH_PLACE) or (subject, detail) == ("2", "1"))
    return Means.GONE if is_gone else Means.NOT_NOW
