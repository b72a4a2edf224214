"""What every action does: lock, check, move, write the event, keep the topic true."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation
from django.utils.text import Truncator

from participation.answers.models import Answer
from participation.moderation.actions import enter, forget_signals, leave
from participation.moderation.models import Item
from participation.topics.models import Topic

from ..faults_link.deciding import tell_reporters
from ..models import Idea, IdeaEvent, IdeaVersion
from ..states import PUBLIC, RULES, IdeaGone, Status, check_may_go
from .overtaken import drop_overtaken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from participation.accounts.models import User
    from participation.places.models import Department, Municipality

TOPIC_FIELDS = (
    "title",
    "summary",
    "search_text",
    "path",
    "visibility",
    "can_support",
    "can_discuss",
    "published_at",
    "closes_at",
    "last_activity_at",
)


def locked_together(ideas: Iterable[Idea]) -> dict[int, Idea]:
    """The same for several, by number: topics first, then ideas, so that nobody waits in a circle."""
    wanted = {idea.pk: idea.topic_id for idea in ideas}
    related = Topic.objects.select_related("municipality", "author__home")
    some = related.select_for_update(of=("self",), no_key=True).filter(pk__in=wanted.values()).order_by("pk")
    topics = {topic.pk: topic for topic in some}
    fresh = Idea.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=wanted).order_by("pk")
    found = {idea.pk: idea for idea in fresh}
    for idea in found.values():
        idea.topic = topics[idea.topic_id]
    return found


def locked(idea: Idea) -> Idea:
    """The idea as it stands now, with its topic, both locked to the end of the transaction. Raises IdeaGone.

    The topic first: a support locks it too before it asks for the idea.
    """
    related = Topic.objects.select_related("municipality", "author__home")
    topic = related.select_for_update(of=("self",), no_key=True).filter(pk=idea.topic_id).first()
    fresh = Idea.objects.select_for_update(of=("self",), no_key=True).filter(pk=idea.pk).first()
    if topic is None or fresh is None:
        raise IdeaGone
    fresh.topic = topic
    return fresh


def move(
    idea: Idea,
    to: str,
    *,
    at: datetime,
    by: User | None,
    department: Department | None = None,
    reason: str = "",
    is_public: bool = True,
) -> None:
    """Raises InvalidTransition. `idea` must be locked; it is saved, and so is its topic."""
    before = idea.status
    check_may_go(before, to)
    idea.status, idea.status_since = to, at
    idea.save()
    write_event(idea, at=at, by=by, before=before, department=department, reason=reason, is_public=is_public)
    keep_topic_true(idea, before=before, now=at)
    _keep_queue_true(idea, before=before, now=at)
    drop_overtaken(idea, now=at)
    tell_reporters(idea, now=at)


def _keep_queue_true(idea: Idea, *, before: str, now: datetime) -> None:
    if idea.status == Status.IN_REVIEW:
        enter(kind=Item.Kind.IDEA, topic=idea.topic, now=now)
    elif before == Status.IN_REVIEW and leave(kind=Item.Kind.IDEA, topic=idea.topic, now=now):
        forget_signals(idea.topic)  # no decision answered them


def write_event(
    idea: Idea,
    *,
    at: datetime,
    by: User | None,
    kind: str = IdeaEvent.Kind.MOVED,
    before: str = "",
    department: Department | None = None,
    reason: str = "",
    version: IdeaVersion | None = None,
    is_public: bool = True,
) -> IdeaEvent:
    return IdeaEvent.objects.create(
        idea=idea,
        kind=kind,
        status=idea.status,
        before=before or idea.status,
        at=at,
        by=by,
        department=department,
        reason=reason,
        version=version,
        is_public=is_public,
    )


def keep_topic_true(idea: Idea, *, before: str, now: datetime) -> None:
    """Never writes a counter. What moderation has hidden stays hidden while the idea walks on."""
    topic, rules = idea.topic, RULES[idea.status]
    hidden = before in PUBLIC and topic.visibility != Topic.Visibility.PUBLIC and idea.status in PUBLIC
    topic.title, topic.path = idea.title, path_of(idea)
    topic.summary = Truncator(" ".join(idea.text.split())).chars(300, truncate="…")
    topic.search_text = search_text_of(idea)
    if not hidden:
        topic.visibility = Topic.Visibility.AUTHOR if idea.is_unsent else rules.visibility
    topic.can_support = rules.can_support or _still_to_be_done(idea)
    topic.can_discuss = rules.can_discuss
    topic.closes_at = idea.gathering_until if idea.status in (Status.GATHERING, Status.EXPIRED) else None
    if idea.status in PUBLIC:
        topic.published_at = topic.published_at or now
        topic.last_activity_at = now
    topic.save(update_fields=TOPIC_FIELDS)


def path_of(idea: Idea) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return idea.get_absolute_url()


def search_text_of(idea: Idea) -> str:
    """Only public additions: what waits for review must not be found."""
    additions = IdeaVersion.objects.filter(
        idea=idea, kind=IdeaVersion.Kind.ADDITION, review=IdeaVersion.Review.PUBLIC
    ).values_list("text", flat=True)
    return "\n".join([idea.text, *additions, idea.place, idea.reference or "", *_merged_words(idea)])


def _merged_words(idea: Idea) -> Iterator[str]:
    """Who looks for an idea that was merged finds the one where it goes on."""
    for row in Idea.objects.filter(merged_into=idea).order_by("pk").values_list("title", "text", "reference"):
        yield " ".join(word for word in row if word)


def end_of_window(municipality: Municipality, now: datetime) -> datetime:
    return last_second(timezone.localdate(now) + timedelta(days=municipality.support_window_days))


def last_second(day: date) -> datetime:
    """Of the last day, so that a date says it all."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def answer_due_on(municipality: Municipality, now: datetime) -> date:
    return timezone.localdate(now) + timedelta(days=municipality.answer_within_days)


def _still_to_be_done(idea: Idea) -> bool:
    if idea.status != Status.ANSWERED:
        return False
    answer = Answer.objects.filter(topic=idea.topic_id).first()
    return answer is not None and answer.waits_to_be_done
