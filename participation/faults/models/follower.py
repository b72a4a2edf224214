from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .report import FaultReport


def new_follower_token() -> str:
    return secrets.token_urlsafe(24)


class FollowRequest(models.Model):
    """An address that somebody wrote to follow a report. Whoever reads its mail says yes, and it becomes a follower."""

    report = models.ForeignKey(FaultReport, on_delete=models.CASCADE, related_name="follow_requests")
    email = models.EmailField(_("e-post"), help_text="In small letters")
    token = models.CharField(max_length=40, unique=True, default=new_follower_token, editable=False)
    language = models.CharField(max_length=5, default="sv")
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When a mail last asked; empty if it may not yet")

    class Meta:
        verbose_name = _("vill följa")
        verbose_name_plural = _("vill följa")
        constraints = [
            models.UniqueConstraint(fields=["report", "email"], name="faults_an_address_asks_once_to_follow"),
        ]
        indexes = [models.Index(fields=["email", "asked_at"], name="faults_follow_requests_asked")]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.pk}"


class FaultFollower(models.Model):
    """Somebody who has seen the same fault and wants to hear of it: an account or an address, never both.

    `FaultReport.followers` counts these rows. The token is the way out of the mail, and opens nothing else.
    """

    report = models.ForeignKey(FaultReport, on_delete=models.CASCADE, related_name="following")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="followed_faults"
    )
    email = models.EmailField(_("e-post"), blank=True, help_text="In small letters")
    token = models.CharField(max_length=40, unique=True, default=new_follower_token, editable=False)
    language = models.CharField(max_length=5, default="sv")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("följare")
        verbose_name_plural = _("följare")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "person"], condition=Q(person__isnull=False), name="faults_a_person_follows_once"
            ),
            models.UniqueConstraint(
                fields=["report", "email"], condition=~Q(email=""), name="faults_an_address_follows_once"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, email="") | Q(person__isnull=True) & ~Q(email=""),
                name="faults_follower_is_one_of_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.pk}"
