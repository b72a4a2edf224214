from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.discussion.models import Comment
from participation.places.models import Municipality


class ImportRun(models.Model):
    """One import of ideas and entries from another platform: what it did, and what it takes to undo it."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="import_runs")
    source = models.CharField(_("källa"), max_length=40, help_text="As people know the other site")
    mapping = models.CharField(max_length=80)
    ideas_file = models.CharField(max_length=255)
    comments_file = models.CharField(max_length=255, blank=True)
    is_open = models.BooleanField(default=False, help_text="Whether what it brought can be supported and discussed")
    report = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undo_report = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("hämtning")
        verbose_name_plural = _("hämtningar")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.pk}: {self.source}"


class ImportedEntry(models.Model):
    """Which entry of the other site an entry here is, so that it comes once.

    An entry that is removed for good here leaves its row, or the next import would bring it back.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="entries")
    idea = models.ForeignKey("ideas.Idea", on_delete=models.PROTECT, related_name="imported_entries")
    entry = models.OneToOneField(Comment, on_delete=models.SET_NULL, null=True, blank=True, related_name="imported_as")
    imported_id = models.CharField(max_length=64)
    voice = models.PositiveIntegerField(
        default=0, help_text="Who of the thread speaks; 0 is nobody known. Never a name or a number of the source"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "imported_id"], name="ideas_entry_imported_once"),
            models.CheckConstraint(condition=~Q(imported_id=""), name="ideas_imported_entry_has_id"),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.imported_id}"
