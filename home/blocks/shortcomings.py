from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

GROUNDS = [
    ("breach", _("Uppfyller inte lagens krav")),
    ("burden", _("Oskäligt betungande att åtgärda (12 §)")),
    ("exempt", _("Innehåll som lagen inte gäller (9 §)")),
]
# A number such as 1.4.3 in WCAG, 9.1.4.3 in EN 301 549, or a section of the law.
a_clause = RegexValidator(
    r"\d+(\.\d+)+|\d+\s*§", _("Ange kravet med nummer, till exempel WCAG 1.4.3 eller 12 §."), code="clause"
)


class ShortcomingBlock(blocks.StructBlock):
    """One thing that does not work, for whom, against which requirement, and when it will."""

    ground = blocks.ChoiceBlock(label=_("grund"), choices=GROUNDS)
    what = blocks.TextBlock(label=_("vad som inte fungerar"), max_length=500, rows=2)
    clause = blocks.CharBlock(
        label=_("krav som det gäller"),
        max_length=120,
        validators=[a_clause],
        help_text=_("Till exempel: WCAG 2.1, 1.4.3 Kontrast."),
    )
    instead = blocks.TextBlock(label=_("hur man får det på annat sätt"), max_length=300, rows=2)
    fixed_by = blocks.DateBlock(label=_("åtgärdas senast"), required=False)
    reason = blocks.TextBlock(
        label=_("varför det inte åtgärdas"),
        max_length=400,
        rows=2,
        required=False,
        help_text=_("När inget datum finns."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned.get("what") and not cleaned.get("fixed_by") and not cleaned.get("reason"):
            raise blocks.StructBlockValidationError(
                block_errors={"fixed_by": ValidationError(_("Ange ett datum, eller varför bristen inte åtgärdas."))}
            )
        # Here and not on the page: what is up stays up when its day has passed, until somebody saves it again.
        if (day := cleaned.get("fixed_by")) and day < timezone.localdate():
            raise blocks.StructBlockValidationError(
                block_errors={
                    "fixed_by": ValidationError(
                        _("Dagen har varit. Ange en ny dag, eller ta bort bristen om den är löst.")
                    )
                }
            )
        return cleaned

    class Meta:
        label = _("Brist")
        icon = "warning"


class Shortcomings(blocks.StreamBlock):
    shortcoming = ShortcomingBlock()

    class Meta:
        required = False
