"""Folded threads as rows of the discussion: three tables at once, as `discussion.models.Comment.save` would write them.

Nobody is told, no handler of a saved entry runs, and the keys keep the order: what is answered has the lower one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django_comments.models import Comment as BaseComment
from django_comments_xtd.models import XtdComment

from participation.discussion.models import Comment, EntryWords
from participation.topics.models import Topic
from participation.topics.stems import stems

from ..models import ImportedEntry, ImportRun

if TYPE_CHECKING:
    from .folding import Node

LONGEST_NAME = 50
AUTHOR = 1  # the voice of the one who wrote the idea


@dataclass
class NewEntry:
    """A folded entry with all that its rows hold. `node.pk` is set when it is stored."""

    node: Node
    idea: int
    topic: int
    imported_id: str
    text: str
    at: datetime
    voice: int


def store_entries(entries: Sequence[NewEntry], *, run: ImportRun) -> None:
    """`entries` has parents before their answers. Their topics must be locked."""
    names = Names(run.source)
    rows = BaseComment.objects.bulk_create(_base(entry, names) for entry in entries)
    for entry, row in zip(entries, rows, strict=True):
        entry.node.pk = row.pk
    insert_rows(XtdComment, [_library(entry.node) for entry in entries])
    insert_rows(Comment, [_own(entry) for entry in entries])
    place = run.municipality_id
    EntryWords.objects.keep(
        EntryWords(entry_id=entry.node.pk, municipality_id=place, at=entry.at, stems=stems(entry.text))
        for entry in entries
    )
    ImportedEntry.objects.bulk_create(
        ImportedEntry(
            run=run, idea_id=entry.idea, entry_id=entry.node.pk, imported_id=entry.imported_id, voice=entry.voice
        )
        for entry in entries
    )
    _count(entries)


def insert_rows(model: type[Any], rows: list[Any]) -> None:
    """The rows of one table of a model that has several: `bulk_create` refuses such models."""
    QuerySet(model)._batched_insert(rows, model._meta.local_concrete_fields, batch_size=None)  # type: ignore[attr-defined]  # private, and what bulk_create itself calls


def _base(entry: NewEntry, names: Names) -> BaseComment:
    return BaseComment(
        content_type=ContentType.objects.get_for_model(Topic),
        object_pk=str(entry.topic),
        site_id=settings.SITE_ID,
        user_name=names.of(entry.voice),
        comment=entry.text,
        submit_date=entry.at,
    )


def _library(node: Node) -> XtdComment:
    return XtdComment(
        comment_ptr_id=node.pk,
        thread_id=node.root.pk if node.root else node.pk,
        parent_id=node.parent.pk if node.parent else node.pk,
        level=node.level,
        order=node.pk,
        nested_count=node.replies,
    )


def _own(entry: NewEntry) -> Comment:
    node = entry.node
    return Comment(
        base_id=node.pk,
        topic_id=entry.topic,
        root_id=node.root.pk if node.root else None,
        answers_id=node.answers.pk if node.answers else None,
        posted_at=entry.at,
    )


def _count(entries: Iterable[NewEntry]) -> None:
    """On the topics, and on branches that stood before and have grown."""
    new = {entry.node.pk for entry in entries}
    counts: dict[int, int] = {}
    latest: dict[int, datetime] = {}
    grown: dict[int, int] = {}
    for entry in entries:
        counts[entry.topic] = counts.get(entry.topic, 0) + 1
        latest[entry.topic] = max(latest.get(entry.topic, entry.at), entry.at)
        if entry.node.root is not None and entry.node.root.pk not in new:
            grown[entry.node.root.pk] = grown.get(entry.node.root.pk, 0) + 1
    for topic, count in counts.items():
        Topic.objects.filter(pk=topic).update(comments=F("comments") + count)
        Topic.objects.filter(pk=topic, last_activity_at__lt=latest[topic]).update(last_activity_at=latest[topic])
    for root, count in grown.items():
        XtdComment.norel_objects.filter(pk=root).update(nested_count=F("nested_count") + count)


class Names:
    """What stands in place of a name. It says who answers whom in a thread, and nothing of who it was."""

    def __init__(self, source: str) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            self.author = _("Den som skrev idén")
            self.resident = _("Invånare %(number)d")
            self.nobody = _("Invånare")
        self.source = source

    def of(self, voice: int) -> str:
        told = {0: self.nobody, AUTHOR: self.author}.get(voice) or self.resident % {"number": voice - AUTHOR}
        room = LONGEST_NAME - len(told) - 3
        source = self.source if len(self.source) <= room else f"{self.source[: room - 1]}…"
        return f"{told} ({source})"
