from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from participation.places.models import Department

from .idea import Idea
from .version import IdeaVersion


class IdeaEvent(models.Model):
    """A step on an idea's way: dated, owned, and never changed afterwards."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("Nytt läge")
        EDITED = "edited", _("Texten ändrades")
        ADDED = "added", _("Tillägg")
        VERSION_REFUSED = "version_refused", _("Ändringen godkändes inte")
        ASSIGNED = "assigned", _("Ny ansvarig")
        DONE = "done", _("Genomförd")
        JOINED = "joined", _("En annan idé slogs ihop med den här")
        PARTED = "parted", _("En annan idé fick tillbaka en egen sida")

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.MOVED)
    status = models.CharField(max_length=20, choices=Idea.Status.choices)
    before = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("skäl"), blank=True)
    version = models.ForeignKey(
        IdeaVersion,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="The words that this step is about, so that a page reads way and additions in one question",
    )
    is_public = models.BooleanField(default=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("steg")
        verbose_name_plural = _("steg")

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.status}"
