from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.faults.querysets import ResponseTemplateQuerySet
from participation.faults.response_words import unknown_in
from participation.places.models import Municipality

from .category import FaultCategory
from .report import FaultReport


def only_known(text: str) -> None:
    if unknown := unknown_in(text):
        raise ValidationError(_("Det här går inte att fylla i: %(words)s.") % {"words": ", ".join(unknown)})


class ResponseTemplate(models.Model):
    """What a municipality usually answers when a report of a kind comes to a status. Without category, of any kind."""

    HELP = gettext_lazy(
        "Så här fylls i av sig självt: {nummer}, {kategori}, {plats}, {förvaltning}, {datum}. Nämn ingen vid namn."
    )

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="response_templates")
    name = models.CharField(gettext_lazy("namn"), max_length=80, help_text=gettext_lazy("Till exempel Lampan är bytt."))
    status = models.CharField(gettext_lazy("läge"), max_length=12, choices=FaultReport.Status.choices)
    category = models.ForeignKey(
        FaultCategory,
        verbose_name=gettext_lazy("kategori"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="response_templates",
    )
    words = models.TextField(gettext_lazy("orden"), max_length=1500, validators=[only_known], help_text=HELP)
    words_en = models.TextField(
        gettext_lazy("orden på engelska"),
        max_length=1500,
        blank=True,
        validators=[only_known],
        help_text=gettext_lazy("Går till den som anmälde på engelska."),
    )
    is_active = models.BooleanField(gettext_lazy("går att välja"), default=True)

    objects = ResponseTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("svarsmall")
        verbose_name_plural = gettext_lazy("svarsmallar")
        ordering = ["status", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "status", "name"], name="faults_one_template_a_name"),
            models.CheckConstraint(
                condition=Q(status__in=["in_progress", "planned", "asked", "fixed", "not_ours", "closed"]),
                name="faults_template_of_a_step_by_staff",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="faults_template_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()}: {self.name}"

    def in_language(self, language: str) -> str:
        return self.words_en if language == "en" and self.words_en else self.words
