"""To follow a municipality, a subject, an area or an e-service: who is told of what is new there."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal

from participation.accounts.models import User
from participation.places.squares import square_of
from participation.topics.models import Category, Topic

from .audiences import CONCERNED, audience
from .letting_go import take_back, topics_under_way
from .models import Follow, Interest, Reason
from .spreading import notify_many

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from participation.places.models import Municipality

INTERESTED = "interested"
MOST = 100  # of one person
# Asked with `topic`. A receiver answers with (lon, lat) of what it is about, or None.
position_asked = Signal()


class TooMany(Exception):
    """Nobody reads the news of more than MOST places."""


@transaction.atomic
def choose(*, person: User, municipality: Municipality, whole: bool, categories: Collection[Category]) -> None:
    """What the person follows of a municipality from now on, apart from areas."""
    mine = Interest.objects.filter(person=person, municipality=municipality, west__isnull=True)
    wanted: list[Category | None] = [category for category in categories if category.municipality_id == municipality.pk]
    wanted += [None] * whole
    mine.exclude(reduce(or_, [_of(category) for category in wanted], Q(pk=0))).delete()
    for category in wanted:
        begin(person=person, municipality=municipality, category=category)
    take_back_the_rest(person)


@transaction.atomic
def end(interest: Interest) -> None:
    interest.delete()
    take_back_the_rest(interest.person)


def take_back_the_rest(person: User) -> None:
    """What was to be mailed, and nothing that they still follow would tell them of."""
    under_way = topics_under_way(person, Reason.INTERESTS)
    gone = [topic for topic in under_way if not interested([topic]).filter(pk=person.pk).exists()]
    take_back(person=person, reason=Reason.INTERESTS, topics=gone)


def _of(category: Category | None) -> Q:
    return Q(category__isnull=True) if category is None else Q(category=category)


@transaction.atomic
def begin(
    *,
    person: User,
    municipality: Municipality,
    category: Category | None = None,
    area: tuple[int, int, int, int] | None = None,
) -> Interest:
    """Asked for twice is asked for once. `area`: west, north, east, south in squares. Raises TooMany."""
    User.objects.select_for_update(no_key=True).values("pk").get(pk=person.pk)
    sides = dict(zip(("west", "north", "east", "south"), area or (None,) * 4, strict=True))
    same = Interest.objects.filter(person=person, municipality=municipality, category=category, **sides).first()
    if same is None and Interest.objects.filter(person=person).count() >= MOST:
        raise TooMany
    return same or Interest.objects.create(person=person, municipality=municipality, category=category, **sides)


def tell_interested(
    topic: Topic, *, kind: str, sentence: str | Promise, body: str | Promise = "", actor: User | None, now: datetime
) -> None:
    """Whoever follows the municipality, the subject, the area or the e-service that it is about, unless they follow or
    support the topic itself, or wrote it."""
    notify_many(
        people=INTERESTED,
        about=[topic.pk],
        kind=kind,
        sentence=sentence,
        body=body,
        topic=topic,
        actor=actor,
        reason=Reason.INTERESTS,
        now=now,
    )


def interested(about: Sequence[int]) -> QuerySet[User]:
    topics = Topic.objects.filter(pk__in=about)
    wanted = reduce(or_, [_touched_by(topic) for topic in topics], Q(pk=0))
    named = Follow.objects.filter(topic__concerning__in=about)
    people = User.objects.filter(
        Q(pk__in=Interest.objects.filter(wanted).values("person")) | Q(pk__in=named.values("person"))
    )
    concerned = audience(CONCERNED, about)
    authors = topics.filter(author__isnull=False)
    return people.exclude(pk__in=concerned.values("pk")).exclude(pk__in=authors.values("author"))


def _touched_by(topic: Topic) -> Q:
    touched = Q(municipality=topic.municipality_id, category__isnull=True, west__isnull=True)
    if topic.category_id is not None:
        touched |= Q(category=topic.category_id)
    if (position := position_of(topic)) is not None:
        x, y = square_of(*position)
        here = {"west__lte": x, "east__gte": x, "north__lte": y, "south__gte": y}
        touched |= Q(municipality=topic.municipality_id, **here)
    return touched


def position_of(topic: Topic) -> tuple[float, float] | None:
    answers: list[tuple[Any, Any]] = position_asked.send(sender=Topic, topic=topic)
    return next((position for _receiver, position in answers if position), None)
