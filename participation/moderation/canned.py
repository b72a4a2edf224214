"""Words that are said often, so that they are said well: each with the rule it speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from .models import Reason

if TYPE_CHECKING:
    from django.utils.functional import Promise

CANNED: dict[str, tuple[str, Promise]] = {
    "person": (Reason.HATE, _("Texten angriper en person i stället för det saken gäller.")),
    "group": (Reason.HATE, _("Texten talar nedsättande om en grupp människor.")),
    "named": (Reason.PERSONAL, _("Texten säger var en privatperson bor eller hur man når den.")),
    "told": (Reason.PERSONAL, _("Texten berättar något privat om någon som går att känna igen.")),
    "advert": (Reason.SPAM, _("Texten gör reklam för något som inte hör till saken.")),
    "again": (Reason.SPAM, _("Samma text är skriven på flera ställen.")),
    "elsewhere": (Reason.OFF_TOPIC, _("Texten handlar om något annat än det som diskuteras här.")),
    "crime": (Reason.ILLEGAL, _("Texten uppmanar till något som är brottsligt.")),
}
PAUSES = (
    ("", _("Nej, ingen paus")),
    ("1", _("1 dag")),
    ("7", _("7 dagar")),
    ("30", _("30 dagar")),
)
