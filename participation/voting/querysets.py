from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, IntegerField, Value, Window
from django.db.models.functions import Mod, RowNumber

if TYPE_CHECKING:
    from datetime import datetime

    from participation.topics.models import Topic

    from .models import Support  # noqa: F401 - the queryset is of these


Point = tuple[float, float]

WIDTH, HEIGHT, AIR = 300.0, 44.0, 2.0  # the drawing of components/growth.html
MOST_POINTS = 30
CHEAP = 20_000  # above it the curve would cost more than it tells


class SupportQuerySet(models.QuerySet["Support"]):
    def supporting(self) -> SupportQuerySet:
        return self.filter(stance="for")

    def objecting(self) -> SupportQuerySet:
        return self.filter(stance="against")

    def of_topic(self, topic: Topic) -> SupportQuerySet:
        return self.filter(topic=topic)


def growth(topic: Topic, *, now: datetime, goal: int = 0) -> list[Point]:
    """How the supports of `topic` have grown, as points of the drawing; empty where there is nothing to draw.

    One query that brings back at most 30 rows: the moment of every k-th support. It walks the index
    of the topic's supports, so it is left out above 20,000.
    """
    if not topic.published_at or not 2 <= topic.supports <= CHEAP:
        return []
    step = -(-topic.supports // MOST_POINTS)
    moments = _moments(topic, step)
    span = (now - topic.published_at).total_seconds()
    if span <= 0:
        return []
    most = max(topic.supports, goal)
    points = [(0.0, HEIGHT)]
    for at, rank in moments:
        x = (at - topic.published_at).total_seconds() / span * WIDTH
        points.append((round(min(max(x, 0.0), WIDTH), 1), _height(rank, most)))
    return [*points, (WIDTH, _height(topic.supports, most))]


def goal_height(topic: Topic, goal: int) -> float | None:
    """Where the line of `goal` lies in the drawing of `growth`."""
    return _height(goal, max(topic.supports, goal)) if goal else None


def _height(count: int, most: int) -> float:
    return round(HEIGHT - count / most * (HEIGHT - AIR), 1)


def _moments(topic: Topic, step: int) -> list[tuple[datetime, int]]:
    ranked = topic.stances.supporting().annotate(rank=Window(RowNumber(), order_by=F("created_at").asc()))
    every = ranked.annotate(left=Mod(F("rank"), Value(step), output_field=IntegerField())).filter(left=0)
    return list(every.order_by("rank").values_list("created_at", "rank")[:MOST_POINTS])
