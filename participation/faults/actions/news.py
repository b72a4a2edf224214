"""The same news to the reporters of several reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import translation

from participation.accounts.addresses import same_address
from participation.faults.models import FaultEvent, FaultReport
from participation.faults.telling import tell_of_news

from .locking import lock
from .recording import record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from django.utils.functional import Promise


@transaction.atomic
def give_news(
    *,
    reports: Iterable[FaultReport],
    words: str | Promise,
    detail: dict[str, Any],
    heard: Collection[str],
    now: datetime,
) -> None:
    """On the page of each report; by notice or mail once to each person or address, however many they sent.

    `heard`: addresses of people who know it already. Nobody is named: what waits to be read by staff goes on waiting.
    """
    told = {same_address(address) for address in heard}
    for row in reports:
        report = lock(row)
        with translation.override(report.language):
            message = str(words)
        event = record(report, FaultEvent.Kind.NEWS, message=message, detail=detail, now=now)
        address = same_address(report.reporter.email if report.reporter else report.contact_email)
        if address and address not in told:
            told.add(address)
            tell_of_news(report, event, now=now)
