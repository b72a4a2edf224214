from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.topics.models import Topic

from .querysets import SupportQuerySet


class Support(models.Model):
    """One person's stance on one topic. The unique row is the truth; `Topic.supports` counts it.

    A closed account leaves its stances without a name, so that no count changes.
    """

    class Stance(models.TextChoices):
        FOR = "for", _("Stöder")
        AGAINST = "against", _("Inte så här")

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="stances")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="stances"
    )
    stance = models.CharField(max_length=7, choices=Stance.choices, default=Stance.FOR)
    reason = models.TextField(_("skäl"), blank=True, max_length=1000)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Support]] = SupportQuerySet.as_manager()

    class Meta:
        verbose_name = _("stöd")
        verbose_name_plural = _("stöd")
        constraints = [
            models.UniqueConstraint(fields=["topic", "person"], name="voting_one_stance_a_person"),
            models.CheckConstraint(condition=Q(stance__in=["for", "against"]), name="voting_known_stance"),
            models.CheckConstraint(condition=Q(stance="for") | ~Q(reason=""), name="voting_against_has_a_reason"),
        ]
        indexes = [models.Index(fields=["topic", "stance", "-created_at"], name="voting_reasons")]

    def __str__(self) -> str:
        return f"{self.get_stance_display()} {self.topic_id}"


class LeftKey(models.Model):
    """An address that stood behind a stance and has left its account, as a key nobody can read.

    With it the same address, proved anew, finds its stance again instead of counting twice.
    """

    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="left_keys")
    key = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["support", "key"], name="voting_a_key_once_a_stance")]

    def __str__(self) -> str:
        return f"{self.support_id}"
