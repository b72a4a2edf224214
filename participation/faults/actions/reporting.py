from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from participation.faults.models import FaultCategory, FaultEvent, FaultReport, ObjectOwner, Publicity
from participation.faults.promises import promise
from participation.faults.review.waiting import look, wait
from participation.faults.telling import RECEIPT, tell_assigned, tell_of_receipt, tell_staff_of_report
from participation.faults.unproven import may_get_receipt
from participation.moderation.noticing.looking import NOTHING
from participation.places.models import ReferenceSeries

from .dispatching import dispatch
from .handling import hand_over
from .photos import stored
from .placing import route
from .recording import record
from .sent_again import is_the_same, keys_of, marks_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from django.utils.functional import Promise

    from participation.accounts.models import User
    from participation.attachments.intake import ReceivedPhoto
    from participation.moderation.noticing.looking import Noticed
    from participation.places.models import Municipality

log = logging.getLogger(__name__)
Source, Channel = FaultReport.Source, FaultReport.Channel


@dataclass(frozen=True)
class Place:
    """A position with where it came from, or words, or both."""

    words: str = ""
    lon: float | None = None
    lat: float | None = None
    source: str = Source.WORDS
    accuracy: int | None = None


def report_fault(
    *,
    client_key: UUID,
    municipality: Municipality,
    text: str,
    place: Place,
    now: datetime,
    photos: Sequence[ReceivedPhoto] = (),
    contact_email: str = "",
    contact_phone: str = "",
    reporter: User | None = None,
    language: str = "sv",
    category: FaultCategory | None = None,
    answers: Sequence[dict[str, Any]] = (),
    channel: str = Channel.FORM,
    owner: ObjectOwner | None = None,
    receipt: str | Promise = RECEIPT,
) -> tuple[FaultReport, bool]:
    """Store a report, its photos and the mails about it, all at once. Returns the report and whether it is new.

    The same form sent twice gives the first report again, in parallel too, whatever staff have made of it since. A
    form that came back from the browser's history and says something else, or shows a photo more, is another report,
    whatever key it still carries; that one too is stored once.
    `receipt` is what the reporter is told; not by mail to an address that has got several lately (`unproven`).
    """
    said: dict[str, Any] = {
        "municipality_id": municipality.pk,
        "text": text,
        "place": place.words,
        "lon": place.lon,
        "lat": place.lat,
        "contact_email": contact_email,
        "contact_phone": contact_phone,
        "reporter_id": reporter.pk if reporter else None,
        "category_id": category.pk if category else None,
        "answers": list(answers),
    }
    shown = {photo.sha256 for photo in photos}
    for key in keys_of(client_key, said, shown):
        found = FaultReport.objects.filter(client_key=key).first()
        if found is None:
            row = FaultReport(
                client_key=key,
                accuracy=place.accuracy,
                position_source=place.source,
                language=language,
                channel=channel,
                owner=owner,
                status_since=now,
                created_at=now,
                updated_at=now,
                **said,
            )
            row.category = category
            report, is_new = _stored_or_first(row, photos, marks_of(key, said, shown), receipt, now)
        else:
            report, is_new = found, False
        # A key that was made of the words says them.
        if is_new or is_the_same(report, said, shown, words_are_known=key != client_key):
            break
    return report, is_new


def _stored_or_first(
    row: FaultReport,
    photos: Sequence[ReceivedPhoto],
    marks: dict[str, Any],
    receipt: str | Promise,
    now: datetime,
) -> tuple[FaultReport, bool]:
    """The row, or what somebody stored under its key at the same time."""
    category, noticed = row.category, NOTHING
    if category is not None:
        row.priority, row.publicity = category.priority, category.publicity
        noticed = look(row)
        if noticed.hold:
            row.publicity = Publicity.WAITING
        row.shown_at = now if row.is_public else None
    try:
        return _store(row, photos, marks, receipt, noticed, now), True
    except IntegrityError:
        first = FaultReport.objects.filter(client_key=row.client_key).first()
        if first is None:
            raise
        return first, False


@transaction.atomic
def _store(
    report: FaultReport,
    photos: Sequence[ReceivedPhoto],
    marks: dict[str, Any],
    receipt: str | Promise,
    noticed: Noticed,
    now: datetime,
) -> FaultReport:
    report.number = ReferenceSeries.take(municipality=report.municipality, year=timezone.localtime(now).year, kind="F")
    decision = route(report)
    promise(report, since=now)
    report.save(force_insert=True)
    lost = sum(not stored(report, photo) for photo in photos)
    withheld = not may_get_receipt(report, now=now)
    detail = marks | {"photos_lost": lost, "receipt_withheld": withheld}
    record(report, FaultEvent.Kind.RECEIVED, detail={name: told for name, told in detail.items() if told}, now=now)
    tell_of_receipt(report, body=receipt, withheld=withheld, now=now)
    if to := decision.goes_to(report):
        return hand_over(report=report, by=None, rule=decision.rule, to=to, message="", now=now).report
    wait(report, noticed, now=now)
    dispatch(report=report, decision=decision, now=now)
    tell_staff_of_report(report, now=now)
    tell_assigned(report, by=None, now=now)
    return report
