from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participation.attachments.models import Attachment
from participation.places.models import Municipality

from .report import FaultReport


class AppendOnly(TypeError):
    """What has happened is not rewritten."""


class FaultEventQuerySet(models.QuerySet["FaultEvent"]):
    def for_reporter(self) -> FaultEventQuerySet:
        return self.exclude(kind__in=FaultEvent.INTERNAL)

    def for_everybody(self) -> FaultEventQuerySet:
        """What reporter and staff say to each other stays between them, a question too."""
        return self.filter(kind__in=FaultEvent.FOR_EVERYBODY).exclude(status=FaultReport.Status.ASKED)

    def of_whole(self, report: FaultReport) -> FaultEventQuerySet:
        """Those of a report and of what was split off from it, as its reporter follows them."""
        return self.filter(Q(report=report) | Q(report__part_of=report)).select_related(
            "municipality", "report__category"
        )

    def update(self, **kwargs: Any) -> int:
        raise AppendOnly

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly


class FaultEvent(models.Model):
    """What happened with a report, and who did it. Append-only.

    `message` is for the reporter, or from them; of an INTERNAL kind it is for staff alone.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Anmälan kom in")
        STATUS = "status", _("Nytt läge")
        WORDS = "words", _("Tillägg från den som anmälde")
        POSITION = "position", _("Platsen rättad")
        HANDED_OVER = "handed_over", _("Lämnad till en annan kommun")
        FORGOTTEN = "forgotten", _("Den som anmälde tog bort sina uppgifter")
        ANSWERED = "answered", _("Den som anmälde svarade")
        STILL_BROKEN = "still_broken", _("Felet är kvar, säger den som anmälde")
        CONFIRMED = "confirmed", _("Felet är borta, säger den som anmälde")
        CATEGORY = "category", _("Kategorin rättad")
        UNIT = "unit", _("Lämnad till en annan förvaltning")
        SPLIT = "split", _("Delad i flera ärenden")
        MASKED = "masked", _("Del av ett foto dold")
        REPORT_FOLLOWED = "followed", _("Någon annan har anmält samma fel")
        NEWS = "news", _("Besked")
        ASSIGNED = "assigned", _("Handläggare vald")
        PRIORITY = "priority", _("Prioriteten ändrad")
        NOTE = "note", _("Intern anteckning")
        PUBLICITY = "publicity", _("Vem som ser anmälan ändrat")
        SENT = "sent", _("Skickad till ärendesystem")
        SYSTEM_NOTE = "system_note", _("Från ärendesystem")

    IN_ENGLISH: ClassVar[str] = "message_en"  # in the detail, where the message has words of its own in English
    # Nobody but staff reads these.
    INTERNAL: ClassVar[tuple[str, ...]] = (
        Kind.ASSIGNED,
        Kind.PRIORITY,
        Kind.NOTE,
        Kind.PUBLICITY,
        Kind.SENT,
        Kind.SYSTEM_NOTE,
    )
    # Said beside the report, which stays as it was.
    BESIDE: ClassVar[tuple[str, ...]] = (Kind.NOTE, Kind.SENT, Kind.SYSTEM_NOTE)
    FOR_EVERYBODY: ClassVar[tuple[str, ...]] = (Kind.STATUS, Kind.NEWS, Kind.HANDED_OVER)
    FROM_REPORTER: ClassVar[tuple[str, ...]] = (
        Kind.RECEIVED,
        Kind.WORDS,
        Kind.FORGOTTEN,
        Kind.ANSWERED,
        Kind.STILL_BROKEN,
        Kind.CONFIRMED,
    )

    report = models.ForeignKey(FaultReport, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    status = models.CharField(max_length=12, choices=FaultReport.Status.choices, help_text="After the event")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", help_text="That has the report after the event"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    message = models.TextField(_("meddelande"), blank=True, max_length=2000)
    detail = models.JSONField(default=dict, blank=True, help_text="For staff: what it was before, what it became")

    objects = FaultEventQuerySet.as_manager()

    signature = ""  # set by the page that shows staff who did it: see signing.py

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.kind}"

    @property
    def is_of_part(self) -> bool:
        """Reads `report`: see of_whole."""
        return self.report.part_of_id is not None

    @property
    def is_for_everybody(self) -> bool:
        """As FaultEventQuerySet.for_everybody says it of rows."""
        return self.kind in self.FOR_EVERYBODY and self.status != FaultReport.Status.ASKED

    @property
    def words(self) -> str:
        """As staff and case systems read them: also what the reporter of a double said, which is nobody else's."""
        return self.message or str(self.detail.get("words", ""))

    def in_language(self, language: str) -> str:
        """The message, in the other words that a case system's row has for whoever reads English."""
        return str(self.detail.get(self.IN_ENGLISH) or self.message) if language == "en" else self.message

    @property
    def is_from_reporter(self) -> bool:
        return self.kind in self.FROM_REPORTER


class FaultPhotoQuerySet(models.QuerySet["FaultPhoto"]):
    def for_everybody(self) -> FaultPhotoQuerySet:
        """Of reports that are public; what was sent as an answer is for staff, and what was hidden too."""
        return self.filter(is_answer=False, is_hidden=False)

    def seen_with(self, reports: models.QuerySet[FaultReport]) -> FaultPhotoQuerySet:
        """Those of the reports, and with a part what its reporter sent with the whole."""
        return self.filter(Q(report__in=reports) | Q(report__parts__in=reports, is_answer=False)).distinct()

    def seen_in(self, report: FaultReport) -> FaultPhotoQuerySet:
        """The same of one report that is at hand, by keys alone: however many photos there are, it takes no time."""
        return self.filter(Q(report=report.pk) | Q(report=report.part_of_id, is_answer=False))


class FaultPhoto(Attachment):
    report = models.ForeignKey(FaultReport, on_delete=models.CASCADE, related_name="photos")
    is_answer = models.BooleanField(default=False, help_text="Sent to staff, who asked: others do not see it")

    is_hidden = models.BooleanField(default=False, help_text="By a decision: its reporter and staff see it")

    objects = FaultPhotoQuerySet.as_manager()

    shown_to_all = False  # set by the page that everybody sees: the secret address stands nowhere on it

    def get_absolute_url(self) -> str:
        """Reads `report`: select it with the photo, or set it."""
        if self.shown_to_all:
            return reverse("faults:public_photo", args=[self.report.number, self.pk])
        return reverse("faults:photo", args=[self.report.token, self.pk])
