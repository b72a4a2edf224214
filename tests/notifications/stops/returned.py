"""Mails as mail servers send them back, made by the standard library and by hand."""

from __future__ import annotations

from email import message_from_string
from textwrap import dedent

from participation.notifications.mail import as_message
from participation.notifications.models import OutgoingMail


def delivery_report(
    mail: OutgoingMail, *, status: str = "5.1.1", action: str = "failed", to: str = "", whole: bool = True
) -> bytes:
    """As Postfix writes it (RFC 3464)."""
    original = as_message(mail).message().as_string()
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    returned = original if whole else original.split("\n\n")[0] + "\n"
    return _crlf(
        f"""\
Return-Path: <>
Delivered-To: {to or "samskapa@example.se"}
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: {to or "samskapa@example.se"}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="gräns"

--gräns
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--gräns
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Sat, 28 Nov 2026 10:00:00 +0100

Final-Recipient: rfc822; {mail.to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} unknown

--gräns
Content-Type: {kind}

{returned}
--gräns--
""".replace("gräns", "----=_gr_1")
    )


def complaint(mail: OutgoingMail, *, kind: str = "abuse") -> bytes:
    """As a large provider writes it (RFC 5965)."""
    original = as_message(mail).message().as_string()
    return _crlf(
        f"""\
From: <abusedesk@example.com>
To: <studsar@example.se>
Subject: FW: Something
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part1"

--part1
Content-Type: text/plain; charset="US-ASCII"
Content-Transfer-Encoding: 7bit

This is an email abuse report.

--part1
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1

--part1
Content-Type: message/rfc822
Content-Disposition: inline

{original}
--part1--
"""
    )


def ordinary() -> bytes:
    return _crlf(
        dedent("""\
            From: Lisa <lisa@example.com>
            To: studsar@example.se
            Subject: Semester
            Content-Type: text/plain; charset=utf-8

            Jag är på semester till måndag.
            """)
    )


def _crlf(text: str) -> bytes:
    assert message_from_string(text)
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8")
