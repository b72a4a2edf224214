from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from participation.topics.models import Topic

from .answer import WORDS, Answer, AnswerWords
from .taken_away import TakenAway

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Change(models.TextChoices):
    """What became another when an answer was replaced."""

    WORDS = "words", _("orden")
    PROMISE = "promise", _("löftet")
    OUTCOME = "outcome", _("svaret")


def change_between(old: Answer, said: Mapping[str, Any]) -> Change | None:
    """The gravest. A day is what makes a promise: of what is done nobody reads the next step any more."""
    different = {name for name in WORDS if getattr(old, name) != said[name]}
    if "outcome" in different:
        return Change.OUTCOME
    if "next_step_on" in different or ("next_step" in different and old.done_on is None):
        return Change.PROMISE
    return Change.WORDS if different else None


class EarlierAnswerQuerySet(models.QuerySet["EarlierAnswer"]):
    def of(self, topic: Topic) -> EarlierAnswerQuerySet:
        """With what the page reads, the newest first."""
        return self.filter(topic=topic).select_related("department", "file").order_by("-said_at", "-pk")


class EarlierAnswer(TakenAway, AnswerWords):
    """What the municipality had answered before it changed its answer. Public while the topic is, never changed, only
    taken away."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="earlier_answers")
    said_at = models.DateTimeField()
    replaced_at = models.DateTimeField()
    change = models.CharField(_("vad som ändrades"), max_length=7, choices=Change.choices, blank=True)
    done_on = models.DateField(_("genomfört"), null=True, blank=True)
    done_sentence = models.CharField(_("vad vi gjorde"), max_length=200, blank=True)

    objects = EarlierAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("tidigare svar")
        verbose_name_plural = _("tidigare svar")
        constraints = [*TakenAway.Meta.constraints]

    @classmethod
    def keep(cls, old: Answer, *, change: Change, now: datetime) -> EarlierAnswer:
        """The public answer as it stands, in the transaction that replaces it."""
        kept = {name: getattr(old, name) for name in (*WORDS, "done_on", "done_sentence")}
        return cls.objects.create(
            topic_id=old.topic_id, said_at=old.answered_at, replaced_at=now, change=change, **kept
        )
