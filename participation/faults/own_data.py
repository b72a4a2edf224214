"""What reports hold of a person, to hand out and to forget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from .actions import forget_contact
from .models import FaultReport

if TYPE_CHECKING:
    from participation.accounts.models import User


def export(person: User) -> list[dict[str, Any]]:
    reports = FaultReport.objects.reported_by(person).select_related("municipality").prefetch_related("events")
    return [_exported(report) for report in reports.newest_first()]


def erase(person: User) -> None:
    """The reports stay, for what is broken is still broken; the copied addresses and the mails go."""
    for report in FaultReport.objects.reported_by(person):
        forget_contact(report=report, by=person, now=timezone.now())


def _exported(report: FaultReport) -> dict[str, Any]:
    return {
        "nummer": report.number,
        "kommun": report.municipality.full_name,
        "anmäld": report.created_at,
        "text": report.text,
        "plats": report.place,
        "latitud": report.lat,
        "longitud": report.lon,
        "e-post": report.contact_email,
        "telefon": report.contact_phone,
        "läge": report.get_status_display(),
        "händelser": [
            {"när": event.at, "vad": event.get_kind_display(), "meddelande": event.message}
            for event in report.events.all()
        ],
    }
