from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils import timezone

if TYPE_CHECKING:
    from datetime import datetime

    from participation.topics.models import Topic


class IdeasConfig(AppConfig):
    name = "participation.ideas"
    label = "ideas"
    verbose_name = "Idéer"

    def ready(self) -> None:
        from participation.accounts import overview, personal_data
        from participation.moderation.signals import may_be_shown_again
        from participation.notifications import periodic
        from participation.topics.continuing import goes_on
        from participation.voting.signals import goal_asked, stance_changed

        from . import own_data
        from .actions import close_windows
        from .faults_link import offers
        from .merging.continuing import topic_of_kept

        offers.register()
        overview.register("ideas", order=10, section=own_data.section)
        personal_data.register("idéer", export=own_data.export, erase=own_data.erase)
        may_be_shown_again.connect(is_in_a_public_state, dispatch_uid="ideas.may_be_shown_again")
        stance_changed.connect(enough_support, dispatch_uid="ideas.enough_support")
        goal_asked.connect(sentence_about_goal, dispatch_uid="ideas.goal_asked")
        goes_on.connect(topic_of_kept, dispatch_uid="ideas.goes_on")
        periodic.register("ideas.close_windows", seconds=60, run=close_windows)


def enough_support(sender: Any, topic: Topic, now: datetime, **kwargs: Any) -> None:
    """In the transaction of the support, so that the state is never behind the figure."""
    from .actions import freeze, reach_threshold
    from .models import Idea

    if topic.kind != topic.Kind.IDEA:
        return
    if topic.supports == 1:  # the first, or the only one that is left
        freeze(ideas=Idea.objects.filter(topic=topic), now=now)
    ready = Idea.objects.filter(topic=topic, status=Idea.Status.GATHERING, threshold__lte=topic.supports)
    if ready.exists():  # seldom: others wait for this answer
        reach_threshold(idea=ready.get(), now=now)


def sentence_about_goal(sender: Any, topic: Topic, **kwargs: Any) -> str:
    from .models import Idea
    from .way import goal_sentence

    idea = Idea.objects.select_related("topic").filter(topic=topic).first()
    return goal_sentence(idea, today=timezone.localdate()) if idea is not None else ""


def is_in_a_public_state(sender: Any, topic: Topic, **kwargs: Any) -> bool:
    """What was withdrawn or refused meanwhile is not brought back by showing it again."""
    from .models import Idea
    from .states import PUBLIC

    return topic.kind != topic.Kind.IDEA or Idea.objects.filter(topic=topic, status__in=PUBLIC).exists()
