from __future__ import annotations

import secrets
import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participation.faults.querysets import FaultReportQuerySet
from participation.places.models import Department, Municipality

from .category import FaultCategory, Priority, Publicity
from .owner import ObjectOwner


def new_token() -> str:
    return secrets.token_urlsafe(24)


class FaultReport(models.Model):
    """Something is broken. The reporter follows it by a secret address, staff in the admin.

    Others see it only where `publicity` is SHOWN, without contact details: FaultReport.objects.public().
    """

    class Status(models.TextChoices):
        RECEIVED = "received", _("Mottagen")
        IN_PROGRESS = "in_progress", _("Vi arbetar med felet")
        PLANNED = "planned", _("Åtgärden är planerad")
        ASKED = "asked", _("Väntar på svar från dig")
        FIXED = "fixed", _("Åtgärdad")
        NOT_OURS = "not_ours", _("Någon annans ansvar")
        CLOSED = "closed", _("Avslutad utan åtgärd")
        DUPLICATE = "duplicate", _("Redan anmäld")

        @property
        def for_others(self) -> str:
            """The label speaks to the reporter; others, staff among them, are not asked anything."""
            return gettext("Väntar på svar från den som anmälde") if self == self.ASKED else str(self.label)

        @classmethod
        def choices_for_staff(cls) -> list[tuple[str, str]]:
            """Call it when a form is made, not before: the words are in the language of whoever reads it."""
            return [(str(status), status.for_others) for status in cls]

    class Channel(models.TextChoices):
        FORM = "form", _("formuläret")
        OFFLINE = "offline", _("formuläret, sparad utan nät")
        OPEN311 = "open311", _("ett annat system")
        STAFF = "staff", _("kommunen, åt någon annan")

    class Source(models.TextChoices):
        DEVICE = "device", _("från mobilen")
        PHOTO = "photo", _("från fotot")
        ADDRESS = "address", _("från adressen")
        MAP = "map", _("från kartan")
        WORDS = "words", _("i ord")
        STAFF = "staff", _("rättad av kommunen")

    class EndsAs(models.TextChoices):
        """How a report that was split ends once its parts have: what became of the rest of it, or as the parts do."""

        AS_PARTS = "parts", _("Som delarna")
        FIXED = "fixed", _("Åtgärdad")
        NOT_OURS = "not_ours", _("Någon annans ansvar")
        CLOSED = "closed", _("Avslutad utan åtgärd")

    OPEN: ClassVar[tuple[str, ...]] = (Status.RECEIVED, Status.IN_PROGRESS, Status.PLANNED, Status.ASKED)
    SHAPES: ClassVar[dict[str, str]] = {
        Status.RECEIVED: "wait",
        Status.IN_PROGRESS: "town",
        Status.PLANNED: "town",
        Status.ASKED: "wait",
        Status.FIXED: "done",
        Status.NOT_OURS: "no",
        Status.CLOSED: "no",
        Status.DUPLICATE: "no",
    }

    number = models.CharField(_("nummer"), max_length=20, unique=True)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    client_key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="One draft, one report")
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("kommun"), on_delete=models.PROTECT, related_name="fault_reports"
    )
    text = models.TextField(_("vad är fel?"), max_length=4000)
    lat = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    lon = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)])
    accuracy = models.PositiveIntegerField(null=True, blank=True, help_text="Metres, as the device said")
    place = models.CharField(_("plats"), max_length=200, blank=True)
    position_source = models.CharField(max_length=10, choices=Source.choices, default=Source.WORDS)
    contact_email = models.EmailField(_("e-post"), blank=True)
    contact_phone = models.CharField(_("telefon"), max_length=40, blank=True)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="fault_reports"
    )
    language = models.CharField(max_length=5, default="sv")
    status = models.CharField(_("läge"), max_length=12, choices=Status.choices, default=Status.RECEIVED)
    status_since = models.DateTimeField(_("läge sedan"))
    created_at = models.DateTimeField(_("anmäld"))
    updated_at = models.DateTimeField(
        _("ändrad"), default=timezone.now, help_text="Its last event that others may know of"
    )

    # What it is, and who has it.
    category = models.ForeignKey(
        FaultCategory,
        verbose_name=_("kategori"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
    )
    answers = models.JSONField(
        default=list, blank=True, help_text="[{code, question, values: [..], names: [..]}], as asked and answered then"
    )
    earlier_answers = models.JSONField(
        default=list, blank=True, help_text="[{category: pk, name, answers: as above}], of what it was before"
    )
    owner = models.ForeignKey(
        ObjectOwner,
        verbose_name=_("någon annans väg eller sak"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="fault_reports",
        help_text=_("Vem som enligt kartlagret äger det som felet är på."),
    )
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.FORM)
    department = models.ForeignKey(
        Department,
        verbose_name=_("förvaltning"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="fault_reports",
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handläggare"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_faults",
    )
    priority = models.PositiveSmallIntegerField(_("prioritet"), choices=Priority.choices, default=Priority.NORMAL)
    answer_due_on = models.DateField(_("svar senast"), null=True, blank=True)
    close_due_on = models.DateField(_("klart senast"), null=True, blank=True)
    answered_at = models.DateTimeField(_("första svar"), null=True, blank=True)
    ended_at = models.DateTimeField(_("avslutad"), null=True, blank=True)
    reminded_at = models.DateTimeField(
        null=True, blank=True, help_text="When the reporter was asked, after four weeks of silence"
    )
    has_news = models.BooleanField(
        _("något nytt från den som anmälde"), default=True, help_text="Since staff last answered"
    )
    reopened = models.PositiveSmallIntegerField(_("gånger öppnad igen"), default=0)
    duplicate_of = models.ForeignKey(
        "self", verbose_name=_("samma fel som"), on_delete=models.PROTECT, null=True, blank=True, related_name="doubles"
    )
    part_of = models.ForeignKey(
        "self", verbose_name=_("del av"), on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )

    ends_as = models.CharField(
        max_length=8, choices=EndsAs.choices, blank=True, help_text="Empty while there is more to do than its parts"
    )

    # What others see.
    publicity = models.CharField(_("vem ser den"), max_length=7, choices=Publicity.choices, default=Publicity.HIDDEN)
    shown_at = models.DateTimeField(_("visad för alla"), null=True, blank=True)
    followers = models.PositiveIntegerField(_("följare"), default=0)

    objects = FaultReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("felanmälan")
        verbose_name_plural = _("felanmälningar")
        constraints = [
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__isnull=False, lon__isnull=False) & Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="faults_whole_position",
            ),
            models.CheckConstraint(condition=Q(lat__isnull=False) | ~Q(place=""), name="faults_somewhere"),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, position_source="words")
                | Q(lat__isnull=False) & Q(position_source__in=["device", "photo", "address", "map", "staff"]),
                name="faults_position_has_a_source",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="faults_has_words"),
            models.CheckConstraint(
                condition=Q(status="duplicate", duplicate_of__isnull=False)
                | ~Q(status="duplicate") & Q(duplicate_of__isnull=True),
                name="faults_a_duplicate_has_an_original",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["received", "in_progress", "planned", "asked"], ended_at__isnull=True)
                | Q(status__in=["fixed", "not_ours", "closed", "duplicate"], ended_at__isnull=False),
                name="faults_ended_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(duplicate_of=models.F("pk")) & ~Q(part_of=models.F("pk")), name="faults_not_its_own_double"
            ),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True)
                | Q(
                    publicity="hidden",
                    contact_email="",
                    contact_phone="",
                    reporter__isnull=True,
                    duplicate_of__isnull=True,
                    followers=0,
                    ends_as="",
                ),
                name="faults_a_part_is_seen_with_its_whole",
            ),
            models.CheckConstraint(condition=Q(priority__range=(1, 4)), name="faults_priority_known"),
            models.CheckConstraint(
                condition=~Q(publicity="shown") | Q(shown_at__isnull=False), name="faults_shown_has_a_time"
            ),
            models.CheckConstraint(
                condition=Q(publicity__in=["hidden", "waiting", "shown"]), name="faults_known_publicity"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "status", "-created_at", "-id"], name="faults_newest"),
            models.Index(fields=["municipality", "-created_at", "-id"], name="faults_newest_of_all"),
            models.Index(
                fields=["municipality", "-priority", "created_at", "id"],
                condition=Q(ended_at__isnull=True),
                name="faults_open_by_weight",
            ),
            models.Index(
                fields=["assigned_to", "-priority", "created_at", "id"],
                condition=Q(ended_at__isnull=True),
                name="faults_open_of_a_person",
            ),
            models.Index(
                fields=["municipality", "-created_at", "-id"],
                condition=Q(publicity="shown"),
                name="faults_newest_shown",
            ),
            models.Index(
                fields=["-created_at", "-id"], condition=Q(publicity="shown"), name="faults_newest_shown_of_all"
            ),
            models.Index(fields=["lat", "lon"], name="faults_where"),
            models.Index(
                fields=["status_since"],
                condition=Q(reminded_at__isnull=True, ended_at__isnull=True),
                name="faults_to_remind_of",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The reporter's own page. Whoever has the address can read it: show it to nobody else."""
        return reverse("faults:status", args=[self.token])

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def shape(self) -> str:
        """Of the status, as components/status.html draws it."""
        return self.SHAPES[self.status]

    @property
    def status_for_others(self) -> str:
        return self.Status(self.status).for_others

    @property
    def whole(self) -> FaultReport:
        """The report that its reporter knows: of a part the one it was split off from. Select `part_of` with it."""
        return self.part_of or self

    @property
    def whole_number(self) -> str:
        return self.number.rpartition("-")[0] if self.part_of_id else self.number

    @property
    def part_label(self) -> str:
        """As its reporter reads it: "Del 1, Gatubelysning". Of a part; reads its category."""
        label = _("Del %(n)s") % {"n": self.number.rpartition("-")[2]}
        return f"{label}, {self.category.label}" if self.category else label

    @property
    def position(self) -> tuple[float, float] | None:
        """(longitude, latitude), or None where the place is told in words only."""
        return None if self.lon is None or self.lat is None else (self.lon, self.lat)

    @property
    def all_answers(self) -> list[dict[str, Any]]:
        """Also those to questions of a category that it had before."""
        return [*self.answers, *(answer for row in self.earlier_answers for answer in row["answers"])]

    @property
    def is_public(self) -> bool:
        return self.publicity == Publicity.SHOWN

    @property
    def has_contact(self) -> bool:
        return bool(self.contact_email or self.contact_phone)
