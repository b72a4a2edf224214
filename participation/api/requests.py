"""Reports as Open311 writes them. Nothing of who: whatever stands here, the public page shows as well."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language

from participation.faults.models import FaultCategory, FaultEvent, FaultPhoto, FaultReport
from participation.faults.public_words import public_words
from participation.places.models import Department, Municipality

from .states import DETAILED, plain
from .writing import moment

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .jurisdictions import Jurisdiction
    from .models import ApiClient

Kind = FaultEvent.Kind
READ = (
    "number", "text", "place", "lat", "lon", "status", "created_at", "updated_at", "ended_at", "close_due_on",
    "publicity", "category_id", "municipality_id", "department_id",
)  # fmt: skip


class Told(NamedTuple):
    """An event that everybody may read."""

    kind: str
    at: datetime
    status: str
    message: str


def visible(client: ApiClient | None) -> QuerySet[FaultReport]:
    """What everybody may see, and what this client sent itself: it must learn what becomes of it."""
    reports = FaultReport.objects.public()
    if client is not None:
        reports = reports | FaultReport.objects.filter(pk__in=client.submissions.values("report"))
    return reports


@dataclass
class Around:
    """What belongs to the reports of an answer, each table read once: a thousand rows are no thousand joins."""

    jurisdiction: Jurisdiction
    told: dict[int, list[Told]]
    photos: dict[int, list[str]]
    categories: dict[int, FaultCategory]
    municipalities: dict[int, Municipality]
    departments: dict[int, Department]


def rows(reports: QuerySet[FaultReport], jurisdiction: Jurisdiction, *, extensions: bool) -> list[dict[str, Any]]:
    """Six queries, however many there are."""
    found = list(reports.only(*READ))
    around = Around(
        jurisdiction,
        _told(found),
        _photos([report for report in found if report.is_public]),
        FaultCategory.objects.in_bulk({report.category_id for report in found if report.category_id}),
        Municipality.objects.in_bulk({report.municipality_id for report in found}),
        Department.objects.in_bulk({report.department_id for report in found if report.department_id}),
    )
    return [_row(report, around, extensions=extensions) for report in found]


def _told(reports: list[FaultReport]) -> dict[int, list[Told]]:
    events = FaultEvent.objects.for_everybody().filter(report__in=reports).order_by("at", "id")
    told: dict[int, list[Told]] = defaultdict(list)
    in_english = get_language() == "en"
    read = ("report_id", "kind", "at", "status", "message", f"detail__{FaultEvent.IN_ENGLISH}")
    for report, kind, at, status, message, english in events.values_list(*read):
        told[report].append(Told(kind, at, status, (in_english and english) or message))
    return told


def _photos(reports: list[FaultReport]) -> dict[int, list[str]]:
    """None of a report that is not public: its photos have no address that others may know."""
    numbers = {report.pk: report.number for report in reports}
    nobody = UUID(int=0)
    path = settings.BASE_URL + reverse("faults:public_photo", args=["NUMBER", nobody])
    before, after = path.replace(str(nobody), "PHOTO").split("NUMBER")
    photos: dict[int, list[str]] = defaultdict(list)
    rows = FaultPhoto.objects.for_everybody().filter(report__in=reports).order_by("order", "created_at")
    for report, photo in rows.values_list("report_id", "pk"):
        photos[report].append(before + numbers[report] + after.replace("PHOTO", str(photo)))
    return photos


def _row(report: FaultReport, around: Around, *, extensions: bool) -> dict[str, Any]:
    told, urls = around.told.get(report.pk, []), around.photos.get(report.pk, [])
    steps = [event for event in told if event.kind == Kind.STATUS]
    municipality = around.municipalities[report.municipality_id]
    department = around.departments.get(report.department_id or 0)
    category = around.categories.get(report.category_id or 0)
    written: dict[str, Any] = {
        "service_request_id": report.number,
        "status": plain(report.status),
        "status_notes": public_words(steps[-1].message) or None if steps else None,
        "service_name": category.label if category else None,
        "service_code": around.jurisdiction.code_in(municipality, category) if category else "",
        "description": public_words(report.text),
        "agency_responsible": department.name if department else municipality.full_name,
        "service_notice": None,
        "requested_datetime": moment(report.created_at),
        "updated_datetime": moment(report.ended_at or report.updated_at),
        "expected_datetime": _end_of(report.close_due_on),
        "address": public_words(report.place) or None,
        "address_id": None,
        "zipcode": None,
        "lat": report.lat,
        "long": report.lon,
        "media_url": urls[0] if urls else None,
    }
    if extensions:
        written["extended_attributes"] = _more(report, municipality, urls)
        written["notes"] = [_note(event) for event in told]
    return written


def _more(report: FaultReport, municipality: Municipality, urls: list[str]) -> dict[str, Any]:
    return {
        "jurisdiction_id": municipality.code,
        "detailed_status": DETAILED[report.status],
        "media_urls": urls,
        "page_url": settings.BASE_URL + reverse("faults:public", args=[report.number]) if report.is_public else None,
    }


def _note(event: Told) -> dict[str, Any]:
    return {
        "datetime": moment(event.at),
        "status": DETAILED[event.status],
        "description": public_words(event.message) or None,
    }


def _end_of(day: date | None) -> str | None:
    """The last moment of the day that was promised."""
    if day is None:
        return None
    return moment(datetime.combine(day, time(23, 59, 59), tzinfo=get_current_timezone()))
