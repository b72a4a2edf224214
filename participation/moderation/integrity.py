from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from participation.core.integrity import register

from .models import Flag, Item

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
