from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils import timezone

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User
    from participation.topics.models import Topic


class IdeasConfig(AppConfig):
    name = "participation.ideas"
    label = "ideas"
    verbose_name = "Idéer"

    def ready(self) -> None:
        from participation.accounts import overview, personal_data
        from participation.accounts.models import Role
        from participation.answers import subjects
        from participation.answers.signals import answered, unsaid
        from participation.moderation import owners
        from participation.moderation.signals import brought_back, given_back, may_be_shown_again, taken_away
        from participation.notifications import audiences, duties, periodic
        from participation.notifications.interests import position_asked
        from participation.topics.continuing import goes_on
        from participation.voting.signals import goal_asked, stance_changed

        from . import answered as answers
        from . import own_data
        from .actions import close_windows
        from .faults_link import offers
        from .merging.continuing import topic_of_kept
        from .staff import in_queue
        from .telling import CONCERNED, concerned_by, position_of

        audiences.register(CONCERNED, concerned_by)
        offers.register()
        duties.register("idea_to_review", roles=[Role.MODERATOR])
        duties.register("idea_to_answer", roles=[Role.CASE_OFFICER])
        owners.register("idea", in_queue.OWNER)
        overview.register("ideas", order=10, section=own_data.section)
        personal_data.register("idéer", export=own_data.export, erase=own_data.erase)
        may_be_shown_again.connect(is_in_a_public_state, dispatch_uid="ideas.may_be_shown_again")
        brought_back.connect(the_refused_one, dispatch_uid="ideas.brought_back")
        taken_away.connect(tell_of_hiding, dispatch_uid="ideas.taken_away")
        given_back.connect(tell_of_showing, dispatch_uid="ideas.given_back")
        stance_changed.connect(enough_support, dispatch_uid="ideas.enough_support")
        goal_asked.connect(sentence_about_goal, dispatch_uid="ideas.goal_asked")
        position_asked.connect(position_of, dispatch_uid="ideas.position_asked")
        goes_on.connect(topic_of_kept, dispatch_uid="ideas.goes_on")
        subjects.register(answers.SUBJECT)
        answered.connect(answers.idea_answered, dispatch_uid="ideas.answered")
        unsaid.connect(answers.answer_unsaid, dispatch_uid="ideas.unsaid")
        periodic.register("ideas.close_windows", seconds=60, run=close_windows)


def enough_support(sender: Any, topic: Topic, now: datetime, **kwargs: Any) -> None:
    """In the transaction of the support, so that the state is never behind the figure."""
    from .actions import freeze, reach_threshold
    from .models import Idea

    if topic.kind != topic.Kind.IDEA:
        return
    if topic.supports <= 2:  # the first of somebody else is among them: the author's own binds nobody
        freeze(ideas=Idea.objects.filter(topic=topic), now=now)
    ready = Idea.objects.filter(topic=topic, status=Idea.Status.GATHERING, threshold__lte=topic.supports)
    if ready.exists():  # seldom: others wait for this answer
        reach_threshold(idea=ready.get(), now=now)


def sentence_about_goal(sender: Any, topic: Topic, **kwargs: Any) -> str:
    from .models import Idea
    from .way import goal_sentence

    idea = Idea.objects.select_related("topic").filter(topic=topic).first()
    return goal_sentence(idea, today=timezone.localdate()) if idea is not None else ""


def the_refused_one(sender: Any, topic: Topic, moderator: User, now: datetime, **kwargs: Any) -> bool:
    from .actions import take_after_all
    from .models import Idea

    idea = Idea.objects.filter(topic=topic, status=Idea.Status.REFUSED).first()
    return idea is not None and take_after_all(idea=idea, by=moderator, now=now)


def tell_of_hiding(sender: Any, topic: Topic, moderator: User, now: datetime, **kwargs: Any) -> None:
    from .models import Idea
    from .telling import tell_of_removal

    if idea := Idea.objects.select_related("topic").filter(topic=topic).first():
        tell_of_removal(idea, by=moderator, now=now)


def tell_of_showing(sender: Any, topic: Topic, moderator: User, now: datetime, **kwargs: Any) -> None:
    from participation.answers.telling import tell_again

    from .models import Idea
    from .telling import tell_of_return

    if idea := Idea.objects.select_related("topic").filter(topic=topic).first():
        tell_of_return(idea, by=moderator, now=now)
        tell_again(topic, by=moderator, now=now)


def is_in_a_public_state(sender: Any, topic: Topic, **kwargs: Any) -> bool:
    """What was withdrawn or refused meanwhile is not brought back by showing it again."""
    from .models import Idea
    from .states import PUBLIC

    return topic.kind != topic.Kind.IDEA or Idea.objects.filter(topic=topic, status__in=PUBLIC).exists()
