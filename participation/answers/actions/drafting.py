from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import TaskState, WorkflowState

from participation.accounts.names import name_to
from participation.core.between import CameBetween
from participation.topics.models import Topic

from ..models import Answer, AnswerDraft
from ..models.answer import WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from participation.accounts.models import User

UNBEGUN, RETURNED = "0-0-0", "r"
# Beside what it says: when it may come out at the earliest.
KEPT = (*WORDS, "go_live_at")


def locked_draft(topic: Topic) -> AnswerDraft | None:
    """Topic and draft, both locked to the end of the transaction, in the order in which all take them."""
    kept = Topic.objects.select_related("municipality", "author").select_for_update(of=("self",), no_key=True)
    fresh = kept.get(pk=topic.pk)
    draft = AnswerDraft.objects.select_for_update(of=("self",), no_key=True).filter(topic=fresh).first()
    if draft is not None:
        draft.topic = fresh
    return draft


def stamp(draft: AnswerDraft | None) -> str:
    """What somebody has seen: which words, where they stood, and which were public. It changes with any of these."""
    if draft is None:
        return UNBEGUN
    waiting = draft.current_workflow_state
    step = str(waiting.current_task_state_id) if waiting else "0"
    if waiting and waiting.status != WorkflowState.STATUS_IN_PROGRESS:
        step += RETURNED
    return f"{draft.latest_revision_id or 0}-{step}-{draft.live_revision_id or 0}"


def latest_words(draft: AnswerDraft) -> AnswerDraft:
    """The draft with what was written last, which need not be what is public."""
    words: AnswerDraft = draft.get_latest_revision_as_object() if draft.latest_revision_id else draft
    words.topic = draft.topic
    return words


def first_words(topic: Topic) -> AnswerDraft:
    """What a form begins with where nobody has written yet. Not stored."""
    return AnswerDraft(topic=topic, **_public_words(topic))


@transaction.atomic
def save_draft(*, topic: Topic, by: User, words: Mapping[str, Any], seen: str, now: datetime) -> AnswerDraft:
    """Keep what was written. The same words twice are one revision, and make nobody their writer.

    Raises CameBetween where somebody wrote meanwhile, or it is being decided on, or waits for its day.
    """
    draft = locked_draft(topic)
    check_seen(draft, seen, reader=by)
    if draft is None:
        draft = AnswerDraft(topic=topic, begun_at=now, begun_by=by, live=False, **_public_words(topic))
        draft.save()
    check_open(draft)
    written = latest_words(draft)
    changed = {name: value for name, value in words.items() if getattr(written, name) != value}
    if draft.latest_revision_id and not changed:
        return draft
    for name, value in changed.items():
        setattr(written, name, value)
        if not draft.live:
            setattr(draft, name, value)
    if not draft.live:
        draft.save()
    written.save_revision(user=by, clean=False, log_action=True)
    return AnswerDraft.objects.select_related("topic__municipality").get(pk=draft.pk)


@transaction.atomic
def discard(*, draft: AnswerDraft, by: User, seen: str) -> None:
    """What was never public is deleted; of a public answer only the words that nobody has read yet go."""
    fresh = locked_draft(draft.topic)
    check_seen(fresh, seen, reader=by)
    if fresh is None:
        return
    check_open(fresh)
    if not fresh.live:
        fresh.delete()
        return
    published = fresh.live_revision.as_object()
    published.topic = fresh.topic
    published.save_revision(user=by, clean=False, log_action=True)
    AnswerDraft.objects.filter(pk=fresh.pk).update(has_unpublished_changes=False)


def check_open(draft: AnswerDraft) -> None:
    """Raises CameBetween for what is not to be changed now."""
    if draft.workflow_in_progress:
        raise CameBetween(_("Svaret väntar på godkännande. Ta tillbaka det om det ska ändras."))
    if draft.approved_schedule:
        raise CameBetween(_("Svaret väntar på sin dag. Ta bort dagen om det ska ändras."))


def check_seen(draft: AnswerDraft | None, seen: str, *, reader: User) -> None:
    """Raises CameBetween where it is no longer as the person saw it."""
    if seen == stamp(draft):
        return
    if draft is None:
        raise CameBetween(_("Utkastet är borttaget."))
    if seen.rpartition("-")[0] == stamp(draft).rpartition("-")[0]:
        raise CameBetween(_("Svaret har publicerats sedan du öppnade det."))
    what, person = _latest_deed(draft)
    raise CameBetween(what % {"who": name_to(reader, person)})


DECIDED = {
    TaskState.STATUS_APPROVED: gettext_lazy("%(who)s har godkänt svaret sedan du öppnade det."),
    TaskState.STATUS_REJECTED: gettext_lazy("%(who)s har lämnat tillbaka svaret sedan du öppnade det."),
    TaskState.STATUS_CANCELLED: gettext_lazy("%(who)s har tagit tillbaka svaret sedan du öppnade det."),
}


def _latest_deed(draft: AnswerDraft) -> tuple[Any, User | None]:
    """Words with `who`, and who it was: whoever wrote, sent it in, or decided, whichever came last."""
    deeds: list[tuple[datetime, Any, User | None]] = []
    if (last := draft.latest_revision) is not None:
        deeds.append((last.created_at, _("%(who)s har ändrat svaret sedan du öppnade det."), last.user))
    if (sent := draft.workflow_states.order_by("-pk").first()) is not None:
        words = _("%(who)s har skickat svaret för godkännande sedan du öppnade det.")
        deeds.append((sent.created_at, words, sent.requested_by))
    ended = TaskState.objects.filter(workflow_state__in=draft.workflow_states.values("pk"), status__in=DECIDED)
    if (state := ended.exclude(finished_at=None).order_by("finished_at").last()) is not None:
        deeds.append((state.finished_at, DECIDED[state.status], state.finished_by))
    _at, what, who = max(reversed(deeds), key=lambda deed: deed[0])
    return what, who


def _public_words(topic: Topic) -> dict[str, Any]:
    """A new answer begins with the one that is public."""
    public = Answer.objects.filter(topic=topic).first()
    return {name: getattr(public, name) for name in WORDS} if public else {}
