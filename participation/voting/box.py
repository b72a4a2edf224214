"""What templates/voting/_support.html and _bar.html show of a topic to the one who reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, Subquery
from django.utils import timezone

from participation.notifications.models import Follow
from participation.topics.models import Topic

from .models import Support
from .permissions import can_read_reasons, is_open
from .querysets import Point, goal_height, growth
from .words import Words, words_for

if TYPE_CHECKING:
    from django.http import HttpRequest

SIGNED_OUT, CAN, SUPPORTED, AGAINST, CLOSED = "signed_out", "can", "supported", "against", "closed"


@dataclass
class Box:
    topic: Topic
    words: Words
    state: str
    why_closed: str
    is_proposal: bool
    stance: str  # "for", "against", or nothing
    follows: bool
    points: list[Point]
    goal_y: float | None
    reads_reasons: bool
    failed: str = ""

    @property
    def number(self) -> int:
        return self.topic.supports

    @property
    def can_take_back(self) -> bool:
        return bool(self.stance)

    @property
    def can_press(self) -> bool:
        """Also somebody who supports it may press no more, and somebody against may change their mind."""
        return self.state in (SIGNED_OUT, CAN, AGAINST) and not self.why_closed

    @property
    def can_object(self) -> bool:
        return self.is_proposal and not self.why_closed and self.state != AGAINST


def support_for(request: HttpRequest, topic: Topic, *, goal: int = 0, curve: bool = True) -> dict[str, Box]:
    """`{"support": …}` for the templates: one query for what the reader has done, one for the curve.

    `goal` is the number of supports at which the municipality must answer, drawn as a line in the curve.
    """
    now = timezone.now()
    _open, why_closed = is_open(topic, now=now)
    stance, follows = done_by_reader(request, topic)
    return {
        "support": Box(
            topic=topic,
            words=words_for(topic),
            state=_state(request, stance, why_closed),
            why_closed=why_closed,
            is_proposal=topic.kind == Topic.Kind.PROPOSAL,
            stance=stance,
            follows=follows,
            points=growth(topic, now=now, goal=goal) if curve else [],
            goal_y=goal_height(topic, goal),
            reads_reasons=topic.objections > 0 and can_read_reasons(request.user, topic),
        )
    }


def done_by_reader(request: HttpRequest, topic: Topic) -> tuple[str, bool]:
    """Their stance, and whether they follow the topic. No query for a visitor."""
    if not request.user.is_authenticated:
        return "", False
    stance = Support.objects.of_topic(topic).filter(person=request.user).values("stance")
    follow = Follow.objects.filter(topic=topic, person=request.user)
    found, follows = Topic.objects.values_list(Subquery(stance), Exists(follow)).get(pk=topic.pk)
    return found or "", follows


def _state(request: HttpRequest, stance: str, why_closed: str) -> str:
    if stance:
        return SUPPORTED if stance == Support.Stance.FOR else AGAINST
    if why_closed:
        return CLOSED
    return CAN if request.user.is_authenticated else SIGNED_OUT
