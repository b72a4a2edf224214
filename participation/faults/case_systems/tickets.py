"""A report as a case system is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.faults.models import FaultEvent, FaultPhoto, FaultReport

from .protocol import Note, Photo, Ticket

Kind = FaultEvent.Kind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from participation.faults.models import Dispatch, OutgoingUpdate


def ticket_of(row: Dispatch) -> Ticket:
    report = row.report
    whole = report.whole
    shares = row.system.shares_contact
    return Ticket(
        dispatch=row.pk,
        number=report.number,
        code=row.code or (report.category.code if report.category else ""),
        category=report.category.name if report.category else "",
        text=report.text,
        place=report.place,
        lat=report.lat,
        lon=report.lon,
        priority=report.priority,
        municipality=report.municipality.code,
        created_at=report.created_at,
        queued_at=row.created_at,
        answers=report.answers,
        email=whole.contact_email if shares else "",
        phone=whole.contact_phone if shares else "",
        photos=[_photo(photo, number) for number, photo in enumerate(_photos(report), start=1)],
    )


def note_of(update: OutgoingUpdate) -> Note:
    event = update.event
    return Note(
        key=f"samskapa-{event.pk}",
        status=event.status,
        is_step=_is_step(event),
        words=_words(event),
        at=event.at,
    )


def _is_step(event: FaultEvent) -> bool:
    took_one = event.kind == Kind.STATUS and event.status != event.detail.get("from", event.status)
    return took_one or event.kind == Kind.STILL_BROKEN


def _words(event: FaultEvent) -> str:
    if event.kind != Kind.HANDED_OVER:
        return event.message
    said = _("Anmälan är lämnad till %(name)s.") % {"name": event.municipality.full_name}
    return f"{said}\n\n{event.message}".strip()


def _photos(report: FaultReport) -> QuerySet[FaultPhoto]:
    return FaultPhoto.objects.seen_with(FaultReport.objects.filter(pk=report.pk)).order_by("report_id", "order")


def _photo(photo: FaultPhoto, number: int) -> Photo:
    def read() -> bytes:
        with photo.file.open("rb") as file:
            return bytes(file.read())

    return Photo(key=photo.pk.hex, name=f"foto-{number}.jpg", read=read)
