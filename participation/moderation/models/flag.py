from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.discussion.models import Comment
from participation.topics.models import Topic

from ..querysets import FlagQuerySet
from .decision import About, Decision
from .reasons import Reason

WAITS = Q(decision__isnull=True)
ON_PICTURE = Q(picture__isnull=False)
ON_ENTRY, ON_TOPIC = Q(entry__isnull=False), Q(entry__isnull=True)
MACHINE = Q(source="machine")


class Flag(models.Model):
    """Somebody, or a signal, says that a topic, or an entry in its thread, breaks the rules. Nothing is hidden by it.

    One waits for each person and thing; of those without an account, one for each reason; of signals, one for all.
    """

    class Source(models.TextChoices):
        PERSON = "person", _("En läsare")
        MACHINE = "machine", _("En automatisk signal")

    Reason = Reason
    About = About

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="flags")
    entry = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    about = models.CharField(_("vad"), max_length=5, choices=About.choices, default=About.WORDS)
    picture = models.UUIDField(null=True, blank=True, help_text="Which: its owner stands above this app")
    source = models.CharField(_("från"), max_length=7, choices=Source.choices, default=Source.PERSON)
    signals = models.JSONField(
        default=list, blank=True, help_text="Of a machine: [{kind, words}], what it saw and how that is said to people"
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="flags"
    )
    reason = models.CharField(_("skäl"), max_length=10, choices=Reason.choices)
    text = models.TextField(_("berätta mer"), blank=True, max_length=1000)
    words = models.TextField(blank=True, help_text="What it is about, as it stood then: its writer may change it")
    created_at = models.DateTimeField(_("anmält"), default=timezone.now)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="flags", verbose_name=_("beslut")
    )

    objects: ClassVar[models.Manager[Flag]] = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("anmälan")
        verbose_name_plural = _("anmälda inlägg")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "reporter", "about"],
                condition=WAITS & ON_ENTRY,
                name="moderation_one_waiting_on_an_entry",
            ),
            models.UniqueConstraint(
                fields=["topic", "reporter", "about"],
                condition=WAITS & ON_TOPIC & ~ON_PICTURE,
                name="moderation_one_waiting_on_a_topic",
            ),
            models.UniqueConstraint(
                fields=["picture", "reporter"], condition=WAITS & ON_PICTURE, name="moderation_one_waiting_on_a_picture"
            ),
            models.CheckConstraint(
                condition=Q(about="photo") & ON_PICTURE & ON_TOPIC | ~Q(about="photo") & ~ON_PICTURE,
                name="moderation_flag_names_its_picture",
            ),
            models.UniqueConstraint(
                fields=["entry"], condition=WAITS & ON_ENTRY & MACHINE, name="moderation_one_signal_on_an_entry"
            ),
            models.UniqueConstraint(
                fields=["topic"], condition=WAITS & ON_TOPIC & MACHINE, name="moderation_one_signal_on_a_topic"
            ),
            models.CheckConstraint(
                condition=Q(source="person") | MACHINE & Q(reporter__isnull=True, about="words"),
                name="moderation_signal_has_no_reporter",
            ),
        ]
        indexes = [
            models.Index(fields=["topic", "created_at"], condition=WAITS, name="moderation_waiting"),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()

    @property
    def is_waiting(self) -> bool:
        return self.decision_id is None

    @property
    def is_by_machine(self) -> bool:
        return self.source == self.Source.MACHINE
