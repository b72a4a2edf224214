"""Who is told of what. Sentences are lazy: each person reads them in their own language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Role, User
from participation.accounts.permissions import who_hold
from participation.moderation.telling import by_wish
from participation.notifications.actions import notify
from participation.notifications.interests import tell_interested
from participation.notifications.models import Reason
from participation.notifications.spreading import notify_many
from participation.topics.models import Topic
from participation.voting import concerned

from .models import Idea

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet
    from django.utils.functional import Promise


CONCERNED = "ideas.concerned"


def staff_of(idea: Idea, *roles: str) -> QuerySet[User]:
    """Never the author: nobody handles an idea of their own."""
    return who_hold(idea.topic.municipality_id, *roles).exclude(pk=idea.topic.author_id or 0)


def supporters_and_followers(idea: Idea) -> QuerySet[User]:
    """All but the author, who is told in other words."""
    return concerned_by([idea.topic_id]).filter(is_active=True)


def concerned_by(topics: Sequence[int]) -> QuerySet[User]:
    """The audience CONCERNED: who supports or follows one of these topics of ideas, apart from their authors."""
    people = concerned.concerned_by(topics)
    return people.exclude(pk__in=Topic.objects.filter(pk__in=topics, author__isnull=False).values("author"))


def tell_moderators(idea: Idea, *, sentence: str | Promise, mail: bool, now: datetime) -> None:
    """Leads to where it is reviewed, not to the page of the idea. Whoever wants one letter a day gets none now."""
    path = reverse("ideas_admin:inspect", args=[idea.pk])
    for people, at_once in by_wish(staff_of(idea, Role.MODERATOR), first=True):
        _tell(idea, people, "idea_to_review", sentence, reason=Reason.STAFF, mail=mail and at_once, path=path, now=now)


def tell_case_officers(idea: Idea, *, sentence: str | Promise, now: datetime) -> None:
    _tell(idea, staff_of(idea, Role.CASE_OFFICER), "idea_to_answer", sentence, reason=Reason.STAFF, now=now)


def tell_author(
    idea: Idea,
    kind: str,
    sentence: str | Promise,
    *,
    by: User | None,
    now: datetime,
    body: str | Promise = "",
    path: str = "",
) -> None:
    author = idea.topic.author
    if author is not None and author.is_active:
        _tell(idea, [author], kind, sentence, body=body, path=path, actor=by, now=now)


def tell_the_others(
    idea: Idea, kind: str, sentence: str | Promise, *, by: User | None, now: datetime, body: str | Promise = ""
) -> None:
    notify_many(
        people=CONCERNED,
        about=[idea.topic_id],
        kind=kind,
        sentence=sentence,
        body=body,
        topic=idea.topic,
        actor=by,
        now=now,
    )


def tell_the_place(
    idea: Idea, kind: str, sentence: str | Promise, *, by: User | None, now: datetime, body: str | Promise = ""
) -> None:
    """Whoever follows the municipality, the subject or the area."""
    tell_interested(idea.topic, kind=kind, sentence=sentence, body=body, actor=by, now=now)


def position_of(sender: Any, topic: Topic, **kwargs: Any) -> tuple[float, float] | None:
    if topic.kind != topic.Kind.IDEA:
        return None
    idea = Idea.objects.filter(topic=topic, lat__isnull=False).only("lat", "lon").first()
    return idea.position if idea is not None else None


def tell_of_removal(idea: Idea, *, by: User | None, now: datetime) -> None:
    """Whoever supported or follows it sees it no more. Its number only: the words may be why it had to go."""
    sentence = format_lazy(
        _("Idé {reference}, som du har stött eller följt, är inte längre publicerad"), reference=idea.reference
    )
    notify_many(
        people=CONCERNED,
        about=[idea.topic_id],
        kind="idea_removed",
        sentence=sentence,
        actor=by,
        now=now,
    )


def tell_of_withdrawal(idea: Idea, *, by: User, now: datetime) -> None:
    """Whoever supported or followed it sees it no more. Its number only: its author took the words back."""
    sentence = format_lazy(
        _("Den som skrev idé {reference}, som du har stött eller följt, har dragit tillbaka den"),
        reference=idea.reference,
    )
    body = _("Ditt stöd finns kvar om idén kommer tillbaka.")
    about = [idea.topic_id]
    notify_many(people=CONCERNED, about=about, kind="idea_withdrawn", sentence=sentence, body=body, actor=by, now=now)


def tell_of_return(idea: Idea, *, by: User | None, now: datetime) -> None:
    """Whoever heard that it went."""
    tell_the_others(idea, "idea_back", with_title(_("Idén ”{title}” är publicerad igen"), idea), by=by, now=now)


def with_title(sentence: str | Promise, idea: Idea, **values: Any) -> str | Promise:
    return format_lazy(sentence, title=idea.title, **values)


def _in_words(day: date) -> str:
    return date_format(day, "j F Y")


in_words = lazy(_in_words, str)


def _tell(idea: Idea, people: Any, kind: str, sentence: str | Promise, **more: Any) -> None:
    notify(people=people, kind=kind, sentence=sentence, topic=idea.topic, **more)
