"""The way of a report as its reporter reads it. Reads the report and its events; asks the database nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from .dates import in_words
from .models import FaultEvent, FaultReport

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

Status, Kind = FaultReport.Status, FaultEvent.Kind
# By whoever reported the same fault. Their words are not for this reporter.
SAID_BY_OTHERS = {
    Kind.WORDS: lazy("Någon annan som anmält felet lade till något"),
    Kind.STILL_BROKEN: lazy("Någon annan säger att felet är kvar"),
}


@dataclass(frozen=True)
class Stop:
    """One stop, as components/way.html draws it."""

    label: str
    date_text: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Happening:
    date_text: str
    title: str
    message: str


def stops_of(report: FaultReport, events: Sequence[FaultEvent], *, today: date) -> list[Stop]:
    """Reads the events of the report itself, not those of its parts."""
    status = report.status
    since = in_words(report.status_since, today=today)
    sent = Stop(_("Mottagen"), in_words(report.created_at, today=today), "now" if status == Status.RECEIVED else "done")
    working, done = str(Status.IN_PROGRESS.label), str(Status.FIXED.label)
    if status == Status.RECEIVED:
        return [sent, Stop(working, "", "next"), Stop(done, "", "later")]
    if report.is_open:
        label = str(Status(status).label)
        return [sent, Stop(label, since, "now"), Stop(done, "", "next")]
    own = [event for event in events if event.report_id == report.pk]
    began = [event for event in own if event.kind == Kind.STATUS and event.status == Status.IN_PROGRESS]
    worked = [Stop(working, in_words(began[0].at, today=today), "done")] if began else []
    end = Stop(str(Status(status).label), since, "done" if status == Status.FIXED else "stopped")
    return [sent, *worked, end]


def happenings_of(events: Sequence[FaultEvent], *, today: date) -> list[Happening]:
    """The newest first, without what is for staff alone. With those of the parts, see FaultEvent.objects.of_whole."""
    shown = [event for event in reversed(events) if event.kind not in FaultEvent.INTERNAL and not _said_already(event)]
    reports, followers = _others(shown, double=True), _others(shown, double=False)
    return [
        Happening(
            in_words(event.at, today=today),
            _title(event, len(reports if event in reports else followers)),
            event.in_language(get_language() or ""),
        )
        for event in shown
        if event not in reports[1:] and event not in followers[1:]
    ]


def _others(shown: Sequence[FaultEvent], *, double: bool) -> list[FaultEvent]:
    """Who reported the same fault, or only follows it."""
    return [event for event in shown if event.kind == Kind.REPORT_FOLLOWED and ("double" in event.detail) is double]


def _said_already(event: FaultEvent) -> bool:
    """What the whole tells, its parts need not."""
    return event.is_of_part and event.kind in (Kind.SPLIT, Kind.WORDS)


def _title(event: FaultEvent, others: int) -> str:
    """Of which part, if it is one."""
    title = _what_happened(event, others)
    return f"{event.report.part_label}: {title}" if event.is_of_part else title


def _what_happened(event: FaultEvent, others: int) -> str:
    if event.kind == Kind.REPORT_FOLLOWED:
        return _what_others_did(event, others)
    if "double" in event.detail and event.kind in SAID_BY_OTHERS:
        return str(SAID_BY_OTHERS[Kind(event.kind)])
    if event.kind == Kind.RECEIVED and event.report.channel == FaultReport.Channel.STAFF:
        return _("Kommunen skrev in anmälan åt dig")
    if event.kind == Kind.STATUS:
        return str(Status(event.status).label)
    if event.kind == Kind.HANDED_OVER:
        return _("%(name)s tog över anmälan") % {"name": event.municipality.full_name}
    return {
        Kind.RECEIVED: _("Du skickade anmälan"),
        Kind.WORDS: _("Du lade till"),
        Kind.POSITION: _("Kommunen rättade platsen"),
        Kind.FORGOTTEN: _("Du tog bort dina uppgifter"),
        Kind.ANSWERED: _("Du svarade"),
        Kind.STILL_BROKEN: _("Du sa att felet är kvar"),
        Kind.CONFIRMED: _("Du sa att felet är borta"),
        Kind.CATEGORY: _("Kommunen rättade kategorin"),
        Kind.UNIT: _("En annan förvaltning har tagit över"),
        Kind.SPLIT: _("Kommunen delade anmälan i flera ärenden"),
        Kind.MASKED: _("Kommunen dolde en del av ett foto"),
        Kind.NEWS: _("Besked från kommunen"),
    }[Kind(event.kind)]


def _what_others_did(event: FaultEvent, others: int) -> str:
    """Of all who reported it one line is enough, and one of all who follow it."""
    if "double" in event.detail:
        more, one = _("%(number)s andra har anmält samma fel"), _("Någon annan har anmält samma fel")
    else:
        more, one = _("%(number)s andra följer felet"), _("Någon annan följer felet")
    return more % {"number": others} if others > 1 else one
