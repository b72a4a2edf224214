"""The rows of the queue, in a number of questions that does not grow with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Case, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from participation.core.counting import NumberOf
from participation.places.models import Municipality
from participation.topics.models import Topic
from participation.topics.words_elsewhere import names_of

from .history import Past, past_on, pasts
from .models import Flag, Item
from .models.decision import About
from .owners import Picture, owner_of
from .places import owner_url, words_of_fault
from .telling import decide_path
from .wording import all_of, begins_with, same_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from participation.accounts.models import User
    from participation.core.differences import Piece

    from .querysets import ItemQuerySet

MOST_COUNTED = 1000
SHOWN = 240
Kind = Item.Kind
OF_TOPICS = (Kind.IDEA, Kind.TOPIC, Kind.FAULT)
COLUMNS = (
    *(f"topic__{name}" for name in ("municipality", "author", "kind", "title", "summary", "search_text", "path")),
    "topic__idea__topic",
    *(f"topic__fault_anchor__{name}" for name in ("topic", "report__text", "report__place")),
    "municipality__name",
    *(f"entry__{name}" for name in ("topic", "comment", "author", "user_name", "department__name")),
    "writer__display_name",
    "writer__home__name",
    "read_by__display_name",
    "appeal__words",
    "decision__topic",
    "decision__outcome",
)


@dataclass
class Row:
    item: Item
    url: str
    title: str
    words: str
    by: str
    waited: str
    is_late: bool
    reader: str = ""
    wording: str = ""  # all of it
    before: str = ""  # as it was flagged, where that is other words
    changes: list[Piece] = field(default_factory=list)  # since it was read
    past: Past | None = None
    said: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    @property
    def in_bulk(self) -> bool:
        """A change is read beside what it changes, and an appeal is answered in words."""
        return self.item.is_waiting and self.item.kind not in (Kind.CHANGE, Kind.APPEAL)

    @property
    def label(self) -> str:
        return f"{self.item.get_kind_display()}: {self.title}"


def with_all(items: ItemQuerySet) -> ItemQuerySet:
    return items.select_related(
        "topic__idea",  # its owner stands above this app: by name only, as places.py reads it
        "topic__fault_anchor__report",
        "municipality",
        "entry__department",
        "writer__home",
        "read_by",
        "appeal",
        "decision",
    ).annotate(when_flagged=_when_flagged(), **pasts())


def as_shown(items: ItemQuerySet) -> ItemQuerySet:
    """`items` of `with_all` with only what a row shows: fifteen tables side by side have 300 columns, and reading them
    cost more than the rest of the page."""
    return items.only(*[field.name for field in Item._meta.concrete_fields], *COLUMNS)


def _when_flagged() -> Case:
    """The words that the first of people's flags that wait is about: with the rows, no question of their own."""
    waiting = Flag.objects.waiting().by_people().exclude(words="").order_by("created_at", "pk")
    entry = Coalesce(OuterRef("entry"), 0)
    here = waiting.filter(topic=OuterRef("topic"), about=About.WORDS).alias(on=Coalesce("entry", 0)).filter(on=entry)
    names = waiting.on_name_of(OuterRef("writer")).filter(topic__municipality=OuterRef("municipality"))
    return Case(
        When(kind=Kind.NAME, then=Subquery(names.values("words")[:1])), default=Subquery(here.values("words")[:1])
    )


def _before(item: Item, wording: str) -> str:
    """What was flagged, where it is no longer so."""
    before = vars(item).get("when_flagged") or ""
    if item.kind in OF_TOPICS:
        return "" if begins_with(wording, before) else before
    is_shown = item.kind in (Kind.ENTRY, Kind.NAME)
    return before if before and is_shown and not same_words(before, wording) else ""


def rows_of(items: Sequence[Item], *, reader: User, now: datetime) -> list[Row]:
    """`items` come from `with_all`."""
    pictures = _pictures(items)
    names = names_of(item.topic for item in items)
    rows = []
    for item in items:
        if item.entry is not None and item.entry.author_id == item.writer_id:
            item.entry.author = item.writer  # read once
        if item.decision is not None and item.decision.topic_id == item.topic_id:
            item.decision.topic = item.topic  # which its outcome reads
        row = _row(item, names[item.topic_id].title, reader, now)
        # Who reported a fault is not known here, by how it went for them before no more than by name.
        row.past = past_on(item) if item.writer_id and item.topic.kind not in Topic.ANCHORS else None
        row.pictures = [one for one in pictures.get(item.topic_id, []) if item.picture in (None, one.pk)]
        if item.entry_id is not None:
            row.pictures = []
        rows.append(row)
    return rows


def _row(item: Item, title: str, reader: User, now: datetime) -> Row:
    wording = all_of(item.topic) if item.kind in OF_TOPICS else words_of(item)
    return Row(
        item=item,
        url=url_of(item),
        title=title,
        words=Truncator(words_of(item)).chars(SHOWN),
        by=name_of(item),
        said=item.said_in_words,
        wording=wording,
        before=Truncator(_before(item, wording)).chars(SHOWN),
        waited=timesince(item.since, now, depth=1),
        is_late=item.is_late(now),
        reader=who_reads(item, reader, now),
    )


def url_of(item: Item) -> str:
    if item.kind == Kind.APPEAL and item.appeal is not None:
        return reverse("flags:appeal", args=[item.appeal.pk])
    if item.kind in (Kind.IDEA, Kind.CHANGE):
        return owner_url(item.topic)
    return decide_path(item)


def words_of(item: Item) -> str:
    if item.kind == Kind.APPEAL and item.appeal is not None:
        return item.appeal.words
    if item.kind == Kind.PICTURE:
        return ""
    if item.kind == Kind.NAME:
        return item.writer.display_name if item.writer else ""
    if item.kind == Kind.FAULT:
        return words_of_fault(item.topic)
    return item.entry.comment if item.entry is not None else item.topic.summary


def name_of(item: Item) -> str:
    if item.topic.kind in Topic.ANCHORS:
        return _("Den som anmälde felet")
    if item.entry is not None and item.kind != Kind.APPEAL:
        return item.entry.byline
    if item.kind == Kind.TOPIC and item.topic.kind != Topic.Kind.IDEA:  # the municipality's own page, which staff sign
        return _("Kommunen")
    return item.writer.public_name if item.writer else _("Avslutat konto")


def who_reads(item: Item, reader: User, now: datetime) -> str:
    """ "Anna läser detta sedan 2 minuter": the soft lock, in words."""
    if item.read_at is None or not item.is_read_by_another(reader.pk, now):
        return ""
    who = item.read_by.display_name if item.read_by and item.read_by.display_name else _("En kollega")
    return _("%(who)s läser det här sedan %(time)s.") % {"who": who, "time": timesince(item.read_at, now, depth=1)}


def numbers_of(items: ItemQuerySet, *, now: datetime) -> dict[str, NumberOf]:
    """How many wait, and of those how many are late, and so on, to be read with the rows: no question of their own."""
    waiting = items.waiting().order_by()
    parts = {
        "waiting": waiting,
        "late": waiting.filter(due_at__lte=now),
        "law": waiting.filter(is_board_law=True),
        "appeals": waiting.filter(kind=Kind.APPEAL),
    }
    return {f"n_{name}": NumberOf(part.values("pk")[: MOST_COUNTED + 1]) for name, part in parts.items()}


def counts_of(rows: Sequence[Item], numbers: dict[str, NumberOf]) -> dict[str, str]:
    """Beyond a thousand only that. Where the choice left no row to read them with, one question."""
    found: dict[str, Any] = vars(rows[0]) if rows else {}
    if not rows:
        found = Municipality.objects.order_by().annotate(**numbers).values(*numbers).first() or {}
    return {name.removeprefix("n_"): _written(found.get(name, 0)) for name in numbers}


def _written(number: int) -> str:
    return _("över %(count)d") % {"count": MOST_COUNTED} if number > MOST_COUNTED else str(number)


def lines_of(flag: Flag) -> list[str]:
    if flag.is_by_machine:
        return [str(signal.get("words", "")) for signal in flag.signals]
    return [str(flag.get_reason_display())]


def _pictures(items: Sequence[Item]) -> dict[int, list[Picture]]:
    by_kind: dict[str, set[int]] = {}
    for item in items:
        if item.kind in (Kind.IDEA, Kind.CHANGE, Kind.TOPIC, Kind.PICTURE, Kind.FAULT):
            by_kind.setdefault(item.topic.kind, set()).add(item.topic_id)
    pictures: dict[int, list[Picture]] = {}
    for kind, topics in by_kind.items():
        if (owner := owner_of(kind)) is not None:
            pictures |= owner.pictures(topics)
    return pictures
