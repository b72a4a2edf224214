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
    from datetime import datetime

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


def _flagged() -> dict[Thing, list[datetime]]:
    """When people flagged each thing, of the flags that wait. Of a name, its writer's in the municipality."""
    flags = Flag.objects.waiting().by_people().order_by()
    told = ("created_at", "about", "topic", "entry", "picture", "entry__author", "topic__author", "topic__municipality")
    found: dict[Thing, list[datetime]] = {}
    for at, about, topic, entry, picture, of_entry, of_topic, place in flags.values_list(*told).iterator():
        if about == About.NAME:
            thing: Thing = ("name", place, of_entry if entry else of_topic)
        elif about == About.PICTURE:
            thing = ("photo", topic, picture)
        else:
            thing = ("entry", entry) if entry else ("topic", topic)
        found.setdefault(thing, []).append(at)
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


def _counted() -> Iterator[tuple[Item, int]]:
    """Each item that flags lead to, and how many people's wait on it. An idea may wait twice, since it was flagged and
    since it was handed in again: a flag is on what waited last when it was raised, as `flag` wrote it."""
    of_things: dict[Thing, list[Item]] = {}
    for item in Item.objects.waiting().order_by("since", "pk").iterator():
        if (thing := _thing_of(item)) is not None:
            of_things.setdefault(thing, []).append(item)
    flagged = _flagged()
    for thing, items in of_things.items():
        numbers = Counter(_waiting_at(moment, items).pk for moment in flagged.get(thing, []))
        yield from ((item, numbers[item.pk]) for item in items)


def _waiting_at(moment: datetime, items: list[Item]) -> Item:
    return ([item for item in items if item.since <= moment] or items[:1])[-1]


def miscounted() -> Iterator[str]:
    for item, counted in _counted():
        if item.flags != counted:
            yield f"item {item.pk} says that {item.flags} people flagged it, but {counted} flags wait"


def count_again() -> int:
    """Each is locked and counted again, so that what happens meanwhile is counted too."""
    mended = 0
    for pk in [item.pk for item, counted in _counted() if item.flags != counted]:
        with transaction.atomic():
            item = Item.objects.select_for_update(no_key=True).get(pk=pk)
            counted = {one.pk: number for one, number in _counted()}.get(pk, item.flags)
            mended += counted != item.flags
            item.flags = counted
            item.set_turn()
            item.save(update_fields=["flags", "turn_at"])
    return mended


register("moderation.item.flags", miscounted, repair=count_again)
