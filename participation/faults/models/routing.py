from __future__ import annotations

import json
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participation.places.models import Department, Municipality

from .case_system import CaseSystem
from .category import FaultCategory, Priority
from .owner import ObjectOwner

weekdays = RegexValidator(r"^[1-7]*\Z", _("Veckodagarna skrivs som siffror, 1 för måndag till 7 för söndag."))


class RoutingRule(models.Model):
    """Where a report goes, if all that the rule asks is so. The first that fits counts; an empty field asks nothing."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="routing_rules")
    name = models.CharField(_("namn"), max_length=80, help_text=_("Till exempel Lampor i parker."))
    order = models.PositiveSmallIntegerField(_("ordning"), default=10)
    is_active = models.BooleanField(_("används"), default=True)

    # When.
    category = models.ForeignKey(
        FaultCategory, verbose_name=_("kategori"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    question_code = models.SlugField(_("fråga (kod)"), max_length=60, blank=True)
    answer = models.CharField(_("svar"), max_length=120, blank=True)
    owner = models.ForeignKey(
        ObjectOwner, verbose_name=_("ägare"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    area = models.JSONField(
        _("område"), null=True, blank=True, help_text=_("En yta i GeoJSON: Polygon eller MultiPolygon.")
    )
    weekdays = models.CharField(
        _("veckodagar"), max_length=7, blank=True, validators=[weekdays], help_text=_("1 för måndag till 7 för söndag.")
    )
    begins = models.TimeField(_("från klockan"), null=True, blank=True)
    ends = models.TimeField(_("till klockan"), null=True, blank=True)

    # Then.
    department = models.ForeignKey(
        Department, verbose_name=_("förvaltning"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handläggare"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="routing_rules",
    )
    priority = models.PositiveSmallIntegerField(_("prioritet"), choices=Priority.choices, null=True, blank=True)
    hand_to = models.ForeignKey(
        Municipality,
        verbose_name=_("annan kommun"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Anmälan lämnas dit genast."),
    )
    system = models.ForeignKey(
        CaseSystem,
        verbose_name=_("ärendesystem"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("I stället för det som kategorin har valt."),
    )
    system_code = models.CharField(_("kod i ärendesystemet"), max_length=120, blank=True)

    # What a rule says, in the order in which it is read. A change of any of them is kept: see RuleChange.
    SAYS: ClassVar[tuple[str, ...]] = (
        "name", "order", "is_active", "category", "question_code", "answer", "owner", "area", "weekdays", "begins",
        "ends", "department", "person", "priority", "hand_to", "system", "system_code",
    )  # fmt: skip

    class Meta:
        verbose_name = _("regel")
        verbose_name_plural = _("regler")
        ordering = ["order", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(begins__isnull=True, ends__isnull=True) | Q(begins__isnull=False, ends__isnull=False),
                name="faults_rule_begins_and_ends",
            ),
            models.CheckConstraint(condition=Q(answer="") | ~Q(question_code=""), name="faults_answer_to_a_question"),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "order"], name="faults_rules_in_order")]

    def __str__(self) -> str:
        return self.name

    def in_words(self) -> dict[str, str]:
        """What it says now, by field, as people read it."""
        return {name: self._said(name) for name in self.SAYS}

    def _said(self, name: str) -> str:
        value = getattr(self, name)
        if name == "area":
            return json.dumps(value, sort_keys=True) if value else ""
        if name == "priority":
            return self.get_priority_display() if value else ""
        if isinstance(value, bool):
            return gettext("ja") if value else gettext("nej")
        return "" if value is None else str(value)


class RuleChange(models.Model):
    """Who changed a rule, when, and what it said before and after. Append-only; it outlives its rule."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="rule_changes")
    rule = models.ForeignKey(RoutingRule, on_delete=models.SET_NULL, null=True, related_name="changes")
    name = models.CharField(max_length=80, help_text="Of the rule then")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    is_removal = models.BooleanField(default=False)
    said = models.JSONField(default=list, help_text="[[field, before, after], ..]")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["municipality", "-at"], name="faults_rules_changed")]

    def __str__(self) -> str:
        return f"{self.name}, {self.at:%Y-%m-%d}"

    @property
    def lines(self) -> list[tuple[str, ...]]:
        """(field as people say it, before, after). Of an area only that it was drawn anew."""
        drawn = gettext("ett område")
        return [
            (_label(field), *(drawn if text and field == "area" else text for text in pair))
            for field, *pair in self.said
        ]


def _label(field: str) -> str:
    """Of a rule; what it was called then, where it says that no more."""
    found: Any = RoutingRule._meta.get_field(field) if field in RoutingRule.SAYS else None
    return str(found.verbose_name) if found else field
