"""The public list, and a report as everybody may read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.core.paging import keyset
from participation.faults.dates import in_words
from participation.faults.models import FaultCategory, FaultEvent, FaultReport
from participation.faults.public_words import public_words
from participation.faults.states import ENDED

from .asked import STATES, Asked
from .map import picture_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from participation.places.models import Municipality

SIZE = 20
STATUS = FaultEvent.Kind.STATUS


@dataclass(frozen=True)
class Row:
    """One report of the list: what, where, how it stands. Nothing of who."""

    title: str
    url: str
    kind: str
    excerpt: str
    shape: str
    word: str
    date: str
    followers: int


def row_of(report: FaultReport, *, today: date) -> Row:
    """Reads `category` and `municipality`: select them with the report."""
    place = public_words(report.place)
    category = report.category.label if report.category else _("Felanmälan")
    return Row(
        title=category if not place else f"{category}, {place}",
        url=reverse("faults:public", args=[report.number]),
        kind=f"{report.number}, {report.municipality.name}",
        excerpt=Truncator(public_words(report.text)).words(28),
        shape=report.shape,
        word=report.status_for_others,
        date=in_words(report.status_since, today=today),
        followers=report.followers,
    )


def listing(municipality: Municipality | None, region: list[Municipality], query: Mapping[str, str]) -> dict[str, Any]:
    """The context of the list and its map: at most five queries, whatever there is."""
    categories = list(FaultCategory.objects.to_choose(municipality)) if municipality else []
    asked = Asked.of(query, categories)
    reports = asked.reports(municipality).select_related("category", "municipality")
    page = keyset(reports, order=("-created_at", "-id"), after=query.get("efter"), size=SIZE)
    today = timezone.localdate()
    return {
        "asked": asked,
        "rows": [row_of(report, today=today) for report in page.items],
        "picture": picture_of(asked, [municipality] if municipality else region),
        "categories": categories,
        "states": [
            {"label": label, "url": asked.url(visa=key), "current": key == asked.state}
            for key, (label, _is_open) in STATES.items()
        ],
        "next_url": asked.url(efter=page.next_cursor) if page.next_cursor else "",
        "first_url": "" if page.is_first else asked.url(),
        "everywhere_url": asked.url(ruta="") if asked.frame else "",
    }


@dataclass(frozen=True)
class Told:
    """Something that happened, as everybody may read it."""

    day: str
    title: str
    message: str


def told_of(report: FaultReport, *, today: date) -> list[Told]:
    """The newest first."""
    events = report.events.for_everybody().select_related("municipality")
    happened = [
        Told(
            in_words(event.at, today=today),
            _title(event),
            public_words(event.in_language(get_language() or "")),
        )
        for event in reversed(events)
    ]
    if report.is_open and next((event.status in ENDED for event in reversed(events) if event.kind == STATUS), False):
        # The reporter's own words on it are not for everybody, but that it is open is.
        happened = [Told(in_words(report.status_since, today=today), _("Öppnad igen"), ""), *happened]
    return [*happened, Told(in_words(report.created_at, today=today), _("Felet anmäldes"), "")]


def _title(event: FaultEvent) -> str:
    if event.kind == FaultEvent.Kind.HANDED_OVER:
        return _("%(name)s tog över anmälan") % {"name": event.municipality.full_name}
    if event.kind == FaultEvent.Kind.NEWS:
        return _("Besked från kommunen")
    return str(FaultReport.Status(event.status).label)
