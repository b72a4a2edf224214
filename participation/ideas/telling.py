"""Who is told of what. Sentences are lazy: each person reads them in their own language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Role, User
from participation.notifications.actions import notify
from participation.notifications.models import Follow
from participation.voting.models import Support

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from .models import Idea


def staff_of(idea: Idea, *roles: str) -> QuerySet[User]:
    """Never the author: nobody handles an idea of their own."""
    held = {"groups__staff_group__municipality": idea.topic.municipality_id, "groups__staff_group__role__in": roles}
    return User.objects.filter(is_active=True, **held).exclude(pk=idea.topic.author_id or 0).distinct()


def supporters_and_followers(idea: Idea) -> QuerySet[User]:
    """All but the author, who is told in other words."""
    followed = Follow.objects.filter(topic=idea.topic_id).values("person")
    supported = Support.objects.filter(topic=idea.topic_id, stance=Support.Stance.FOR, person__isnull=False)
    people = User.objects.filter(Q(pk__in=followed) | Q(pk__in=supported.values("person")), is_active=True)
    return people.exclude(pk=idea.topic.author_id or 0)


def tell_moderators(idea: Idea, *, sentence: str | Promise, mail: bool, now: datetime) -> None:
    """Leads to where it is reviewed, not to the page of the idea."""
    path = reverse("ideas_admin:inspect", args=[idea.pk])
    _tell(idea, staff_of(idea, Role.MODERATOR), "idea_to_review", sentence, mail=mail, path=path, now=now)


def tell_case_officers(idea: Idea, *, sentence: str | Promise, now: datetime) -> None:
    _tell(idea, staff_of(idea, Role.CASE_OFFICER), "idea_to_answer", sentence, now=now)


def tell_author(
    idea: Idea, kind: str, sentence: str | Promise, *, by: User | None, now: datetime, body: str | Promise = ""
) -> None:
    author = idea.topic.author
    if author is not None and author.is_active:
        _tell(idea, [author], kind, sentence, body=body, actor=by, now=now)


def tell_the_others(
    idea: Idea, kind: str, sentence: str | Promise, *, by: User | None, now: datetime, body: str | Promise = ""
) -> None:
    _tell(idea, supporters_and_followers(idea), kind, sentence, body=body, actor=by, now=now)


def tell_of_removal(idea: Idea, *, by: User | None, now: datetime) -> None:
    """Whoever supported or follows it sees it no more. Its number only: the words may be why it had to go."""
    sentence = format_lazy(
        _("Idé {reference}, som du har stött eller följt, är inte längre publicerad"), reference=idea.reference
    )
    notify(people=supporters_and_followers(idea), kind="idea_removed", sentence=sentence, actor=by, now=now)


def with_title(sentence: str | Promise, idea: Idea, **values: Any) -> str | Promise:
    return format_lazy(sentence, title=idea.title, **values)


def _in_words(day: date) -> str:
    return date_format(day, "j F Y")


in_words = lazy(_in_words, str)


def _tell(idea: Idea, people: Any, kind: str, sentence: str | Promise, **more: Any) -> None:
    notify(people=people, kind=kind, sentence=sentence, topic=idea.topic, **more)
