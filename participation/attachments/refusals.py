"""Why a file was not taken in, in words for the person who sent it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class UploadRefused(ValidationError):
    """`code` names the cause for programs, the message is for people."""

    WORDS: dict[str, Any] = {}

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(self.WORDS[code], code=code, params=params)


class PhotoRefused(UploadRefused):
    WORDS = {
        "empty": _("Filen är tom. Välj bilden en gång till."),
        "too_large": _("Bilden är för stor. Den får vara högst %(limit)s MB."),
        "too_many_pixels": _("Bilden har för hög upplösning. Förminska den eller ta en ny med lägre upplösning."),
        "broken": _("Bilden går inte att läsa, filen är nog skadad. Välj en annan bild eller ta en ny."),
        "known_kind": _("Vi kan inte ta emot bilder av typen %(kind)s. Spara bilden som JPEG eller PNG."),
        "unknown_kind": _("Filen är ingen bild som vi kan läsa. Välj en JPEG, PNG, WebP, HEIC eller AVIF."),
        "busy": _("Vi hann inte läsa bilden just nu. Försök igen om en liten stund."),
    }


class DocumentRefused(UploadRefused):
    WORDS = {
        "empty": _("Filen är tom. Välj dokumentet en gång till."),
        "too_large": _("Dokumentet är för stort. Det får vara högst %(limit)s MB."),
        "broken": _("Dokumentet går inte att läsa, filen är nog skadad. Spara om det och försök igen."),
        "unknown_kind": _("Vi kan ta emot PDF, Word (docx), Excel (xlsx), OpenDocument (odt, ods) och ren text."),
        "other_name": _("Filen heter %(suffix)s men är något annat. Spara om den i det format som namnet säger."),
        "macros": _("Dokumentet innehåller makron, alltså program. Spara det utan makron och försök igen."),
        "locked": _("Dokumentet är låst med lösenord. Spara det utan lösenord och försök igen."),
        "bomb": _("Dokumentet blir orimligt stort när det packas upp. Därför tar vi inte emot det."),
    }
