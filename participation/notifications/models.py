from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.topics.models import Topic

from .querysets import NotificationQuerySet


class Follow(models.Model):
    """A person who wants to hear what happens with a topic."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="follows")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "person"], name="notifications_follow_once")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.topic_id}"


class Reason(models.TextChoices):
    """Why a person is told, which is also what they may switch off."""

    OWN = "own", _("Det du har skrivit")
    FOLLOWED = "followed", _("Det du följer")
    OTHER = "other", _("Svar till dig och annat som rör dig")


class MailPreference(models.Model):
    """Whether news of one sort is also mailed. Without a row it is; the news stand on the site either way."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_preferences")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    at_once = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "reason"], name="notifications_one_wish_a_reason")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.reason}"


class Notification(models.Model):
    """News to one person, shown on the site; mail about it lies in the outbox."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="notifications")
    kind = models.CharField(max_length=40)
    sentence = models.CharField(_("mening"), max_length=300)
    body = models.TextField(blank=True)
    path = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Notification]] = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notifications_newest"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notifications_unread"),
        ]

    def __str__(self) -> str:
        return self.sentence


class OutgoingMail(models.Model):
    """A mail that was promised in the transaction that made it true. The worker sends it (see outbox.py)."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Väntar")
        SENDING = "sending", _("Skickas")
        SENT = "sent", _("Skickat")
        WITHHELD = "withheld", _("Skickades inte: inte längre synligt")
        FAILED = "failed", _("Gick inte att skicka")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="mails"
    )
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="mails")
    kind = models.CharField(max_length=40, blank=True)
    to = models.EmailField()
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=255)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    attachments = models.JSONField(default=list, blank=True, help_text="[{name, type, base64}]")
    message_id = models.CharField(max_length=120, unique=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("utgående mejl")
        verbose_name_plural = _("utgående mejl")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False) | (~Q(status="sent") & Q(sent_at__isnull=True)),
                name="notifications_sent_has_a_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=Q(status__in=["waiting", "sending"]),
                name="notifications_due",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class PeriodicRun(models.Model):
    """When a periodic job last started, so that several workers run it once."""

    name = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """A worker that is at work, and when it last said so. The row goes when the worker ends by itself."""

    worker = models.CharField(max_length=120, unique=True, help_text="host:process")
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.worker
