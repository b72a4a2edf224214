from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from participation.places.models import Municipality
from participation.topics.models import Category

from ..blocks import LetterBody


class Letter(models.Model):
    """A newsletter. Its words are fixed once a second person has sent it; see sending.py for what the states mean."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Utkast")
        SCHEDULED = "scheduled", _("Väntar på sin tid")
        SENDING = "sending", _("Skickas")
        STOPPED = "stopped", _("Stoppat")
        SENT = "sent", _("Skickat")

    municipality = models.ForeignKey(
        Municipality, verbose_name=_("kommun"), on_delete=models.PROTECT, related_name="newsletters"
    )
    language = models.CharField(_("språk"), max_length=5, choices=settings.LANGUAGES, default="sv")
    subject = models.CharField(_("ämnesrad"), max_length=120, help_text=_("Säg det viktigaste först."))
    preview_text = models.CharField(
        _("rad i inkorgen"),
        max_length=160,
        blank=True,
        help_text=_("Visas efter ämnesraden i många mejlprogram. Lämna tomt om du inte vill ha någon."),
    )
    body = StreamField(LetterBody(), verbose_name=_("innehåll"))
    categories = models.ManyToManyField(
        Category,
        verbose_name=_("ämnen"),
        blank=True,
        related_name="newsletters",
        help_text=_("Brevet går till dem som har valt något av ämnena. Utan ämne går det till alla."),
    )

    status = models.CharField(_("läge"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    words = models.CharField(max_length=64, blank=True, editable=False, help_text="What was read: see wording.py")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    written_at = models.DateTimeField(_("ändrat"), editable=False)
    handed_in_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    send_at = models.DateTimeField(_("skickas"), null=True, blank=True, editable=False)
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)
    taken_away_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="Off the public page")
    cards = models.JSONField(default=dict, blank=True, editable=False, help_text="As they were when sending began")
    cursor = models.BigIntegerField(default=0, editable=False, help_text="The last subscription that was handed over")
    audience = models.PositiveIntegerField(default=0, editable=False)
    sent = models.PositiveIntegerField(default=0, editable=False)
    failed = models.PositiveIntegerField(default=0, editable=False)
    unknown = models.PositiveIntegerField(default=0, editable=False)
    withheld = models.PositiveIntegerField(default=0, editable=False)
    left = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("nyhetsbrev")
        verbose_name_plural = _("nyhetsbrev")
        ordering: ClassVar = ["-written_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status="draft", approved_at__isnull=True, send_at__isnull=True)
                | (~Q(status="draft") & Q(approved_at__isnull=False, send_at__isnull=False)),
                name="newsletters_nothing_goes_unapproved",
            ),
            # Where an account is closed its number goes, and what was true of the two stays true.
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(written_by__isnull=True) | ~Q(approved_by=F("written_by")),
                name="newsletters_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "scheduled"], started_at__isnull=True)
                | Q(status__in=["sending", "stopped", "sent"], started_at__isnull=False),
                name="newsletters_begun_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status="sent", finished_at__isnull=False)
                | (~Q(status="sent") & Q(finished_at__isnull=True)),
                name="newsletters_sent_has_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["send_at", "id"],
                condition=Q(status__in=["scheduled", "sending", "stopped"]),
                name="newsletters_due",
            ),
            models.Index(fields=["municipality", "-started_at", "-id"], name="newsletters_archive"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_shown(self) -> bool:
        """Whether everybody may read it on the site."""
        return self.status in (self.Status.SENDING, self.Status.SENT) and self.taken_away_at is None

    @property
    def done(self) -> int:
        return self.sent + self.failed + self.unknown + self.withheld
