"""Take away what an import brought, and nothing that anybody has done since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _
from django_comments.models import Comment as BaseComment
from django_comments_xtd.models import XtdComment

from participation.discussion.models import Comment, EntryWords
from participation.places.models import Municipality
from participation.topics.models import Topic, TopicWords

from ..models import Idea, IdeaEvent, IdeaVersion, ImportedEntry, ImportRun
from .errors import ImportRefused
from .touched import touched_ideas

AT_A_TIME = 500
EXAMPLES = 10


@dataclass
class Undone:
    ideas: int = 0
    entries: int = 0
    kept_ideas: int = 0
    kept_entries: int = 0
    kept: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "ideas": self.ideas,
            "entries": self.entries,
            "kept_ideas": self.kept_ideas,
            "kept_entries": self.kept_entries,
            "kept": self.kept,
        }


class InUse(ImportRefused):
    """Somebody has supported, answered or followed what the run brought. Nothing was removed."""

    def __init__(self, references: Sequence[str], count: int) -> None:
        shown = ", ".join(references) + ("…" if count > len(references) else "")
        super().__init__(
            _(
                "Någon har stött, svarat på, följt eller handlagt %(count)d av idéerna sedan dess (%(which)s). "
                "Ingenting är borttaget. Med --force behålls de, och resten tas bort."
            )
            % {"count": count, "which": shown}
        )


@transaction.atomic
def undo_import(*, run: ImportRun, now: datetime, keep_used: bool = False) -> Undone:
    """Raises InUse, unless `keep_used`: then what is in use stays, with its whole thread."""
    Municipality.objects.select_for_update(no_key=True).get(pk=run.municipality_id)
    run = ImportRun.objects.get(pk=run.pk)
    if run.undone_at is not None:
        raise ImportRefused(_("Import %(number)d är redan ångrad.") % {"number": run.pk})
    _lock(run)
    used = touched_ideas(run)
    references = sorted(ref for ref in Idea.objects.filter(pk__in=used).values_list("reference", flat=True) if ref)
    if used and not keep_used:
        raise InUse(references[:EXAMPLES], len(used))
    undone = _remove(run, used)
    undone.kept = references
    run.undone_at, run.undo_report = now, undone.as_json()
    run.save(update_fields=["undone_at", "undo_report"])
    return undone


def _lock(run: ImportRun) -> None:
    """Whoever supports or answers meanwhile waits, and then finds it gone."""
    threads = ImportedEntry.objects.filter(run=run).values("idea__topic")
    topics = Topic.objects.filter(pk__in=run.ideas.values("topic")) | Topic.objects.filter(pk__in=threads)
    list(topics.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def _remove(run: ImportRun, used: set[int]) -> Undone:
    ideas = [(pk, topic) for pk, topic in run.ideas.values_list("pk", "topic") if pk not in used]
    marks = ImportedEntry.objects.filter(run=run).values_list("pk", "idea", "entry", "entry__root", "entry__topic")
    gone = [mark for mark in marks if mark[1] not in used]
    entries = [entry for _pk, _idea, entry, _root, _topic in gone if entry]
    undone = Undone(
        ideas=len(ideas),
        entries=len(entries),
        kept_ideas=run.ideas.count() - len(ideas),
        kept_entries=ImportedEntry.objects.filter(run=run, entry__isnull=False).count() - len(entries),
    )
    _erase(ImportedEntry, "pk", [mark[0] for mark in gone])
    for table in (EntryWords, Comment, XtdComment, BaseComment):
        _erase(table, "pk", entries)
    _count_again({mark[3] for mark in gone} - {None, *entries}, {mark[4] for mark in gone} - {None})
    _erase_ideas([pk for pk, _topic in ideas], [topic for _pk, topic in ideas])
    return undone


def _erase_ideas(ideas: list[int], topics: list[int]) -> None:
    for table in (IdeaEvent, IdeaVersion):
        _erase(table, "idea", ideas)
    _erase(Idea, "pk", ideas)
    _erase(TopicWords, "pk", topics)
    _erase(Topic, "pk", topics)


def _erase(table: type[Model], name: str, keys: Sequence[int]) -> None:
    """Rows of one table, without asking what hangs on them: `touched_ideas` has, and the database checks at the end."""
    for some in _batches(keys):
        rows: QuerySet[Any] = QuerySet(table).filter(**{f"{name}__in": some})
        rows._raw_delete(using=rows.db)  # type: ignore[attr-defined]  # what Django's own deletion calls


def _count_again(roots: set[Any], topics: set[Any]) -> None:
    """On what stays: the thread of an idea that another run brought."""
    for some in _batches(sorted(roots)):
        branch = Comment.objects.order_by().filter(root=OuterRef("pk")).values("root").annotate(n=Count("pk"))
        XtdComment.norel_objects.filter(pk__in=some).update(nested_count=Coalesce(Subquery(branch.values("n")), 0))
    for some in _batches(sorted(topics)):
        shown = Comment.objects.order_by().filter(topic=OuterRef("pk"), removed_at__isnull=True).values("topic")
        count, latest = shown.annotate(n=Count("pk")).values("n"), shown.annotate(at=Max("posted_at")).values("at")
        Topic.objects.filter(pk__in=some).update(comments=Coalesce(Subquery(count), 0))
        moved = Topic.objects.filter(pk__in=some, last_activity_at__isnull=False)
        moved.update(last_activity_at=Greatest("published_at", Coalesce(Subquery(latest), "published_at")))


def _batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), AT_A_TIME):
        yield keys[start : start + AT_A_TIME]
