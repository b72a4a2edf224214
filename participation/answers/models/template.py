from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.places.models import Municipality

from ..canned import only_known


class AnswerTemplate(models.Model):
    """What a municipality often answers. Chosen in the form, and changed there before it is sent."""

    HELP = _("Så här fylls i av sig självt: {titel}, {förvaltning}, {datum}, {namn på kommunen}. Nämn ingen vid namn.")

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="answer_templates")
    name = models.CharField(_("namn"), max_length=80, help_text=_("Till exempel Ryms inte i budgeten."))
    words = models.TextField(_("orden"), max_length=6000, validators=[only_known], help_text=HELP)
    is_active = models.BooleanField(_("går att välja"), default=True)

    class Meta:
        verbose_name = _("svarsmall för idéer och förslag")
        verbose_name_plural = _("svarsmallar för idéer och förslag")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="answers_one_template_a_name"),
            models.CheckConstraint(condition=~Q(words=""), name="answers_template_has_words"),
        ]

    def __str__(self) -> str:
        return self.name
