"""The question that stops a report until its reporter has answered, by a link that works once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from participation.faults.errors import InquiryOver
from participation.faults.models import FaultEvent, FaultReport, Inquiry
from participation.faults.telling import tell_staff_of_answer

from .locking import lock
from .photos import stored
from .recording import record, step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from participation.attachments.intake import ReceivedPhoto

OPEN_FOR = timedelta(days=60)


def open_inquiry(report: FaultReport, question: str, *, now: datetime) -> Inquiry:
    """Of a locked report. An earlier question that nobody answered is over with that."""
    report.inquiries.filter(answered_at__isnull=True, ends_at__gt=now).update(ends_at=now)
    inquiry: Inquiry = Inquiry.objects.create(report=report, question=question, asked_at=now, ends_at=now + OPEN_FOR)
    return inquiry


@transaction.atomic
def answer_inquiry(*, inquiry: Inquiry, text: str, now: datetime, photos: Sequence[ReceivedPhoto] = ()) -> FaultEvent:
    """The link is spent, and the report waits to be read again. Raises InquiryOver, also for the second of two."""
    report = lock(inquiry.report)
    inquiry = Inquiry.objects.select_related("report").get(pk=inquiry.pk)
    if not inquiry.can_be_answered(now):
        raise InquiryOver
    inquiry.answered_at = now
    inquiry.save(update_fields=["answered_at"])
    lost = sum(not stored(report, photo, is_answer=True) for photo in photos)
    step(report, FaultReport.Status.RECEIVED, now=now)
    detail = {"photos": len(photos) - lost, **({"photos_lost": lost} if lost else {})}
    event = record(report, FaultEvent.Kind.ANSWERED, message=text, detail=detail, now=now)
    tell_staff_of_answer(report, now=now)
    return event
