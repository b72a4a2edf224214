from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from participation.places.models import Municipality
from participation.topics.models import Topic


class OverdueNotice(models.Model):
    """Staff were told that an answer, or what it promised, is late. Once for each day that was promised."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="overdue_notices")
    due_on = models.DateField()
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = _("besked om försenat svar")
        verbose_name_plural = _("besked om försenade svar")
        constraints = [models.UniqueConstraint(fields=["topic", "due_on"], name="answers_one_notice_a_day_promised")]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.due_on}"


class OverdueDigest(models.Model):
    """How many answers, or promises, were late, as staff were told once in an ISO week ("2026-48")."""

    class About(models.TextChoices):
        ANSWERS = "answers", _("svar")
        PROMISES = "promises", _("löften")

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=8, choices=About.choices, default=About.ANSWERS)
    week = models.CharField(max_length=7)
    late = models.PositiveIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = _("veckobesked om försenade svar")
        verbose_name_plural = _("veckobesked om försenade svar")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "week", "about"], name="answers_one_digest_a_week")
        ]

    def __str__(self) -> str:
        return self.week
