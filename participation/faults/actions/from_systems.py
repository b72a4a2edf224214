"""What a case system or a client says, as events of the report. Whether it counts is for the caller to have decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from participation.faults.models import FaultEvent
from participation.faults.telling import tell_of_news

from .locking import lock
from .recording import record

if TYPE_CHECKING:
    from datetime import datetime

    from participation.faults.models import CaseSystem, FaultReport

Kind = FaultEvent.Kind


@transaction.atomic
def record_sent(*, report: FaultReport, system: CaseSystem, external_id: str, now: datetime) -> None:
    """Once for each case there, for staff."""
    report, words = lock(report), f"{system.name} {external_id}"
    if not report.events.filter(kind=Kind.SENT, detail__system=system.pk, message=words).exists():
        record(report, Kind.SENT, message=words, detail={"system": system.pk}, now=now)


@transaction.atomic
def note_from_system(*, report: FaultReport, system: CaseSystem, words: str, now: datetime) -> FaultEvent:
    """For staff alone: what came late, or says nothing that we know."""
    return record(lock(report), Kind.SYSTEM_NOTE, message=words[:2000], detail={"system": system.pk}, now=now)


@transaction.atomic
def news_from_system(
    *,
    report: FaultReport,
    words: str,
    system: CaseSystem | None = None,
    client: str = "",
    words_en: str = "",
    tell: bool = True,
    now: datetime,
) -> FaultEvent:
    """For the reporter, where the status stays. Of a system that has the report, or of whoever has a key: `client`."""
    report = lock(report)
    detail: dict[str, Any] = {"system": system.pk} if system else {"client": client}
    detail |= {FaultEvent.IN_ENGLISH: words_en[:2000]} if words_en else {}
    event = record(report, Kind.NEWS, message=words[:2000], detail=detail, now=now)
    if tell:
        tell_of_news(report, event, now=now)
    return event
