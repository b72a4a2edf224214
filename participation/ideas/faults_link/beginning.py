"""A draft idea of many fault reports, and the way back while it is a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from participation.places.addresses import nearest

from ..actions.drafts import start_draft
from ..actions.steps import locked
from ..models import FaultCluster
from ..states import InvalidTransition, Status

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from participation.accounts.models import User
    from participation.faults.models import FaultCategory
    from participation.topics.models import Topic

    from ..models import Idea
    from .clusters import Found
    from .proposing import Drafts


@transaction.atomic
def begin_idea(
    *, found: Found, category: FaultCategory, title: str, text: str, place: str, key: UUID, by: User, now: datetime
) -> Idea:
    """The draft is its writer's, like any other. The same `key` and words again are the same draft."""
    idea = start_draft(
        author=by,
        municipality=category.municipality,
        title=title,
        text=text,
        place=place,
        lon=round(found.lon, 5),
        lat=round(found.lat, 5),
        key=key,
        now=now,
    )
    _gather(found, category, by=by, now=now, idea=idea)
    return idea


def begin_proposal(
    *, drafts: Drafts, found: Found, category: FaultCategory, title: str, text: str, key: UUID, by: User, now: datetime
) -> Topic:
    """A draft that two people must stand behind before anybody sees it. The same `key` again is the same draft."""
    try:
        with transaction.atomic():
            made = FaultCluster.objects.filter(key=key, topic__isnull=False).first()
            if made is None:
                topic = drafts.draft(category.municipality, title, text, by, category.department)
                made = _gather(found, category, by=by, now=now, topic=topic, key=key)
    except IntegrityError:  # two presses at once: the first has made it
        made = FaultCluster.objects.get(key=key)
    assert made.topic is not None
    return made.topic


def _gather(found: Found, category: FaultCategory, *, by: User, now: datetime, **of: Any) -> FaultCluster:
    cluster, is_new = FaultCluster.objects.get_or_create(
        **of,
        defaults={
            "category": category,
            "lon": found.lon,
            "lat": found.lat,
            "radius": found.radius,
            "since": found.since,
            "made_at": now,
            "made_by": by,
        },
    )
    if is_new:
        cluster.reports.set(found.reports)
    return cluster


@transaction.atomic
def let_go(*, idea: Idea) -> None:
    """The draft stays, without the reports. Raises InvalidTransition once it is sent."""
    idea = locked(idea)
    if idea.status != Status.DRAFT:
        raise InvalidTransition(idea.status, Status.DRAFT)
    FaultCluster.objects.filter(idea=idea).delete()


def place_of(found: Found) -> str:
    """By the address next to the middle; empty where none is known."""
    address = nearest(found.lon, found.lat)
    with translation.override(settings.LANGUAGE_CODE):
        return _("Kring {address}").format(address=address) if address else ""


def words_for(found: Found, category: FaultCategory, place: str) -> dict[str, str]:
    """A title and a text to go on with: what is counted, and not a word of a citizen's."""
    with translation.override(settings.LANGUAGE_CODE):
        day = date_format(localdate(found.since), "j F Y")
        values = {"n": found.number, "category": category.name, "day": day, "metres": found.radius, "place": place}
        title = _("Återkommande fel: %(category)s") % values
        text = _(
            "%(n)d felanmälningar i kategorin %(category)s har kommit in sedan %(day)s. "
            "Alla gäller platser inom %(metres)d meter från en och samma punkt."
        )
        lines = [text % values, _("Plats: %(place)s.") % values if place else ""]
    named = f"{title}. {place}" if place else title
    return {"title": named if len(named) <= 120 else title[:120], "text": "\n\n".join(filter(None, lines))}
