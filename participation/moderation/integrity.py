from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from participation.core.integrity import register

from .models import Flag, Item
from .models.decision import About

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Item.Kind


def unheard() -> Iterator[str]:
    """Flags that nobody would find, because nothing waits in the queue for them."""
    items = Item.objects.waiting()
    names = items.filter(kind=Kind.NAME, municipality=OuterRef("topic__municipality"))
    of_nobody = Q(writer__isnull=True, topic=OuterRef("topic"))
    on_name = names.filter(of_nobody | Q(writer=OuterRef("entry__author")))
    on_its_name = names.filter(of_nobody | Q(writer=OuterRef("topic__author")))
    on_entry = items.filter(kind=Kind.ENTRY, entry=OuterRef("entry"))
    on_topic = items.filter(kind__in=[Kind.TOPIC, Kind.IDEA, Kind.FAULT], topic=OuterRef("topic"))
    on_picture = items.filter(kind=Kind.PICTURE, picture=OuterRef("picture"))
    flags = Flag.objects.waiting().filter(
        Q(about="name", entry__isnull=False) & ~Exists(on_name)
        | Q(about="name", entry__isnull=True) & ~Exists(on_its_name)
        | Q(about="words", entry__isnull=False) & ~Exists(on_entry)
        | Q(about="words", entry__isnull=True) & ~Exists(on_topic)
        | Q(about="photo") & ~Exists(on_picture)
    )
    for pk in flags.order_by("pk").values_list("pk", flat=True).iterator():
        yield f"flag {pk} waits, and nothing in the queue leads to it"


register("every flag that waits is in the queue", unheard)


Thing = tuple[Any, ...]


def _flagged() -> Counter[Thing]:
    """How many people's flags wait on each thing. Of a name, its writer's in the municipality."""
    flags = Flag.objects.waiting().by_people().order_by()
    told = ("about", "topic", "entry", "picture", "entry__author", "topic__author", "topic__municipality")
    found: Counter[Thing] = Counter()
    for about, topic, entry, picture, of_entry, of_topic, place in flags.values_list(*told).iterator():
        if about == About.NAME:
            found["name", place, of_entry if entry else of_topic] += 1
        elif about == About.PICTURE:
            found["photo", topic, picture] += 1
        else:
            found[("entry", entry) if entry else ("topic", topic)] += 1
    return found


def _thing_of(item: Item) -> Thing | None:
    """None of what nobody flags, and of names whose writers have left: their flags are each by itself then."""
    if item.kind == Kind.NAME:
        return ("name", item.municipality_id, item.writer_id) if item.writer_id else None
    if item.kind == Kind.PICTURE:
        return "photo", item.topic_id, item.picture
    if item.kind == Kind.ENTRY:
        return "entry", item.entry_id
    return ("topic", item.topic_id) if item.kind in (Kind.TOPIC, Kind.IDEA, Kind.FAULT) else None


def _miscounted() -> list[tuple[Thing, list[Item], int]]:
    """The things, and items of each, whose flags are not as many as they say, and how many there are. An idea may wait
    twice, to be reviewed and because it was flagged."""
    of_things: dict[Thing, list[Item]] = {}
    for item in Item.objects.waiting().order_by("pk").iterator():
        if (thing := _thing_of(item)) is not None:
            of_things.setdefault(thing, []).append(item)
    flagged = _flagged()
    return [
        (thing, items, flagged[thing])
        for thing, items in of_things.items()
        if sum(item.flags for item in items) != flagged[thing]
    ]


def miscounted() -> Iterator[str]:
    for _thing, items, counted in _miscounted():
        said = sum(item.flags for item in items)
        yield f"item {items[0].pk} says that {said} people flagged it, but {counted} flags wait"


def count_again() -> int:
    mended = 0
    for thing, items, _counted in _miscounted():
        with transaction.atomic():
            last, *others = Item.objects.select_for_update(no_key=True).filter(pk__in=[item.pk for item in items])
            right = _flagged()[thing] - sum(item.flags for item in others)
            last.flags = max(right, 0)
            last.set_turn()
            last.save(update_fields=["flags", "turn_at"])
            mended += 1
    return mended


register("moderation.item.flags", miscounted, repair=count_again)
