"""What the reporter does after sending. Whoever holds the secret address is the reporter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from participation.faults.errors import ReportClosed, TooMuchAdded
from participation.faults.models import FaultEvent, FaultReport
from participation.faults.review.waiting import forget_writer
from participation.faults.telling import forget_mail, tell_staff_of_words

from .locking import lock, lock_leading
from .recording import of_double, record

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

Kind = FaultEvent.Kind
MOST_ADDED = 20


@transaction.atomic
def add_words(*, report: FaultReport, text: str, now: datetime) -> FaultEvent:
    """The same words twice in a row are a form sent twice. Raises ReportClosed, TooMuchAdded, TransitionRefused.

    Of a double they are the report's that leads, too: there somebody works on it.
    """
    report, leads = lock_leading(report)
    if not leads.is_open:
        raise ReportClosed
    added = list(report.events.filter(kind=Kind.WORDS).exclude(detail__has_key="double"))
    if added and added[-1].message == text.strip():
        return added[-1]
    if len(added) >= MOST_ADDED:
        raise TooMuchAdded
    event = record(report, Kind.WORDS, message=text, now=now)
    told: dict[str, Any] = {"message": text} if leads is report else {"detail": of_double(report, text)}
    if leads is not report:
        record(leads, Kind.WORDS, now=now, **told)
    tell_staff_of_words(leads, now=now)
    for part in leads.parts.open().order_by("pk"):
        record(lock(part), Kind.WORDS, now=now, **told)
        if part.municipality_id != leads.municipality_id:
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
        forget_writer(report)
    report.save(update_fields=["contact_email", "contact_phone", "reporter"])
    record(report, Kind.FORGOTTEN, now=now)
    return True
