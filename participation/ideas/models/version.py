from __future__ import annotations

from datetime import UTC

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .idea import Idea


class IdeaVersion(models.Model):
    """The words of an idea as they were published, or an addition below them.

    An edit or addition waits for review where the municipality reviews before publication;
    the public then goes on seeing the version before.
    """

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("Ursprunglig text")
        EDIT = "edit", _("Ändring")
        ADDITION = "addition", _("Tillägg")

    class Review(models.TextChoices):
        WAITING = "waiting", _("Granskas")
        PUBLIC = "public", _("Publicerad")
        REFUSED = "refused", _("Inte godkänd")

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="versions")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField(max_length=8000)
    review = models.CharField(max_length=8, choices=Review.choices, default=Review.PUBLIC)
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["idea", "number"], name="ideas_versions_are_numbered"),
            models.UniqueConstraint(fields=["idea"], condition=Q(review="waiting"), name="ideas_one_version_waits"),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} v{self.number}"

    @property
    def stamp(self) -> str:
        """Which words these are: their writer may write a waiting change over, and its readers must see that."""
        return self.created_at.astimezone(UTC).isoformat()
