from __future__ import annotations

import secrets
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .report import FaultReport


def new_inquiry_token() -> str:
    return secrets.token_urlsafe(24)


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def open_of(self, report: FaultReport, *, now: datetime) -> InquiryQuerySet:
        """Those that its reporter can answer now, about the report or a part of it."""
        asked = self.filter(Q(report=report) | Q(report__part_of=report), report__status=FaultReport.Status.ASKED)
        return asked.filter(answered_at__isnull=True, ends_at__gt=now).select_related("report__category")


class Inquiry(models.Model):
    """What the municipality needs to know before it can go on. The token lets one person answer once, and opens
    nothing else: neither the report nor what was said before."""

    report = models.ForeignKey(FaultReport, on_delete=models.CASCADE, related_name="inquiries")
    token = models.CharField(max_length=40, unique=True, default=new_inquiry_token, editable=False)
    question = models.TextField(_("frågan"), max_length=2000)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="After that the link opens nothing")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("fråga till den som anmälde")
        verbose_name_plural = _("frågor till den som anmälde")
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("asked_at")), name="faults_inquiry_ends_after_it_began")
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.pk}"

    def can_be_answered(self, now: datetime) -> bool:
        """Reads `report`: select it with the inquiry."""
        return self.answered_at is None and now < self.ends_at and self.report.status == FaultReport.Status.ASKED
