from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .report import FaultReport


def new_follower_token() -> str:
    return secrets.token_urlsafe(24)


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
