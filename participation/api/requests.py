"""Reports as Open311 writes them. Nothing of who: whatever stands here, the public page shows as well."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from participation.faults.models import FaultEvent, FaultPhoto, FaultReport
from participation.faults.public_words import public_words

from .states import DETAILED, plain
from .writing import moment

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .jurisdictions import Jurisdiction
    from .models import ApiClient

Kind = FaultEvent.Kind
TOLD = (Kind.STATUS, Kind.NEWS, Kind.HANDED_OVER)


def visible(client: ApiClient | None) -> QuerySet[FaultReport]:
    """What everybody may see, and what this client sent itself: it must learn what becomes of it."""
    reports = FaultReport.objects.public()
    if client is not None:
        reports = reports | FaultReport.objects.filter(pk__in=client.submissions.values("report"))
    return reports


def with_all(reports: QuerySet[FaultReport]) -> QuerySet[FaultReport]:
    """Three queries, however many there are."""
    told = FaultEvent.objects.filter(kind__in=TOLD).only("report_id", "kind", "at", "status", "message")
    photos = FaultPhoto.objects.only("report_id", "order", "created_at")
    return (
        reports.select_related("category", "municipality", "department")
        .only(
            "number", "text", "place", "lat", "lon", "status", "created_at", "updated_at", "ended_at", "close_due_on",
            "publicity", "category__code", "category__name", "category__name_en", "municipality__code",
            "municipality__name", "municipality__full_name", "department__name",
        )
        .prefetch_related(Prefetch("events", told, to_attr="told"), Prefetch("photos", photos))
    )  # fmt: skip


def row(report: FaultReport, jurisdiction: Jurisdiction, *, extensions: bool) -> dict[str, Any]:
    """Of a report that came `with_all`."""
    told: list[FaultEvent] = report.told  # type: ignore[attr-defined]  # by the prefetch
    steps = [event for event in told if event.kind == Kind.STATUS]
    urls = photo_urls(report)
    name, code = _service(report, jurisdiction)
    written: dict[str, Any] = {
        "service_request_id": report.number,
        "status": plain(report.status),
        "status_notes": public_words(steps[-1].message) or None if steps else None,
        "service_name": name,
        "service_code": code,
        "description": public_words(report.text),
        "agency_responsible": report.department.name if report.department else report.municipality.full_name,
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
        written["extended_attributes"] = _more(report, urls)
        written["notes"] = [_note(event) for event in told]
    return written


def photo_urls(report: FaultReport) -> list[str]:
    """None of a report that is not public: its photos have no address that others may know."""
    if not report.is_public:
        return []
    return [settings.BASE_URL + _photo_path(report.number, photo) for photo in report.photos.all()]


def _photo_path(number: str, photo: FaultPhoto) -> str:
    return reverse("faults:public_photo", args=[number, photo.pk])


def _service(report: FaultReport, jurisdiction: Jurisdiction) -> tuple[str | None, str | None]:
    if report.category is None:
        return None, None
    report.category.municipality = report.municipality  # they are one, and it is loaded
    return report.category.label, jurisdiction.code_of(report.category)


def _more(report: FaultReport, urls: list[str]) -> dict[str, Any]:
    return {
        "jurisdiction_id": report.municipality.code,
        "detailed_status": DETAILED[report.status],
        "media_urls": urls,
        "page_url": settings.BASE_URL + reverse("faults:public", args=[report.number]) if report.is_public else None,
    }


def _note(event: FaultEvent) -> dict[str, Any]:
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
