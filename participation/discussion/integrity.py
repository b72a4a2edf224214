from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce

from participation.core.integrity import register, register_counter
from participation.topics.models import Topic
from participation.topics.word_checks import register_words

from .models import Comment, EntryWords

register_counter(Topic.objects.all(), "comments", "entries", Q(entries__removed_at__isnull=True))
register_counter(Comment.objects.all(), "appreciations", "appreciated")


def misplaced() -> Iterator[str]:
    """Entries whose numbers, parent and root do not say the same."""
    parent = Comment.objects.filter(pk=OuterRef("parent_id")).order_by()
    replies = (
        Comment.objects.order_by()
        .filter(root__isnull=False)
        .annotate(
            parent_level=Subquery(parent.values("level")),
            parent_topic=Subquery(parent.values("topic_id")),
            parent_thread=Subquery(parent.values("thread_id")),
        )
    )
    right = Q(
        parent_topic=F("topic_id"),
        parent_thread=F("thread_id"),
        thread_id=F("root_id"),
        level=F("parent_level") + 1,
        level__lte=settings.COMMENTS_XTD_MAX_THREAD_LEVEL,
    )
    held = replies.filter(right).values("pk")
    for pk in replies.exclude(pk__in=held).values_list("pk", flat=True).iterator():
        yield f"entry {pk} does not hang where it says: parent, thread, level or topic differ"
    roots = Comment.objects.order_by().filter(root__isnull=True)
    alone = roots.filter(parent_id=F("pk"), thread_id=F("pk"), level=0).values("pk")
    for pk in roots.exclude(pk__in=alone).values_list("pk", flat=True).iterator():
        yield f"entry {pk} begins a thread, but hangs on another"


def elsewhere() -> Iterator[str]:
    """The library's generic key beside our own."""
    key = Cast("object_pk", IntegerField())
    entries = Comment.objects.order_by().annotate(key=key).exclude(key=F("topic_id"))
    for pk in entries.values_list("pk", flat=True).iterator():
        yield f"entry {pk} is kept for another topic in the library's tables"
    removed = Q(removed_at__isnull=True, is_removed=True) | Q(removed_at__isnull=False, is_removed=False)
    for pk in Comment.objects.order_by().filter(removed).values_list("pk", flat=True).iterator():
        yield f"entry {pk} is removed in one table and not in the other"


def _miscounted() -> list[tuple[int, int, int]]:
    branch = Comment.objects.order_by().filter(root=OuterRef("pk")).values("root").annotate(n=Count("pk"))
    counted = Coalesce(Subquery(branch.values("n")), 0, output_field=IntegerField())
    roots = Comment.objects.order_by().annotate(counted=counted).exclude(nested_count=F("counted"))
    return list(roots.values_list("pk", "nested_count", "counted"))


def miscounted_branches() -> Iterator[str]:
    for pk, stored, counted in _miscounted():
        yield f"entry {pk} says {stored} answers, but there are {counted}"


def recount_branches() -> int:
    wrong = _miscounted()
    for pk, _stored, counted in wrong:
        Comment.objects.filter(pk=pk).update(nested_count=counted)
    return len(wrong)


SPOKEN = ("posted_at", "comment", "topic__municipality")


def words_of_entries() -> Iterator[EntryWords]:
    for entry in Comment.objects.order_by("pk").select_related("topic").only(*SPOKEN).iterator(chunk_size=1_000):
        yield EntryWords.of(entry)


register("discussion.comment tree", misplaced)
register("discussion.comment library", elsewhere)
register("discussion.comment.nested_count", miscounted_branches, repair=recount_branches)
register_words(EntryWords, words_of_entries)
