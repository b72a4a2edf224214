"""What the reporter does after sending. Whoever holds the secret address is the reporter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from participation.faults.errors import ReportClosed, TooMuchAdded
from participation.faults.models import FaultEvent, FaultReport
from participation.faults.telling import forget_mail, tell_staff_of_words

from .locking import lock
from .recording import record

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

Kind = FaultEvent.Kind
MOST_ADDED = 20


@transaction.atomic
def add_words(*, report: FaultReport, text: str, now: datetime) -> FaultEvent:
    """The same words twice in a row are a form sent twice. Raises ReportClosed, TooMuchAdded."""
    report = lock(report)
    if not report.is_open:
        raise ReportClosed
    added = list(report.events.filter(kind=Kind.WORDS))
    if added and added[-1].message == text.strip():
        return added[-1]
    if len(added) >= MOST_ADDED:
        raise TooMuchAdded
    event = record(report, Kind.WORDS, message=text, now=now)
    tell_staff_of_words(report, now=now)
    for part in report.parts.open().order_by("pk"):
        record(lock(part), Kind.WORDS, message=text, now=now)
        if part.municipality_id != report.municipality_id:
            tell_staff_of_words(part, now=now)
    return event


@transaction.atomic
def forget_contact(*, report: FaultReport, now: datetime, by: User | None = None) -> bool:
    """Remove how to reach the reporter, also from the mails that are kept. Returns whether there was anything.

    `by` is whoever is signed in: the reporter's account is let go of only by themselves.
    """
    report = lock(report)
    own = by is not None and report.reporter_id == by.pk
    if not report.has_contact and not own:
        return False
    forget_mail(report)
    report.contact_email = report.contact_phone = ""
    if own:
        report.reporter = None
    report.save(update_fields=["contact_email", "contact_phone", "reporter"])
    record(report, Kind.FORGOTTEN, now=now)
    return True
