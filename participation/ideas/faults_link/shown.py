"""What the pages of an idea say of the reports behind it: how many, and where the public ones are listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from participation.faults.dates import in_words
from participation.faults.grid import edges_of
from participation.faults.models import FaultCategory, Publicity
from participation.faults.planning.times import LEAST
from participation.places.atlas import METRES_PER_DEGREE
from participation.places.squares import square_of

from .clusters import number_of

if TYPE_CHECKING:
    from participation.topics.models import Topic

    from ..models import FaultCluster, Idea


@dataclass(frozen=True)
class Behind:
    """`number` is None where there are too few to tell."""

    category: FaultCategory
    number: int | None
    since: str
    url: str


def behind(of: Idea | Topic) -> Behind | None:
    """One query where the idea, or the topic of a proposal, is about reports, none where it is not: select
    `fault_cluster__category` with it."""
    cluster: FaultCluster | None = getattr(of, "fault_cluster", None)
    if cluster is None:
        return None
    topic = cluster.topic or of.topic  # type: ignore[union-attr]  # an idea's
    number = number_of(cluster)
    return Behind(
        category=cluster.category,
        number=number if number >= LEAST else None,
        since=in_words(cluster.since, today=timezone.localdate()),
        url=_public_list(cluster, topic.municipality.code),
    )


def _public_list(cluster: FaultCluster, code: str) -> str:
    """Empty where the kind is not for everybody."""
    if cluster.category.publicity == Publicity.HIDDEN or not cluster.category.is_active:
        return ""
    up = cluster.radius / METRES_PER_DEGREE
    aside = up * 2  # Sweden lies between 55 and 69 degrees north
    corner = square_of(cluster.lon - aside, cluster.lat + up)
    frame = edges_of(*corner, *square_of(cluster.lon + aside, cluster.lat - up))
    query = urlencode({"visa": "alla", "kategori": cluster.category.code, "ruta": frame.written})
    return f"{reverse('faults:reported_in', args=[code])}?{query}"
