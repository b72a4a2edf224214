"""mySociety's service request updates, both ways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.core.words import composed, without_unseen
from participation.faults.actions import add_words, change_status
from participation.faults.actions.from_systems import news_from_system
from participation.faults.actions.locking import lock
from participation.faults.actions.recording import record
from participation.faults.errors import FaultError
from participation.faults.models import FaultEvent, FaultReport
from participation.faults.public_words import public_words
from participation.faults.standing import is_before, moved_by_others_at
from participation.faults.states import NEEDS_REASON, can_go

from .asking import MOST, WINDOW, Window, page_of, read_moment, words
from .errors import Refused
from .models import ApiClient, Update
from .requests import visible
from .states import DETAILED, INCOMING
from .writing import moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .jurisdictions import Jurisdiction

Kind = FaultEvent.Kind
RECENT = timedelta(hours=2)


def update_rows(
    query: Mapping[str, str], jurisdiction: Jurisdiction, client: ApiClient | None, *, now: datetime
) -> list[dict[str, Any]]:
    """What happened with the reports that this reader may see, the oldest first, a page at a time. The last two hours
    where nothing is said. A client is not told again what it said itself.
    """
    window = Window.read(query, "start_date", "end_date").within(WINDOW, now=now, default=RECENT)
    reports = visible(client)
    if jurisdiction.municipality is not None:
        reports = reports.filter(municipality=jurisdiction.municipality)
    if ids := words(query, "service_request_id"):
        reports = reports.filter(number__in=ids[:MOST])
    events = FaultEvent.objects.for_everybody().filter(window.of("at"), report__in=reports)
    if client is not None:
        own = events.filter(detail__client=client.name, report__api_updates__client=client)
        events = events.exclude(pk__in=own)
    first, last = page_of(query)
    return [_row(event) for event in events.select_related("report").order_by("at", "id")[first:last]]


def _row(event: FaultEvent) -> dict[str, Any]:
    return {
        "update_id": str(event.pk),
        "service_request_id": event.report.number,
        "status": DETAILED[event.status],
        "updated_datetime": moment(event.at),
        "description": public_words(event.in_language(get_language() or "sv")),
        "media_url": None,
    }


@dataclass(frozen=True)
class Told:
    """An update as it came, checked."""

    number: str
    update_id: str
    state: str | None
    at: datetime
    text: str


def read_update(posted: Mapping[str, str], *, now: datetime) -> Told:
    """Names and addresses of whoever wrote are not kept. Raises Refused."""
    number, update_id = posted.get("service_request_id", "").strip(), posted.get("update_id", "").strip()
    missing = [name for name, value in (("service_request_id", number), ("update_id", update_id)) if not value]
    if missing:
        raise Refused(400, *(_("%(name)s saknas.") % {"name": name} for name in missing))
    status = posted.get("status", "").strip().lower() or "unchanged"
    if status not in INCOMING:
        names = ", ".join(name.upper() for name in INCOMING)
        raise Refused(400, _("status är något av %(names)s.") % {"names": names})
    text = composed(without_unseen(posted.get("description", ""))).strip()
    if len(text) > 2000 or len(update_id) > 200:
        raise Refused(400, _("description är högst 2000 tecken och update_id högst 200."))
    at = read_moment("updated_datetime", posted.get("updated_datetime", "")) or now
    return Told(number, update_id, INCOMING[status], min(at, now), text)


@transaction.atomic
def take(*, client: ApiClient, told: Told, now: datetime) -> Update:
    """Once: an update that comes again changes nothing. What is older than the last one is kept as a note for staff.

    A key that may change states speaks for the municipality, any other for the reporter of what it sent itself.
    Raises Refused, 404, for a report that the key has nothing to do with.
    """
    report = lock(_report(client, told.number))
    if seen := client.updates.filter(update_id=told.update_id).first():
        return seen
    late = _is_late(client, report, told)
    update: Update = Update.objects.create(client=client, update_id=told.update_id, report=report, said_at=told.at)
    if not client.may_update:
        _said_by_reporter(client, report, told, now)
    elif late:
        _note(client, report, told, now)
    else:
        _said_by_municipality(client, report, told, now)
    return update


def _is_late(client: ApiClient, report: FaultReport, told: Told) -> bool:
    """Older than what the client said last, or than what somebody else did to the report since."""
    if report.api_updates.filter(client=client, said_at__gt=told.at).exists():
        return True
    moved_at = moved_by_others_at(report, client=client.name)
    return moved_at is not None and is_before(told.at, moved_at)


def _report(client: ApiClient, number: str) -> FaultReport:
    reports = FaultReport.objects.filter(municipality=client.municipality_id)
    if not client.may_update:
        reports = FaultReport.objects.filter(submission__client=client)
    found = reports.filter(number=number).first()
    if found is None:
        raise Refused(404, _("Det finns ingen anmälan med service_request_id ”%(id)s” här.") % {"id": number[:60]})
    return found


def _said_by_reporter(client: ApiClient, report: FaultReport, told: Told, now: datetime) -> None:
    if not told.text:
        return
    try:
        add_words(report=report, text=told.text, now=now)
    except FaultError:  # closed, or much was added: staff still read it
        _note(client, report, told, now)


def _said_by_municipality(client: ApiClient, report: FaultReport, told: Told, now: datetime) -> None:
    if told.state is None or told.state == report.status:
        if told.text:
            news_from_system(report=report, words=told.text, client=client.name, now=now)
        return
    if not can_go(report, told.state):
        _note(client, report, told, now)
        return
    text = told.text or (_("Ärendet är avslutat hos den som har hand om det.") if told.state in NEEDS_REASON else "")
    change_status(report=report, by=None, client=client.name, status=told.state, message=text, now=now)


def _note(client: ApiClient, report: FaultReport, told: Told, now: datetime) -> None:
    words = _("%(id)s, kom sent eller passade inte: %(text)s") % {"id": told.update_id, "text": told.text or "-"}
    detail = {"state": told.state, "client": client.name}
    record(report, Kind.SYSTEM_NOTE, message=words[:2000], detail=detail, now=now)
