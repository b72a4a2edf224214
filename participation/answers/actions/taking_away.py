"""What should never have been public: taken away from what everybody reads, or deleted for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Revision

from participation.attachments.actions import empty
from participation.core.between import CameBetween
from participation.notifications.actions import unsay

from ..models import Answer, AnswerDraft, AnswerFile, EarlierAnswer
from ..signals import unsaid
from .drafting import locked_draft

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

TAKEN_AWAY, DELETED = "answers.taken_away", "answers.deleted"
SAID = ("sentence", "text", "next_step", "done_sentence")


@transaction.atomic
def take_away(*, what: AnswerFile | EarlierAnswer, by: User, because: str, for_good: bool, now: datetime) -> None:
    """What was taken away before can still be deleted; its first reason stays. Raises CameBetween."""
    draft = locked_draft(what.topic)
    fresh = type(what).objects.select_for_update(of=("self",)).get(pk=what.pk)  # type: ignore[misc]  # of either
    if fresh.is_deleted or (fresh.taken_away_at and not for_good):
        raise CameBetween(_("Det är redan borttaget."))
    if fresh.taken_away_at is None:
        fresh.mark_taken_away(by=by, because=because, now=now)
    if isinstance(fresh, EarlierAnswer):
        _say_no_more(fresh)
    if for_good:
        fresh.is_deleted = True
        _delete(fresh, draft)
    fresh.save()
    about = {"what": fresh._meta.model_name, "because": fresh.taken_away_because}
    log(instance=draft or fresh, action=DELETED if for_good else TAKEN_AWAY, user=by, data=about)


def _say_no_more(earlier: EarlierAnswer) -> None:
    """Nor in what was told of it, unless the same sentence is still public."""
    topic, sentence = earlier.topic, earlier.sentence
    others = EarlierAnswer.objects.filter(topic=topic, sentence=sentence, taken_away_at__isnull=True)
    still_said = Answer.objects.filter(topic=topic, sentence=sentence).exists()
    if sentence and not still_said and not others.exclude(pk=earlier.pk).exists():
        unsay(topic=topic, words=sentence)
        unsaid.send(sender=EarlierAnswer, topic=topic, sentence=sentence)


def _delete(what: AnswerFile | EarlierAnswer, draft: AnswerDraft | None) -> None:
    if isinstance(what, AnswerFile):
        empty(attachment=what)
        return
    sentences = {what.sentence}
    for name in SAID:
        setattr(what, name, "")
    if draft is not None:
        _forget_log(draft, sentences | _forget_revisions(draft, before=what.replaced_at))


def _forget_revisions(draft: AnswerDraft, *, before: datetime) -> set[str]:
    """The words on the way to what was deleted, and from there to what replaced it. Returns the sentences."""
    old = list(
        draft.revisions.filter(created_at__lt=before).exclude(pk__in=[draft.latest_revision_id, draft.live_revision_id])
    )
    sentences = {str(revision.content.get("sentence") or "") for revision in old}
    for revision in old:
        revision.content |= {name: "" for name in SAID if name in revision.content}
        revision.object_str = str(draft.topic_id)
    Revision.objects.bulk_update(old, ["content", "object_str"])
    return sentences - {""}


def _forget_log(draft: AnswerDraft, sentences: set[str]) -> None:
    """Who did what and when stays. Wagtail's log calls a draft by its sentence, and tells how that changed."""
    kind = ContentType.objects.get_for_model(AnswerDraft)
    entries = list(ModelLogEntry.objects.filter(content_type=kind, object_id=str(draft.pk)))
    for entry in entries:
        if entry.label in sentences:
            entry.label = str(draft.topic_id)
        if sentences & set(entry.data.get("title", {}).values()):
            entry.data = {name: value for name, value in entry.data.items() if name != "title"}
    ModelLogEntry.objects.bulk_update(entries, ["label", "data"])
