from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import MaxThreadLevelExceededException, XtdComment, max_thread_level_for_content_type

from participation.places.models import Department
from participation.topics.models import Topic


class Comment(XtdComment):
    """An entry in the thread of a topic.

    django-comments-xtd keeps a generic key of its own; `topic` is the real one beside it.
    A comment on a removed one, on another topic or below the third level is refused.
    """

    class Removal(models.TextChoices):
        AUTHOR = "author", _("Borttaget av den som skrev")
        MODERATOR = "moderator", _("Dolt av granskare")

    # Named by hand: the default would clash with the library's own field.
    base = models.OneToOneField(XtdComment, on_delete=models.CASCADE, parent_link=True, related_name="entry")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="entries")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="entries"
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="entries",
        help_text="Set on the municipality's own words",
    )
    answers = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="The entry that this one answers, when it lies deeper than the thread shows",
    )
    appreciations = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removal = models.CharField(max_length=10, choices=Removal.choices, blank=True)
    removal_reason = models.CharField(_("skäl"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("inlägg")
        verbose_name_plural = _("inlägg")
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removal="") | Q(removed_at__isnull=False) & ~Q(removal=""),
                name="discussion_removal_says_by_whom",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} · {self.topic_id}"

    @property
    def is_shown(self) -> bool:
        """Whether its words are shown; a removed one stays as a tombstone."""
        return self.removed_at is None

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():  # the row and its place in the tree, or neither
            super().save(*args, **kwargs)

    def _calculate_thread_data(self) -> None:
        """Replaces the library's renumbering of siblings, which deadlocks and loses rows.

        The primary key is the order: a thread is read by parent, so nothing needs renumbering.
        """
        parent = XtdComment.norel_objects.get(pk=self.parent_id)
        if (parent.content_type_id, parent.object_pk) != (self.content_type_id, str(self.object_pk)):
            raise ValueError("A reply belongs to the topic of what it answers")
        if parent.level >= max_thread_level_for_content_type(self.content_type):
            raise MaxThreadLevelExceededException(self)
        self.thread_id, self.level, self.order = parent.thread_id, parent.level + 1, self.pk
        XtdComment.norel_objects.filter(pk=parent.thread_id).update(nested_count=F("nested_count") + 1)


class Appreciation(models.Model):
    """One person's appreciation of an entry; `Comment.appreciations` counts them."""

    entry = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="appreciated")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="appreciations"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "person"], name="discussion_appreciate_once")]

    def __str__(self) -> str:
        return f"{self.person_id} ♥ {self.entry_id}"
