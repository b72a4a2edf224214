"""A proposal as something that the municipality answers: what `participation.answers` asks of it, and what follows."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.db.models import F, Min, QuerySet
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.answers.actions import mark_done
from participation.answers.actions.doing import NothingPromised
from participation.answers.errors import CannotBeAnswered
from participation.answers.models import Change, EarlierAnswer
from participation.answers.shown import whats_next
from participation.answers.subjects import Source, Subject
from participation.core.dates import at_latest, in_words
from participation.notifications.audiences import CONCERNED
from participation.notifications.interests import tell_interested
from participation.notifications.spreading import notify_many
from participation.topics.models import Topic
from participation.topics.words_elsewhere import title_told

from . import ideas_link
from .models import ServiceProposalPage
from .models.stage import Stage
from .versions import live_versions

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from participation.accounts.models import User
    from participation.answers.models import Answer

# What components/answer.html calls them.
KINDS = {"will_do": "yes", "partly": "partly", "will_not": "no", "exists": "yes"}
CHANGED = {
    Change.WORDS: gettext_lazy("Kommunen har rättat sitt svar på förslaget ”{title}”"),
    Change.PROMISE: gettext_lazy("Kommunen har ändrat vad som händer med förslaget ”{title}”"),
    Change.OUTCOME: gettext_lazy("Kommunen har ändrat sitt svar på förslaget ”{title}”"),
}


def proposal_answered(sender: Any, topic: Topic, answer: Answer, by: User | None, now: datetime, **kwargs: Any) -> None:
    """In the transaction that made the answer public. Raises CannotBeAnswered."""
    if topic.kind != Topic.Kind.PROPOSAL:
        return
    if why_not := _why_not(topic):
        raise CannotBeAnswered(why_not)
    if answer.department.municipality_id != topic.municipality_id:
        raise ValueError("A department answers for its own municipality")
    Topic.objects.filter(pk=topic.pk).update(last_activity_at=now)
    words = gettext_lazy("Kommunen har svarat på förslaget ”{title}”")
    if (replaced := kwargs.get("replaced")) is not None:
        words = CHANGED[replaced.change or Change.OUTCOME]
    sentence = format_lazy(words, title=title_told(topic))
    sources = Topic.objects.filter(became__page__topic=topic).distinct().values_list("pk", flat=True)
    told: dict[str, Any] = {"kind": "proposal_answered", "sentence": sentence, "body": answer.sentence}
    notify_many(people=CONCERNED, about=[topic.pk, *sources], topic=topic, actor=by, now=now, **told)
    tell_interested(topic, actor=by, now=now, **told)
    if replaced is None:  # a new answer is no new decision
        ideas_link.tell_reporters(topic, "answered", sentence, now=now)


def keep_promise(topic: Topic, *, note: str, day: date) -> None:
    """An e-service that is in use is what the answer promised."""
    with suppress(NothingPromised):
        mark_done(topic=topic, done_on=day, sentence=(note or _("E-tjänsten är i drift."))[:200])


def shown_answer(page: ServiceProposalPage, *, today: date) -> dict[str, Any]:
    """The answer, or when it is promised, for the proposal's page."""
    answer: Answer | None = getattr(page.topic, "answer", None)
    due = page.answer_due_on
    if answer is not None:
        kind = KINDS[answer.outcome]
        return {
            "answer": answer,
            "answer_kind": kind,
            "answer_next": whats_next(answer, today=today, owes=page.stage != Stage.STOPPED),
            "earlier_answers": list(EarlierAnswer.objects.of(answer.topic)),
        }
    if due is None:
        return {"answer": None}
    is_late = due < today
    words = in_words(due, today=today) if is_late else at_latest(due, today=today)
    return {"answer": None, "answer_due": {"kind": "late" if is_late else "waiting", "text": words}}


def _leader(topic: Topic) -> ServiceProposalPage | None:
    return next(iter(live_versions(topic.pk)), None)


def _source(topic: Topic) -> Source:
    page = _leader(topic)
    text = "\n\n".join([page.summary, page.need, page.audience]) if page else topic.summary
    return Source(topic.title, "", text, reverse("casework:topic", args=[topic.pk]))


def _why_not(topic: Topic) -> str:
    return "" if _leader(topic) else _("Förslaget är inte publicerat. Det går att svara på när det är det.")


def _away(topic: Topic) -> str:
    return _("Förslaget är inte publicerat")


def _page(request: HttpRequest, topic: Topic, answer: Answer) -> HttpResponseBase:
    page = _leader(topic)
    assert page is not None  # only what is published has an answer
    topic.answer = answer  # type: ignore[misc]  # instead of the one that is stored
    page.topic = topic
    response = page.serve(request)
    return response.render()  # type: ignore[no-any-return]  # Wagtail's is loose


def _waiting() -> QuerySet[Any]:
    """One page of each topic: all that are up have the same day."""
    up = ServiceProposalPage.objects.live().filter(answer_due_on__isnull=False, topic__answer__isnull=True)
    one = up.values("topic").annotate(first=Min("pk")).values("first")
    return ServiceProposalPage.objects.filter(pk__in=one).annotate(due_on=F("answer_due_on"))


def _resting() -> QuerySet[Any]:
    """What everybody sees has a page that is up."""
    return Topic.objects.none()


def _owing() -> QuerySet[Any]:
    return ServiceProposalPage.objects.live().filter(topic__isnull=False).exclude(stage=Stage.STOPPED).values("topic")


def _owner(topic: Topic) -> int | None:
    page = _leader(topic)
    return page.department_id if page else None


SUBJECT = Subject(
    kind=Topic.Kind.PROPOSAL,
    noun=gettext_lazy("e-tjänsteförslag"),
    source=_source,
    why_not=_why_not,
    away=_away,
    page=_page,
    waiting=_waiting,
    resting=_resting,
    owing=_owing,
    owner=_owner,
)
