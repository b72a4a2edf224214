"""What the reporter would get: done as it will be, read, and taken back. So it is what comes, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation

from .models import FaultEvent, FaultReport
from .telling import Letter, mails_to_reporter
from .way import Happening, Stop, happenings_of, stops_of

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Rehearsal:
    """`letters` are the mails, `happened` what is new on the page of the report, whose way and status follow.

    Of a part all of it is of the whole, which is what the reporter sees.
    """

    report: FaultReport
    letters: list[Letter]
    stops: list[Stop]
    happened: list[Happening]
    status: str
    everybody_reads: bool  # the new words stand on the public page too


def rehearse(report: FaultReport, do: Callable[[], object]) -> Rehearsal:
    """Whatever `do` raises, it raises. It must change nothing but the database."""
    with transaction.atomic():
        mailed = mails_to_reporter(report).aggregate(last=Max("pk"))["last"] or 0
        happened = FaultEvent.objects.of_whole(report.whole).aggregate(last=Max("pk"))["last"] or 0
        do()
        rehearsed = _read(report.whole.pk, mailed, happened)
        transaction.set_rollback(True)
    return rehearsed


def _read(pk: int, mailed: int, happened: int) -> Rehearsal:
    report = FaultReport.objects.select_related("municipality", "reporter", "duplicate_of").get(pk=pk)
    events, today = list(FaultEvent.objects.of_whole(report)), timezone.localdate()
    with translation.override(report.language):
        new = [event for event in events if event.pk > happened]
        return Rehearsal(
            report=report,
            everybody_reads=report.is_public and any(event.is_for_everybody and not event.is_of_part for event in new),
            letters=[
                Letter(mail.subject, _without_addresses(mail.text), "")
                for mail in mails_to_reporter(report).filter(pk__gt=mailed).order_by("pk")
            ],
            stops=stops_of(report, events, today=today),
            happened=happenings_of(new, today=today),
            status=str(report.get_status_display()),
        )


def _without_addresses(text: str) -> str:
    """They are the reporter's alone: staff see that there is one."""
    return re.sub(rf"{re.escape(settings.BASE_URL)}/\S+", f"{settings.BASE_URL}/…", text)
