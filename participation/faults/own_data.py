"""What reports hold of a person, to hand out and to forget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q
from django.utils import timezone

from participation.accounts.addresses import same_address

from .actions import forget_contact, unfollow_report, withdraw_request
from .models import AreaWatch, FaultEvent, FaultFollower, FaultReport, FollowRequest
from .public.watches import stop_watch

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from participation.accounts.models import User


def export(person: User) -> list[dict[str, Any]]:
    """Without what staff write to each other."""
    told = Prefetch("events", FaultEvent.objects.for_reporter())
    reports = FaultReport.objects.reported_by(person).select_related("municipality").prefetch_related(told, "parts")
    return [_exported(report) for report in reports.newest_first()]


def erase(person: User) -> None:
    """The reports stay, for what is broken is still broken; the copied addresses and the mails go."""
    for report in FaultReport.objects.reported_by(person):
        forget_contact(report=report, by=person, now=timezone.now())
    for watch in watches_of(person):
        stop_watch(watch=watch)


def export_watches(person: User) -> list[dict[str, Any]]:
    return [
        {"kommun": watch.municipality.full_name, "e-post": watch.email, "sedan": watch.created_at}
        for watch in watches_of(person).select_related("municipality")
    ]


def watches_of(person: User) -> QuerySet[AreaWatch]:
    """Also those that were asked for at their address before they signed in."""
    return AreaWatch.objects.filter(Q(person=person) | Q(email__iexact=person.email))


def export_followed(person: User) -> list[dict[str, Any]]:
    return [{"nummer": row.report.number, "sedan": row.created_at} for row in followed_by(person)]


def erase_followed(person: User) -> None:
    for follower in followed_by(person):
        unfollow_report(follower=follower)
    for request in FollowRequest.objects.filter(email=same_address(person.email)):
        withdraw_request(request=request)


def followed_by(person: User) -> QuerySet[FaultFollower]:
    """Also what they followed by their address before they signed in."""
    mine = FaultFollower.objects.filter(Q(person=person) | Q(email=same_address(person.email)))
    return mine.select_related("report").order_by("pk")


def _exported(report: FaultReport) -> dict[str, Any]:
    return {
        "nummer": report.number,
        "kommun": report.municipality.full_name,
        "anmäld": report.created_at,
        "text": report.text,
        "svar": [{"fråga": answer["question"], "svar": answer["names"]} for answer in report.all_answers],
        "plats": report.place,
        "latitud": report.lat,
        "longitud": report.lon,
        "e-post": report.contact_email,
        "telefon": report.contact_phone,
        "läge": report.get_status_display(),
        "delar": [{"text": part.text, "läge": part.get_status_display()} for part in report.parts.all()],
        "händelser": [
            {"när": event.at, "vad": event.get_kind_display(), "meddelande": event.message}
            for event in report.events.all()
        ],
    }
