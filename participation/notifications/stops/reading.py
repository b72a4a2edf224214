"""Where mail that came back lies: handed in on standard input, in a Maildir, or in a letterbox that is read by IMAP.

What is a report about a mail of ours is used and taken away; all else is left, marked as read, for people to look at.
"""

from __future__ import annotations

import imaplib
import mailbox
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from .actions import came_back, stop
from .models import Reason
from .refusals import Means
from .reports import LARGEST, read_report

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

SECONDS, MOST_AT_ONCE = 30, 1000


@dataclass
class Read:
    used: int = 0
    left: int = 0
    stopped: int = 0


def read_one(raw: bytes, read: Read, *, now: datetime) -> bool:
    """Whether it was a report about a mail of ours."""
    report = read_report(raw)
    if report is None:
        read.left += 1
        return False
    read.used += 1
    if report.is_complaint:
        read.stopped += stop(key=report.key, reason=Reason.COMPLAINT, now=now)
    elif report.means is Means.GONE:
        read.stopped += stop(key=report.key, reason=Reason.REFUSED, now=now)
    else:
        read.stopped += came_back(key=report.key, now=now)
    return True


def read_maildir(folder: Path, *, now: datetime) -> Read:
    box, read = mailbox.Maildir(folder, create=False), Read()
    for key in list(box.keys())[:MOST_AT_ONCE]:
        try:
            message = box[key]
            if "S" in message.get_flags():
                continue
            raw = box.get_bytes(key)
        except (KeyError, OSError):
            continue  # somebody else took it
        if read_one(raw, read, now=now):
            box.discard(key)
        else:
            message.set_subdir("cur")
            message.add_flag("S")
            box[key] = message
    return read


def read_imap(address: str, *, now: datetime) -> Read:
    """`imaps://user:password@host:993/INBOX`; `imap://` only on this machine. Raises OSError, IMAP4.error."""
    parts, read = urlsplit(address), Read()
    server = _connected(parts.scheme, parts.hostname or "", parts.port)
    try:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        status, _data = server.select(unquote(parts.path.strip("/")) or "INBOX")
        if status != "OK":
            raise imaplib.IMAP4.error("no such letterbox")
        _status, (numbers, *_more) = server.uid("SEARCH", "UNSEEN")
        for number in (numbers or b"").split()[:MOST_AT_ONCE]:
            _read_number(server, number.decode(), read, now)
        server.expunge()
    finally:
        server.logout()
    return read


def _connected(scheme: str, host: str, port: int | None) -> imaplib.IMAP4:
    if scheme == "imaps":
        return imaplib.IMAP4_SSL(host, port or 993, timeout=SECONDS)
    if scheme == "imap" and host in ("127.0.0.1", "localhost", "::1"):
        return imaplib.IMAP4(host, port or 143, timeout=SECONDS)
    raise imaplib.IMAP4.error("imaps:// only: a password goes over no open line")


def _read_number(server: imaplib.IMAP4, number: str, read: Read, now: datetime) -> None:
    _status, answer = server.uid("FETCH", number, f"(BODY.PEEK[]<0.{LARGEST + 1}>)")
    raw = next((part[1] for part in answer if isinstance(part, tuple)), b"")
    flag = r"(\Deleted \Seen)" if read_one(raw, read, now=now) else r"(\Seen)"
    server.uid("STORE", number, "+FLAGS", flag)
