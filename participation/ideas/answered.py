"""An idea as something that is answered: what `participation.answers` asks of it, and what follows its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.answers.errors import CannotBeAnswered, HeldBack
from participation.answers.subjects import Source, Subject
from participation.topics.models import Topic

from .actions import take_answer
from .models import Idea, IdeaEvent
from .permissions import is_hidden
from .states import ANSWERABLE, InvalidTransition, Status

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from participation.accounts.models import User
    from participation.answers.models import Answer, EarlierAnswer


def idea_answered(sender: Any, topic: Topic, answer: Answer, by: User | None, now: datetime, **kwargs: Any) -> None:
    """In the transaction that made the answer public, so that neither is there without the other."""
    if topic.kind != Topic.Kind.IDEA:
        return
    idea = _idea(topic)
    if is_hidden(idea) or idea.status in (Status.WITHDRAWN, Status.PROPOSAL):
        raise HeldBack(_why_not(topic))
    try:
        replaced: EarlierAnswer | None = kwargs.get("replaced")
        take_answer(idea=idea, answer=answer, replaced=replaced, by=by, now=now)
    except InvalidTransition:
        raise CannotBeAnswered(_why_not(topic)) from None


def answer_unsaid(sender: Any, topic: Topic, sentence: str, **kwargs: Any) -> None:
    """The history of the idea told what the municipality answered."""
    IdeaEvent.objects.filter(
        idea__topic=topic, kind=IdeaEvent.Kind.MOVED, status=Status.ANSWERED, reason=sentence
    ).update(reason="")


def _source(topic: Topic) -> Source:
    idea = _idea(topic)
    return Source(idea.title, idea.reference or "", idea.text, reverse("ideas_admin:inspect", args=[idea.pk]))


def _why_not(topic: Topic) -> str:
    """What a moderator hid waits until it is shown again, what was withdrawn until it is back, and what became part of
    a proposal, which gets an answer of its own, until it leaves it."""
    idea = _idea(topic)
    if idea.status == Status.WITHDRAWN:
        return _("Den som skrev idén har dragit tillbaka den. Det går att svara om den kommer tillbaka.")
    if is_hidden(idea):
        return _("En granskare har dolt idén. Det går att skicka svaret när idén visas igen.")
    if idea.status in ANSWERABLE:
        return ""
    if idea.status == Status.PROPOSAL:
        return _("Idén är en del av ett e-tjänsteförslag, som får ett eget svar. Det går att svara om idén lämnar det.")
    return _("Idén går inte att svara på nu. Den är: %(status)s.") % {"status": idea.status_word}


def _away(topic: Topic) -> str:
    idea = _idea(topic)
    if is_hidden(idea):
        return _("Dold av en granskare")
    if idea.status == Status.WITHDRAWN:
        return _("Idén är tillbakadragen")
    if idea.status == Status.PROPOSAL:
        return _("Idén är en del av ett e-tjänsteförslag")
    return _("Idén: %(status)s") % {"status": idea.status_word}


def _page(request: HttpRequest, topic: Topic, answer: Answer) -> HttpResponseBase:
    from .views.read import with_answer

    return with_answer(request, _idea(topic), answer)


def _waiting() -> QuerySet[Any]:
    ideas = Idea.objects.filter(status=Status.TO_BE_ANSWERED, answer_due_on__isnull=False)
    return ideas.annotate(due_on=F("answer_due_on"))


def _resting() -> QuerySet[Any]:
    return Idea.objects.exclude(status__in=ANSWERABLE).values("topic")


def _owing() -> QuerySet[Any]:
    return Idea.objects.filter(status=Status.ANSWERED).values("topic")


def _owner(topic: Topic) -> int | None:
    return _idea(topic).owner_id


def _idea(topic: Topic) -> Idea:
    """As it stands now, with what its page reads."""
    return Idea.objects.for_reading().get(topic=topic)


SUBJECT = Subject(
    kind=Topic.Kind.IDEA,
    noun=gettext_lazy("idé"),
    source=_source,
    why_not=_why_not,
    away=_away,
    page=_page,
    waiting=_waiting,
    resting=_resting,
    owing=_owing,
    owner=_owner,
)
