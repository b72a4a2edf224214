"""The rows that move from one topic to another and back, and the figures that follow them.

Both topics are locked by the caller. What belongs to a person who supports or follows both ideas, or to an address that
left both, does not move: it stays on the merged topic, where nobody counts it, and is there again when the merger is
undone. So a person counts once, and an account that is closed meanwhile leaves both figures right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Q
from django_comments.models import Comment as LibraryComment

from participation.discussion.models import Comment
from participation.moderation.models import Decision, Flag, Item
from participation.notifications.models import Follow, Notification, OutgoingMail
from participation.topics.models import Topic
from participation.voting.models import LeftKey, Support

from ..models import MovedRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Model, QuerySet

    from ..models import Merger

AT_A_TIME = 1000


@dataclass(frozen=True)
class OfPeople:
    """Rows of which a topic has one for each person: `counter` of the topic counts them."""

    model: type[Model]
    name: str
    counter: str

    @property
    def rows(self) -> QuerySet[Any]:
        return self.model._default_manager.order_by()

    def moved_by(self, merger: Merger) -> QuerySet[Any]:
        return self.rows.filter(moved__merger=merger)


SUPPORTS = OfPeople(Support, "support", "supports")
FOLLOWS = OfPeople(Follow, "follow", "followers")


def move_there(merger: Merger, *, source: Topic, target: Topic) -> None:
    """Writes the figures into `merger`, which the caller saves."""
    merger.supports = _people_there(SUPPORTS, merger, source, target)
    merger.already = SUPPORTS.rows.filter(topic=source).count()
    merger.followers = _people_there(FOLLOWS, merger, source, target)
    merger.comments = _entries_there(merger, source, target)
    news = Notification.objects.filter(topic=source)
    _remember(merger, "news", news.values_list("pk", flat=True))
    news.update(topic=target)
    OutgoingMail.objects.filter(topic=source, sent_at__isnull=True).update(topic=target)


def move_back(merger: Merger, *, home: Topic, last: Topic, later: Sequence[Merger]) -> None:
    """Everything that `merger` moved, from wherever `later` mergers took it; `last` is where it is counted now."""
    for name in MovedRow.KINDS:  # the later ones must not take it along when they are undone
        MovedRow.objects.filter(merger__in=later, **{f"{name}__moved__merger": merger}).delete()
    for kind in (SUPPORTS, FOLLOWS):
        _people_back(kind, merger, home, last)
    _entries_back(merger, home)
    Notification.objects.filter(moved__merger=merger).update(topic=home)
    merger.moved.all().delete()


def counted_there(kind: OfPeople, source: int, target: int) -> Q:
    """Rows of the topic `source` whose person `target` has already, or whose address, where the account is closed."""
    known = Q(person__in=kind.rows.filter(topic=target, person__isnull=False).values("person"))
    if kind is SUPPORTS:
        keys = LeftKey.objects.filter(support__topic=target).values("key")
        known |= Q(pk__in=LeftKey.objects.filter(support__topic=source, key__in=keys).values("support"))
    return known


def _people_there(kind: OfPeople, merger: Merger, source: Topic, target: Topic) -> int:
    moving = kind.rows.filter(topic=source).exclude(counted_there(kind, source.pk, target.pk))
    _remember(merger, kind.name, moving.values_list("pk", flat=True))
    moved = kind.moved_by(merger).update(topic=target)
    _count(source.pk, kind.counter, -moved)
    _count(target.pk, kind.counter, +moved)
    return int(moved)


def _people_back(kind: OfPeople, merger: Merger, home: Topic, last: Topic) -> None:
    """Whoever took back their support meanwhile took it back from both; whoever left, left both."""
    still = kind.rows.filter(topic=last, person__isnull=False).values("person")
    on_the_way = kind.rows.filter(Q(topic=home) | Q(moved__merger=merger) & ~Q(topic=last), person__isnull=False)
    _delete(kind, on_the_way.exclude(person__in=still))
    here = kind.rows.filter(topic=home, person__isnull=False).values("person")
    _delete(kind, kind.moved_by(merger).filter(person__in=here))
    back = kind.moved_by(merger)
    for topic, number in _by_topic(back):
        _count(topic, kind.counter, -number)
        _count(home.pk, kind.counter, +number)
    back.update(topic=home)


def _delete(kind: OfPeople, rows: QuerySet[Any]) -> None:
    keys = set(rows.values_list("pk", "topic"))
    for some in _batches([pk for pk, _topic in keys]):
        kind.rows.filter(pk__in=some).delete()
    for topic in {topic for _pk, topic in keys}:
        _count(topic, kind.counter, -sum(1 for _pk, lay in keys if lay == topic))


def _entries_there(merger: Merger, source: Topic, target: Topic) -> int:
    """The whole thread: parents, levels and numbers stay as they are, so every address of an entry goes on."""
    entries = Comment.objects.order_by().filter(topic=source)
    shown = entries.shown().count()
    _remember(merger, "entry", entries.roots().values_list("pk", flat=True))
    _rehang(entries.values("pk"), target)
    _count(source.pk, "comments", -shown)
    _count(target.pk, "comments", +shown)
    return shown


def _entries_back(merger: Merger, home: Topic) -> None:
    """The branches that moved, with the answers they got since: an answer stays with what it answers."""
    branches = Q(moved__merger=merger) | Q(root__moved__merger=merger)
    entries = Comment.objects.order_by().filter(branches)
    for topic, number in _by_topic(entries.shown()):
        _count(topic, "comments", -number)
        _count(home.pk, "comments", +number)
    _rehang(entries.values("pk"), home)


def _rehang(entries: QuerySet[Any], topic: Topic) -> None:
    """In both keys of the thread's tables, with what moderators were told and decided about each entry."""
    kind = ContentType.objects.get_for_model(Topic)
    for some in _batches(list(entries.values_list("pk", flat=True))):
        LibraryComment.objects.filter(pk__in=some).update(content_type=kind, object_pk=str(topic.pk))
        Comment.objects.filter(pk__in=some).update(topic=topic)
        Flag.objects.filter(entry__in=some).update(topic=topic)
        Decision.objects.filter(entry__in=some).update(topic=topic)
        Item.objects.filter(entry__in=some).update(topic=topic)


def _by_topic(rows: QuerySet[Any]) -> list[tuple[int, int]]:
    return list(rows.order_by().values_list("topic").annotate(number=Count("pk", distinct=True)))


def _remember(merger: Merger, name: str, keys: Iterable[int]) -> None:
    rows = [MovedRow(merger=merger, **{f"{name}_id": pk}) for pk in keys]
    MovedRow.objects.bulk_create(rows, batch_size=AT_A_TIME)


def _count(topic: int, counter: str, by: int) -> None:
    if by:
        Topic.objects.filter(pk=topic).update(**{counter: F(counter) + by})


def _batches(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[start : start + AT_A_TIME] for start in range(0, len(keys), AT_A_TIME))
