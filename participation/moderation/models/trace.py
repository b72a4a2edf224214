from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from participation.discussion.models import Comment
from participation.places.models import Municipality
from participation.topics.models import Topic

from ..noticing.kinds import Kind


class Trace(models.Model):
    """That somebody wrote something lately, without the words: how repetition and rate are seen. Gone after a week."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=32, blank=True, help_text="Of the words; none of a few words")
    hosts = models.JSONField(default=list, blank=True, help_text="Where its links lead")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(entry__isnull=False), name="moderation_one_trace_of_an_entry"
            ),
            models.UniqueConstraint(
                fields=["topic"], condition=Q(entry__isnull=True), name="moderation_one_trace_of_a_topic"
            ),
        ]
        indexes = [
            models.Index(fields=["author", "-written_at"], name="moderation_trace_of"),
            models.Index(fields=["fingerprint"], condition=~Q(fingerprint=""), name="moderation_trace_same"),
            models.Index(fields=["written_at"], name="moderation_trace_old"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.written_at:%Y-%m-%d}"


class HeldSignal(models.Model):
    """The municipality wants what this signal notices to be read before others see it."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="held_signals")
    kind = models.CharField(max_length=10, choices=Kind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind"], name="moderation_signal_held_once"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
