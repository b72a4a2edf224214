"""Who works with a topic. Nobody works with an idea of their own, or reads what colleagues say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from participation.accounts.models import Role
from participation.accounts.permissions import has_role, is_administrator, roles_of, who_hold, who_may
from participation.topics.models import Topic

from .models import Assignment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from participation.accounts.models import User

    from .models import Evaluation, Note, Sheet

    Anyone = User | AnonymousUser

COLLEAGUES = (Role.MODERATOR, Role.CASE_OFFICER, Role.EVALUATOR, Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR)
KINDS = (Topic.Kind.IDEA, Topic.Kind.PROPOSAL)


def can_work(user: Anyone, topic: Topic) -> bool:
    is_own = topic.author_id is not None and topic.author_id == user.pk
    return topic.kind in KINDS and not is_own and has_role(user, topic.municipality_id, *COLLEAGUES)


def can_assign(user: Anyone, topic: Topic) -> bool:
    return can_work(user, topic) and has_role(user, topic.municipality_id, Role.CASE_OFFICER, Role.MODERATOR)


def can_ask(user: Anyone, topic: Topic) -> bool:
    """Asks evaluators, and sums up what they say."""
    return can_work(user, topic) and has_role(user, topic.municipality_id, Role.CASE_OFFICER)


def can_publish(user: Anyone, evaluation: Evaluation) -> bool:
    """Two people: who summed it up does not publish it."""
    topic = evaluation.topic
    is_other = evaluation.summed_up_by_id != user.pk and not judges_still(user, evaluation)
    return is_other and can_work(user, topic) and has_role(user, topic.municipality_id, Role.PUBLISHER)


def judges_still(user: Anyone, evaluation: Evaluation) -> bool:
    """Was asked and has not handed in: until then one reads neither the others nor what they are summed up to,
    whatever else one may do here, so that each judges alone. What is published everybody reads."""
    return not evaluation.is_published and evaluation.sheets.filter(evaluator=user.pk, handed_in_at=None).exists()


def can_read_sheets(user: Anyone, evaluation: Evaluation) -> bool:
    """What each one said: whoever asks or publishes, and evaluators once they have handed in their own."""
    if judges_still(user, evaluation):
        return False
    own = evaluation.sheets.filter(evaluator=user.pk, handed_in_at__isnull=False)
    return can_ask(user, evaluation.topic) or can_publish(user, evaluation) or own.exists()


def can_remove(user: Anyone, note: Note) -> bool:
    return note.author_id is not None and note.author_id == user.pk


def topics_for(user: User) -> QuerySet[Topic]:
    """What somebody may work with, given that they hold a role there (`can_work`). Nothing that is still a draft."""
    places = [pk for pk, held in roles_of(user).items() if held & set(COLLEAGUES)]
    topics = Topic.objects.visible_to(user).of_kind(*KINDS).exclude(visibility=Topic.Visibility.AUTHOR)
    return topics if is_administrator(user) else topics.filter(municipality__in=places)


def still_assigned() -> QuerySet[Assignment]:
    """To somebody who may still work with it."""
    officers = who_may(OuterRef("topic__municipality"), Role.CASE_OFFICER)
    return Assignment.objects.filter(Exists(officers.filter(pk=OuterRef("person"))))


def with_left(sheets: QuerySet[Sheet]) -> QuerySet[Sheet]:
    """`has_left`: whoever was asked is no evaluator there any more."""
    return sheets.annotate(has_left=~is_there())


def is_there() -> Exists:
    """Of a sheet: whoever was asked is an evaluator still."""
    evaluators = who_may(OuterRef("evaluation__topic__municipality"), Role.EVALUATOR)
    return Exists(evaluators.filter(pk=OuterRef("evaluator")))


def who_go_on_with(evaluation: Evaluation) -> QuerySet[User]:
    """Who asked for it; where they have left, whose the topic is, else the case officers, else those who run the
    place."""
    topic = evaluation.topic
    officers = who_may(topic.municipality_id, Role.CASE_OFFICER).exclude(pk=topic.author_id or 0)
    whose = still_assigned().filter(topic=topic).values_list("person", flat=True)
    ways = (
        officers.filter(pk=evaluation.asked_by_id or 0),
        officers.filter(pk__in=whose),
        colleagues_of(topic, Role.CASE_OFFICER),
        colleagues_of(topic, Role.ADMINISTRATOR),
    )
    return next((people for people in ways if people.exists()), ways[-1])


def colleagues_of(topic: Topic, *roles: str) -> QuerySet[User]:
    """Who holds one of `roles` where the topic is, and has not written it."""
    people = who_hold(topic.municipality_id, *(roles or COLLEAGUES))
    return people.exclude(pk=topic.author_id or 0).order_by("display_name", "pk")
