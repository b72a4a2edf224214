from __future__ import annotations

from django.db import models

from participation.places.models import Municipality
from participation.topics.models import Topic

from .report import FaultReport


class FaultAnchor(models.Model):
    """What flags and decisions about a report hang on: made with the first of them, one for each municipality that
    had the report, so that what was decided stays with those who decided it. Nobody reads the topic (decision 20)."""

    topic = models.OneToOneField(Topic, on_delete=models.PROTECT, primary_key=True, related_name="fault_anchor")
    report = models.ForeignKey(FaultReport, on_delete=models.CASCADE, related_name="anchors")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "municipality"], name="faults_one_anchor_a_municipality"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.topic_id}"
