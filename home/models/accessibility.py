from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField

from participation.faults.forms import looks_like_a_phone
from participation.places.pages import MunicipalPage

from ..blocks.shortcomings import GROUNDS, Shortcomings

A_YEAR = timedelta(days=365)


class AccessibilityStatementPage(MunicipalPage):
    """What the law (2018:1937) and the authority's regulation require that a public body tells, field by field.

    A draft may have gaps; what is published has none: Wagtail runs full_clean on what is live.
    """

    class Compliance(models.TextChoices):
        FULL = "full", _("Helt förenlig")
        PARTIAL = "partial", _("Delvis förenlig")
        NONE = "none", _("Inte förenlig")

    class Tested(models.TextChoices):
        SELF = "self", _("Vi har själva testat")
        EXTERNAL = "external", _("En utomstående har testat")
        BOTH = "both", _("Både vi och en utomstående har testat")

    responsible = models.CharField(
        _("vem som ansvarar"), max_length=120, help_text=_("Till exempel Sundsvalls kommun.")
    )
    service = models.CharField(_("vad redogörelsen gäller"), max_length=200)
    compliance = models.CharField(_("hur väl lagen följs"), max_length=8, choices=Compliance.choices)
    shortcomings = StreamField(
        Shortcomings(),
        verbose_name=_("kända brister"),
        blank=True,
        help_text=_("Varje brist med det krav som den gäller."),
    )

    tested = models.CharField(_("vem som har testat"), max_length=8, choices=Tested.choices)
    method = models.TextField(_("hur det testades"), max_length=1000)
    tested_on = models.DateField(_("senast testad"), null=True)
    published_on = models.DateField(_("tjänsten öppnades"), null=True)
    reviewed_on = models.DateField(_("redogörelsen senast genomgången"), null=True)

    report_email = models.EmailField(_("e-post för att rapportera brister"))
    report_phone = models.CharField(_("telefon för att rapportera brister"), max_length=40)
    report_within_days = models.PositiveSmallIntegerField(_("arbetsdagar till svar"), default=5)

    authority = models.CharField(_("tillsynsmyndighet"), max_length=120)
    authority_text = models.TextField(_("när man vänder sig till tillsynsmyndigheten"), max_length=600)
    authority_url = models.URLField(_("adress till tillsynsmyndigheten"))

    content_panels: ClassVar[list[Panel]] = [
        *MunicipalPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("responsible"),
                FieldPanel("service", help_text=_("Till exempel: webbplatsen samskapa.example.se.")),
                FieldPanel("compliance", help_text=_("Helt, delvis eller inte alls, enligt det senaste testet.")),
            ],
            heading=_("Läget"),
        ),
        FieldPanel("shortcomings"),
        MultiFieldPanel(
            [
                FieldPanel("tested", help_text=_("Ni själva, eller den som ni anlitade.")),
                FieldPanel("method", help_text=_("Till exempel: med skärmläsare, tangentbord och automatiska prov.")),
                FieldPanel("tested_on"),
                FieldPanel("published_on"),
                FieldPanel("reviewed_on", help_text=_("Gå igenom den minst en gång om året.")),
            ],
            heading=_("Hur vi testar"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("report_email"),
                FieldPanel("report_phone"),
                FieldPanel("report_within_days", help_text=_("Så snart svarar ni den som rapporterar en brist.")),
            ],
            heading=_("Rapportera brister"),
        ),
        MultiFieldPanel(
            [FieldPanel("authority"), FieldPanel("authority_text"), FieldPanel("authority_url")], heading=_("Tillsyn")
        ),
    ]
    parent_page_types: ClassVar[list[str]] = ["home.MunicipalityHomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("Tillgänglighetsredogörelse")
        verbose_name_plural = _("Tillgänglighetsredogörelser")

    def clean(self) -> None:
        super().clean()
        errors = {**self._compliance_errors(), **self._date_errors(), **self._contact_errors()}
        if errors:
            raise ValidationError(errors)

    def _compliance_errors(self) -> dict[str, Any]:
        """The claim and the list must tell the same."""
        breaches = [block for block in self.shortcomings if block.value["ground"] == "breach"]
        if self.compliance == self.Compliance.FULL and breaches:
            return {"compliance": _("Med brister mot lagens krav är tjänsten inte helt förenlig.")}
        if self.compliance in (self.Compliance.PARTIAL, self.Compliance.NONE) and not breaches:
            return {"shortcomings": _("Beskriv minst en brist, annars är tjänsten helt förenlig.")}
        return {}

    def _date_errors(self) -> dict[str, Any]:
        today = timezone.localdate()
        errors: dict[str, Any] = {
            name: _("Datumet har inte varit än.")
            for name in ("tested_on", "published_on", "reviewed_on")
            if (day := getattr(self, name)) is not None and day > today
        }
        if not errors and self.tested_on and self.reviewed_on and self.reviewed_on < self.tested_on:
            errors["reviewed_on"] = _("Gå igenom redogörelsen efter testet, inte före.")
        return errors

    def _contact_errors(self) -> dict[str, Any]:
        """What is published is a promise: a number that can be called, and a day on which somebody has answered."""
        errors: dict[str, Any] = {}
        if self.report_within_days == 0:
            errors["report_within_days"] = _("Skriv minst en arbetsdag.")
        if self.report_phone:
            try:
                looks_like_a_phone(self.report_phone)
            except ValidationError as error:
                errors["report_phone"] = error.messages
        return errors

    @property
    def is_stale(self) -> bool:
        """Whether a year has gone since anybody went through it."""
        return self.reviewed_on is not None and self.reviewed_on < timezone.localdate() - A_YEAR

    def by_ground(self) -> list[tuple[str, list[Any]]]:
        """The shortcomings under the law's three headings, the empty ones left out."""
        groups = [(label, [b.value for b in self.shortcomings if b.value["ground"] == g]) for g, label in GROUNDS]
        return [(str(label), values) for label, values in groups if values]
