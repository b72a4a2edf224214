from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participation.discussion.models import Comment
from participation.places.models import Municipality
from participation.topics.models import Topic

from ..querysets import ItemQuerySet
from .appeal import Appeal
from .decision import Decision
from .reasons import Reason

WAITS = Q(settled_at__isnull=True)
A_FLAG_MOVES_IT = timedelta(hours=6)
MOST_MOVED = 40  # flags: ten days, so that a crowd does not push a thing before all that has waited for weeks
READING_LASTS = timedelta(minutes=15)


class Item(models.Model):
    """One thing that waits for a moderator, whatever it is; when it is settled, how long that took.

    The queue is read from this table alone. `turn_at` is its order: when it must be decided, earlier with each flag.
    """

    class Kind(models.TextChoices):
        IDEA = "idea", _("Ny idé")
        CHANGE = "change", _("Ändring av en idé")
        TOPIC = "topic", _("Publicerad text")
        ENTRY = "entry", pgettext_lazy("ett", "Inlägg")
        NAME = "name", _("Namn")
        PICTURE = "photo", _("Bild")
        FAULT = "fault", _("Felanmälan")
        APPEAL = "appeal", _("Överklagande")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(_("sort"), max_length=6, choices=Kind.choices)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="items")
    entry = models.ForeignKey(Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="items")
    picture = models.UUIDField(null=True, blank=True, help_text="Which: its owner stands above this app")
    appeal = models.OneToOneField(Appeal, on_delete=models.CASCADE, null=True, blank=True, related_name="item")
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    barred = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who may not decide it: the moderator whose decision is appealed",
    )
    flags = models.PositiveSmallIntegerField(_("anmälningar"), default=0)
    reason = models.CharField(_("föreslaget skäl"), max_length=10, choices=Reason.choices, blank=True)
    said = models.JSONField(
        default=list, blank=True, help_text='What is said of it, each once: ["reason", code] or ["signal", words]'
    )
    is_board_law = models.BooleanField(default=False, help_text="Somebody says the law obliges to remove it")
    is_held = models.BooleanField(default=False, help_text="Not shown until it is decided")
    since = models.DateTimeField(_("sedan"))
    due_at = models.DateTimeField(_("senast"))
    turn_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager[Item]] = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("väntar på granskning")
        verbose_name_plural = _("väntar på granskning")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "kind"],
                condition=WAITS & Q(kind__in=["idea", "change", "topic", "fault"]),
                name="moderation_topic_waits_once",
            ),
            models.UniqueConstraint(
                fields=["entry"], condition=WAITS & Q(kind="entry"), name="moderation_entry_waits_once"
            ),
            models.UniqueConstraint(
                fields=["municipality", "writer"], condition=WAITS & Q(kind="name"), name="moderation_name_waits_once"
            ),
            models.UniqueConstraint(
                fields=["picture"], condition=WAITS & Q(kind="photo"), name="moderation_picture_waits_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="photo") | Q(picture__isnull=False), name="moderation_item_of_a_picture"
            ),
            models.CheckConstraint(
                condition=Q(kind="appeal", appeal__isnull=False) | ~Q(kind="appeal") & Q(appeal__isnull=True),
                name="moderation_item_of_an_appeal",
            ),
            models.CheckConstraint(
                condition=~Q(kind="entry") | Q(entry__isnull=False), name="moderation_item_of_an_entry"
            ),
        ]
        indexes = [
            models.Index(fields=["turn_at", "id"], condition=WAITS, name="moderation_turn"),
            models.Index(fields=["municipality", "turn_at", "id"], condition=WAITS, name="moderation_turn_here"),
            models.Index(
                fields=["municipality", "kind", "turn_at", "id"], condition=WAITS, name="moderation_turn_kind"
            ),
            models.Index(fields=["due_at"], condition=WAITS & Q(escalated_at__isnull=True), name="moderation_due"),
            models.Index(fields=["municipality", "due_at"], condition=WAITS, name="moderation_due_here"),
            models.Index(fields=["municipality"], condition=WAITS & Q(is_board_law=True), name="moderation_law_here"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.settled_at is None

    def set_turn(self) -> None:
        """Oldest first, and each flag after the first counts as six hours more of waiting."""
        self.turn_at = self.due_at - A_FLAG_MOVES_IT * min(max(self.flags - 1, 0), MOST_MOVED)

    @property
    def said_in_words(self) -> list[str]:
        return [str(Reason(value).label) if kind == "reason" else value for kind, value in self.said]

    def is_late(self, now: datetime) -> bool:
        return self.settled_at is None and self.due_at <= now

    def is_read_by_another(self, user_id: int | None, now: datetime) -> bool:
        """A soft lock: it is shown, and runs out by itself."""
        fresh = self.read_at is not None and self.read_at > now - READING_LASTS
        return fresh and self.read_by_id is not None and self.read_by_id != user_id
