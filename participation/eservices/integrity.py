"""Whether the versions of a proposal agree, with each other and with what is told of them in public."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from participation.core.integrity import register
from participation.topics.models import Topic

from .models import ServiceProposalPage
from .proposals import hide, last_entry, make_true, told_by
from .versions import bring_in_step, is_in_step, live_versions

if TYPE_CHECKING:
    from django.db.models import QuerySet


def _published() -> list[int]:
    pages = ServiceProposalPage.objects.live().exclude(topic=None)
    return sorted({topic for topic in pages.order_by().values_list("topic", flat=True) if topic is not None})


def find_apart() -> Iterator[str]:
    for topic_id in _published():
        leader, *others = live_versions(topic_id)
        for other in others:
            if not is_in_step(other, leader):
                yield f"serviceproposalpage {other.pk} says another stage, dates or ideas than {leader.pk}, which leads"
        entry = last_entry(topic_id)
        if entry is None or entry.stage != leader.stage:
            yield f"serviceproposalpage {leader.pk} is at {leader.stage}, which is not the last stage that is told"


def bring_together() -> int:
    """The pages; what was told in public waits for a person."""
    mended = 0
    for topic_id in _published():
        with transaction.atomic():
            Topic.objects.select_for_update(no_key=True).get(pk=topic_id)
            leader, *others = live_versions(topic_id)
            mended += sum(bring_in_step(other, leader) for other in others)
    return mended


def _left_public() -> QuerySet[Topic]:
    pages = ServiceProposalPage.objects.exclude(topic=None).order_by()
    down = pages.exclude(topic__in=pages.live().values("topic")).values("topic")
    return Topic.objects.public().filter(pk__in=down).order_by("pk")


def find_untrue() -> Iterator[str]:
    for topic_id in _published():
        topic, (leader, *others) = Topic.objects.get(pk=topic_id), live_versions(topic_id)
        wrong = [name for name, value in told_by(leader, others).items() if getattr(topic, name) != value]
        if wrong:
            yield f"topic {topic_id} says another {', '.join(wrong)} than serviceproposalpage {leader.pk}"
    for topic in _left_public():
        yield f"topic {topic.pk} is public, but no page of its proposal is"


def tell_truly() -> int:
    mended = 0
    for topic_id in _published():
        with transaction.atomic():
            topic = Topic.objects.select_for_update(no_key=True).get(pk=topic_id)
            leader, *others = live_versions(topic_id)
            if any(getattr(topic, name) != value for name, value in told_by(leader, others).items()):
                make_true(topic, leader, others, timezone.now(), is_news=False)
                mended += 1
    return mended + hide(_left_public())


register("eservices.versions", find_apart, repair=bring_together)
register("eservices.proposal_topics", find_untrue, repair=tell_truly)
