from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participation.discussion.models import Comment
from participation.notifications.models import Follow, Notification
from participation.voting.models import Support

from .idea import Idea


class Merger(models.Model):
    """Staff found that two ideas ask for the same: `idea` goes on as `kept`, until it is undone.

    `kept` is what was decided that day. Where the idea is read today is `Idea.merged_into`.
    """

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="mergers")
    kept = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="received")
    words = models.CharField(_("till dem som skrev"), max_length=300)
    status_before = models.CharField(max_length=20, choices=Idea.Status.choices)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    supports = models.PositiveIntegerField(default=0, help_text="How many moved")
    already = models.PositiveIntegerField(default=0, help_text="How many supported both, and count once")
    followers = models.PositiveIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_words = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("sammanslagning")
        verbose_name_plural = _("sammanslagningar")
        ordering = ["-merged_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["idea"], condition=Q(undone_at__isnull=True), name="ideas_merged_once"),
            models.CheckConstraint(condition=~Q(idea=F("kept")), name="ideas_merged_with_another"),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} → {self.kept_id}"


class MovedRow(models.Model):
    """Something that lay on the merged idea and lies on the kept one now: what undoing takes back.

    Of the thread only the entries that began a branch: answers follow them. What belonged to somebody who
    supports or follows both never moves: it lies where it was, uncounted by the kept idea.
    """

    merger = models.ForeignKey(Merger, on_delete=models.CASCADE, related_name="moved")
    support = models.ForeignKey(Support, on_delete=models.CASCADE, null=True, related_name="moved")
    follow = models.ForeignKey(Follow, on_delete=models.CASCADE, null=True, related_name="moved")
    entry = models.ForeignKey(Comment, on_delete=models.CASCADE, null=True, related_name="moved")
    news = models.ForeignKey(Notification, on_delete=models.CASCADE, null=True, related_name="moved")

    KINDS: ClassVar[tuple[str, ...]] = ("support", "follow", "entry", "news")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(support__isnull=False, follow__isnull=True, entry__isnull=True, news__isnull=True)
                | Q(support__isnull=True, follow__isnull=False, entry__isnull=True, news__isnull=True)
                | Q(support__isnull=True, follow__isnull=True, entry__isnull=False, news__isnull=True)
                | Q(support__isnull=True, follow__isnull=True, entry__isnull=True, news__isnull=False),
                name="ideas_moved_is_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.merger_id}: {self.pk}"
