"""What residents and staff have done since with what an import brought.

Found by walking every relation that leads to an idea, a topic or an entry: one that is added later counts, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Model, Q, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel
from django_comments.models import Comment as BaseComment
from django_comments_xtd.models import XtdComment

from participation.discussion.models import Comment, EntryWords
from participation.topics.models import Topic, TopicWords

from ..models import Idea, IdeaEvent, IdeaVersion, ImportedEntry, ImportRun

# Made by the import itself, and looked at below.
OWN = frozenset({(Idea, "topic"), (IdeaEvent, "idea"), (IdeaVersion, "idea"), (ImportedEntry, "idea"),
                 (ImportedEntry, "entry"), (Comment, "topic"), (Comment, "root"), (Comment, "answers"),
                 (TopicWords, "topic"), (EntryWords, "entry")})  # fmt: skip


def touched_ideas(run: ImportRun) -> set[int]:
    """The ideas, of this run or with entries of it, that somebody would miss something of."""
    return {idea for found in (_ideas(run), _entries(run)) for rows in found for idea in rows if idea is not None}


def _ideas(run: ImportRun) -> Iterator[QuerySet[Any, Any]]:
    ideas, topics = run.ideas.values("pk"), run.ideas.values("topic")
    for model, name in _leading_to(Topic):
        rows = model._base_manager.filter(**{f"{name}__in": topics})
        yield rows.values_list(f"{name}__idea", flat=True)
    for model, name in _leading_to(Idea):
        yield model._base_manager.filter(**{f"{name}__in": ideas}).values_list(name, flat=True)
    for made in ("events", "versions"):
        yield run.ideas.annotate(made=Count(made)).filter(made__gt=1).values_list("pk", flat=True)
    others = Comment.objects.order_by().filter(topic__in=topics).exclude(imported_as__run=run)
    yield others.values_list("topic__idea", flat=True)
    yield ImportedEntry.objects.filter(idea__in=ideas).exclude(run=run).values_list("idea", flat=True)


def _entries(run: ImportRun) -> Iterator[QuerySet[Any, Any]]:
    entries = ImportedEntry.objects.filter(run=run, entry__isnull=False).values("entry")
    brought = ImportedEntry.objects.filter(run=run)
    for target in (Comment, XtdComment, BaseComment):
        for model, name in _leading_to(target):
            used = model._base_manager.filter(**{f"{name}__in": entries}).values(name)
            yield brought.filter(entry__in=used).values_list("idea", flat=True)
    leaning = Q(root__in=entries) | Q(answers__in=entries) | Q(parent_id__in=entries)
    answers = Comment.objects.order_by().filter(leaning).exclude(imported_as__run=run)
    yield answers.values_list("topic__idea", flat=True)
    yield brought.filter(entry__removed_at__isnull=False).values_list("idea", flat=True)


def _leading_to(target: type[Model]) -> Iterator[tuple[type[Model], str]]:
    for relation in target._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or getattr(relation, "parent_link", False):
            continue
        model, name = relation.related_model, relation.field.name
        if relation.field.model is model and (model, name) not in OWN and relation.model is target:
            yield model, name
