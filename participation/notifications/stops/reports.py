"""A mail that came back, read: delivery reports (RFC 3464) and complaints (RFC 5965), and nothing else.

Anybody can write such a mail. It counts only for the address that our own signed token in it names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.parser import BytesParser
from typing import TYPE_CHECKING

from .refusals import Means, meaning_of_status
from .tokens import read_token

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 2 * 1024 * 1024
MOST_PARTS = 50
WHERE_SENT = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
COMPLAINTS = {"abuse", "fraud", "opt-out"}
LAST_LINES = re.compile(rb"(?s)\r?\n\r?\n(.*)\Z")


@dataclass(frozen=True)
class Report:
    key: str
    means: Means
    is_complaint: bool = False


def read_report(raw: bytes) -> Report | None:
    """None for what is no report, is not about a mail of ours, or says that all went well."""
    if len(raw) > LARGEST:
        return None
    try:
        message = BytesParser(EmailMessage, policy=policy.compat32.clone(raise_on_defect=False)).parsebytes(raw)
        return _report(message, raw)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None  # broken on its way, or on purpose


def _report(message: Message, raw: bytes) -> Report | None:
    parts = [part for part, _number in zip(message.walk(), range(MOST_PARTS), strict=False)]
    kinds = {part.get_content_type(): part for part in parts}
    if complaint := kinds.get("message/feedback-report"):
        kind = _field(complaint, "Feedback-Type").lower()
        key = _key(message, raw)
        return Report(key, Means.NOTHING, is_complaint=True) if key and kind in COMPLAINTS else None
    if status := kinds.get("message/delivery-status"):
        means = _worst(status)
        key = _key(message, raw)
        return Report(key, means) if key and means is not Means.NOTHING else None
    return None


def _key(message: Message, raw: bytes) -> str | None:
    """Where it was sent to, first: that is what the mail server saw. Then anywhere in what was returned."""
    sent_to = " ".join(value for name in WHERE_SENT for value in message.get_all(name, []))
    if key := read_token(sent_to):
        return key
    returned = LAST_LINES.search(raw)
    return read_token(_unfolded(returned[1])) if returned else None


def _unfolded(raw: bytes) -> str:
    """A header may be folded in the middle, and quoted-printable puts `=` at the end of a line."""
    return re.sub(r"=\r?\n", "", raw.decode("ascii", "replace"))


def _worst(status: Message) -> Means:
    """Of the receivers that the report names: each of our mails has one, whom a list may have made several."""
    found = [meaning_of_status(block.get("Status", "")) for block in _blocks(status) if _failed(block)]
    return next((means for means in (Means.GONE, Means.NOT_NOW) if means in found), Means.NOTHING)


def _failed(block: Message) -> bool:
    return str(block.get("Action", "")).strip().lower() == "failed"


def _blocks(status: Message) -> Iterator[Message]:
    payload = status.get_payload()
    if isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, Message))


def _field(part: Message, name: str) -> str:
    """`message/*` parts come parsed as mails in a mail, or as text where a library does not know the kind."""
    payload = part.get_payload()
    for block in payload if isinstance(payload, list) else []:
        if isinstance(block, Message) and (value := block.get(name)):
            return str(value).strip()
    text = payload if isinstance(payload, str) else ""
    found = re.search(rf"(?im)^{re.escape(name)}:\s*(\S+)", text)
    return found[1] if found else ""
