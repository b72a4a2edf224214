"""A report as a case system is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from participation.faults.models import FaultEvent, FaultPhoto, FaultReport
from participation.faults.public_words import public_words

from .protocol import Note, Photo, Ticket

Kind = FaultEvent.Kind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from participation.faults.models import Dispatch, OutgoingUpdate


def ticket_of(row: Dispatch) -> Ticket:
    report = row.report
    whole = report.whole
    shares, text = row.system.shares_contact, _text(report)
    return Ticket(
        dispatch=row.pk,
        number=report.number,
        code=row.code or (report.category.code if report.category else ""),
        category=report.category.name if report.category else "",
        text=text if shares else public_words(text),
        place=report.place if shares else public_words(report.place),
        lat=report.lat,
        lon=report.lon,
        priority=report.priority,
        municipality=report.municipality.code,
        created_at=report.created_at,
        queued_at=row.created_at,
        answers=report.answers if shares else [_without_contact(answer) for answer in report.answers],
        email=whole.contact_email if shares else "",
        phone=whole.contact_phone if shares else "",
        is_theirs=row.left_at is None,
        photos=[_photo(photo, number) for number, photo in enumerate(_photos(report), start=1)],
    )


def _text(report: FaultReport) -> str:
    """With what was answered to the questions of another kind: their codes are not this system's."""
    kept = [_earlier(row["name"], row["answers"]) for row in report.earlier_answers]
    return "\n\n".join([report.text, *kept])


def _earlier(name: str, answers: list[dict[str, Any]]) -> str:
    lines = [f"{answer['question']}: {', '.join(answer['names'])}" for answer in answers]
    return "\n".join([_("Svar på frågor om %(name)s:") % {"name": name}, *lines])


def _without_contact(answer: dict[str, Any]) -> dict[str, Any]:
    """What was written; what was chosen or counted is told as it is."""
    values, names = answer.get("values", []), answer.get("names", [])
    is_written = values == names and not all(str(value).isdecimal() for value in values)
    return {**answer, **{"values": _masked(values), "names": _masked(names)}} if is_written else answer


def _masked(words: list[Any]) -> list[str]:
    return [public_words(str(word)) for word in words]


def note_of(update: OutgoingUpdate) -> Note:
    """Without what tells how to reach the reporter, unless the system may know."""
    event, shares = update.event, update.dispatch.system.shares_contact
    return Note(
        key=f"samskapa-{event.pk}",
        status=event.status,
        is_step=_is_step(event),
        words=_words(event) if shares else public_words(_words(event)),
        at=event.at,
        label=FaultReport.Status(event.status).for_others,
    )


def _is_step(event: FaultEvent) -> bool:
    took_one = event.kind == Kind.STATUS and event.status != event.detail.get("from", event.status)
    return took_one or event.kind == Kind.STILL_BROKEN


def _words(event: FaultEvent) -> str:
    """Whoever reads them there sees nothing else of what happened."""
    if event.kind in (Kind.STILL_BROKEN, Kind.CONFIRMED):
        said = str(event.get_kind_display())
    elif event.kind == Kind.CATEGORY:
        said = _category_words(event.detail)
    elif event.kind == Kind.POSITION:
        said = _position_words(event.detail.get("to", {}))
    elif event.kind == Kind.HANDED_OVER:
        said = _("Anmälan är lämnad till %(name)s.") % {"name": event.municipality.full_name}
    else:
        return event.words or ("" if event.kind == Kind.STATUS else str(event.get_kind_display()))
    return f"{said}\n\n{event.words}".strip()


def _position_words(to: dict[str, Any]) -> str:
    figures = "" if to.get("lat") is None else f"{to['lat']:.6f}, {to['lon']:.6f}"
    return _("Platsen är rättad: %(place)s.") % {"place": ", ".join(filter(None, [to.get("place"), figures]))}


def _category_words(detail: dict[str, Any]) -> str:
    said = _("Kategorin är rättad till %(name)s.") % {"name": detail.get("to", "")}
    if not detail.get("goes_to"):
        return said
    return f"{said} {_('Anmälan hanteras nu i %(system)s.') % {'system': detail['goes_to']}}"


def _photos(report: FaultReport) -> QuerySet[FaultPhoto]:
    """In the order in which they came, so that how many were sent says which."""
    return FaultPhoto.objects.seen_in(report).order_by("report_id", "is_answer", "order")


def _photo(photo: FaultPhoto, number: int) -> Photo:
    def read() -> bytes:
        with photo.file.open("rb") as file:
            return bytes(file.read())

    return Photo(key=photo.pk.hex, name=f"foto-{number}.jpg", read=read, at=photo.created_at)
