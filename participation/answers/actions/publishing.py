from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from participation.core.filling import unknown_in
from participation.topics.models import Topic

from ..approval import check_approved
from ..canned import FILLED
from ..deserted import tell_of_way
from ..errors import CannotBeAnswered, NotApproved, NotComplete
from ..models import Answer, AnswerDraft, EarlierAnswer
from ..models.answer import PROMISES, WORDS
from ..models.earlier import Change, change_between
from ..signals import answered
from ..subjects import subject_of
from ..telling import tell_of_step
from .drafting import check_open, check_seen, latest_words, locked_draft, save_draft, stamp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from wagtail.models import Revision

    from participation.accounts.models import User


class Sent(StrEnum):
    TO_APPROVAL = "to_approval"
    PUBLISHED = "published"
    WAITS_FOR_ITS_DAY = "waits"


@transaction.atomic
def send(*, draft: AnswerDraft, by: User, seen: str, now: datetime) -> Sent:
    """To the first who approves, or out where the municipality has no workflow. What was sent back begins anew.

    It goes also where nobody may decide yet, and those who can mend that hear of it: decision 22.

    Raises CameBetween, NotComplete and CannotBeAnswered.
    """
    fresh = locked_draft(draft.topic)
    check_seen(fresh, seen, reader=by)
    assert fresh is not None  # a draft that is gone was not seen
    check_open(fresh)
    words = latest_words(fresh)
    _check_complete(words)
    check_filled(words)
    check_can_be_answered(fresh.topic)
    workflow = fresh.get_workflow()
    if workflow is None:
        fresh.publish(fresh.latest_revision, user=by, now=now)
        return Sent.PUBLISHED if fresh.live_revision_id == fresh.latest_revision_id else Sent.WAITS_FOR_ITS_DAY
    if (sent_back := fresh.current_workflow_state) is not None:
        sent_back.cancel(user=by)
    workflow.start(fresh, by)
    tell_of_step(fresh, by=by, now=now)
    tell_of_way(fresh, now=now)
    return Sent.TO_APPROVAL


@transaction.atomic
def answer(*, topic: Topic, by: User, now: datetime, **words: Any) -> Answer:
    """Write an answer and publish it at once. Raises NotApproved where the municipality has a workflow."""
    check_can_be_answered(topic)
    draft = AnswerDraft.objects.filter(topic=topic).first()
    draft = save_draft(topic=topic, by=by, words=_whole(words), seen=stamp(draft), now=now)
    if draft.get_workflow() is not None:
        raise NotApproved
    draft.publish(draft.latest_revision, user=by, now=now)
    return Answer.objects.select_related("department").get(topic=topic)


@transaction.atomic
def make_public(*, draft: AnswerDraft, revision: Revision, now: datetime) -> Answer:
    """The draft's words are what the municipality has answered from now on. Words that are put right keep the day of
    the answer, and what is done. Raises NotApproved and CannotBeAnswered."""
    check_approved(revision)
    topics = Topic.objects.select_related("municipality", "author__home")
    topic = topics.select_for_update(of=("self",), no_key=True).get(pk=draft.topic_id)
    said = {name: getattr(draft, name) for name in WORDS}
    old = Answer.objects.filter(topic=topic).first()
    change = change_between(old, said) if old else None
    replaced = EarlierAnswer.keep(old, change=change, now=now) if old and change else None
    is_new = old is None or change in (Change.OUTCOME, Change.PROMISE)
    anew = {"answered_at": now, "done_on": None, "done_sentence": ""} if is_new else {}
    record, _new = Answer.objects.update_or_create(topic=topic, defaults={**said, **anew, "answered_by": revision.user})
    answered.send(sender=Answer, topic=topic, answer=record, replaced=replaced, by=revision.user, now=now)
    return record


@transaction.atomic
def unschedule(*, draft: AnswerDraft, by: User, seen: str) -> None:
    """Words that wait for their day wait no more: they can be changed and sent again."""
    fresh = locked_draft(draft.topic)
    check_seen(fresh, seen, reader=by)
    if fresh is not None:
        fresh.revisions.update(approved_go_live_at=None)


def check_can_be_answered(topic: Topic) -> None:
    """Raises CannotBeAnswered."""
    if why_not := subject_of(topic).why_not(topic):
        raise CannotBeAnswered(why_not)


def check_filled(words: AnswerDraft) -> None:
    """Nobody reads "{titel}" in public; a title may hold braces of its own. Raises CannotBeAnswered."""
    said = [getattr(words, name).replace(words.topic.title, "") for name in FILLED]
    if left := [found for text in said for found in unknown_in(text, ())]:
        raise CannotBeAnswered(_("Det här är inte ifyllt: %(words)s.") % {"words": ", ".join(left)})


def _check_complete(words: AnswerDraft) -> None:
    lacks = [name for name in ("outcome", "sentence", "text", "next_step") if not getattr(words, name)]
    if words.department_id is None:
        lacks.append("department")
    if words.outcome in PROMISES and words.next_step_on is None:
        lacks.append("next_step_on")
    if lacks:
        raise NotComplete(lacks)


def _whole(words: Mapping[str, Any]) -> dict[str, Any]:
    """A new answer in place of an old one keeps nothing of it that is not said again."""
    return {"registry_number": "", "next_step": "", "next_step_on": None, "file": None, "go_live_at": None, **words}
