"""Generated data of a size, written in bulk. Nothing in it is anybody's."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone

from participation.accounts.models import User
from participation.ideas.models import Idea, IdeaEvent, IdeaVersion
from participation.topics.models import Category, Topic
from participation.voting.models import Support

if TYPE_CHECKING:
    from collections.abc import Iterable

    from participation.places.models import Municipality

WORDS = [
    "cykelväg",
    "skola",
    "bibliotek",
    "lekplats",
    "belysning",
    "buss",
    "park",
    "simhall",
    "torg",
    "bygglov",
    "förskola",
    "snöröjning",
]
BATCH = 2_000


def store(model: Any, rows: Iterable[Any]) -> None:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        model.objects.bulk_create(batch)


def fill(municipality: Municipality, *, ideas: int, people: int, supports_each: int) -> None:
    """`ideas` public ideas of `people` authors, each supported by `supports_each` of them; counters kept true."""
    now = timezone.now()
    store(User, (User(email=f"bench{n}@example.com", password="!", home=municipality) for n in range(people)))
    who = list(User.objects.filter(email__startswith="bench").values_list("pk", flat=True))
    categories = list(Category.objects.filter(municipality=municipality))
    store(Topic, (topic(municipality, categories, who, n, now, supports_each) for n in range(ideas)))
    topics = list(Topic.objects.filter(path__startswith="/ideer/bench-").order_by("pk"))
    store(Idea, (idea(municipality, t, n, now) for n, t in enumerate(topics)))
    rows = list(Idea.objects.filter(topic__in=[t.pk for t in topics[:200]]).select_related("topic"))
    store(IdeaEvent, (IdeaEvent(idea=row, status=row.status, at=now) for row in rows))
    store(IdeaVersion, (IdeaVersion(idea=row, kind="original", number=1, title=row.title, text=row.text, created_at=now)
                        for row in rows))  # fmt: skip
    store(
        Support,
        (Support(topic=t, person_id=who[(n + k) % people]) for n, t in enumerate(topics) for k in range(supports_each)),
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def topic(municipality: Any, categories: list[Any], who: list[int], n: int, now: Any, supports: int) -> Topic:
    at = now - timedelta(minutes=n)
    title = f"{WORDS[n % len(WORDS)].capitalize()} och {WORDS[(n // 7) % len(WORDS)]} {n}"
    return Topic(
        municipality=municipality,
        kind="idea",
        title=title,
        summary="En kort sammanfattning som är lika lång som de brukar vara.",
        path=f"/ideer/bench-{n}/",
        visibility="public",
        author_id=who[n % len(who)],
        category=categories[n % len(categories)] if categories else None,
        supports=supports,
        can_support=True,
        can_discuss=True,
        published_at=at,
        last_activity_at=at,
    )


def idea(municipality: Any, anchor: Topic, n: int, now: Any) -> Idea:
    return Idea(
        topic=anchor,
        reference=f"{municipality.code}-2099-{n:06d}",
        title=anchor.title,
        text="Texten är ungefär så lång som en idé brukar vara. " * 12,
        status="gathering",
        status_since=now,
        threshold=10_000_000,
        gathering_until=now + timedelta(days=365),
    )
