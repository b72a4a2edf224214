"""Languages of pages beyond Swedish and English, by configuration: EXTRA_LANGUAGES=fi,se.

Pages are translated by people (decision 18). The portal's own words exist in Swedish and English (UI_LANGUAGES); in
other languages they are Swedish, and said to be.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import locale
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

UI_LANGUAGES = ("sv", "en")
OWN = [("sv", _("Svenska")), ("en", _("Engelska"))]
# In Swedish, in itself, and whether it is written from right to left. Those that Django does not know have an empty
# catalogue in locale/, without which it would not answer at their addresses.
FURTHER = {
    "ar": (_("Arabiska"), "العربية", True),
    "de": (_("Tyska"), "Deutsch", False),
    "fa": (_("Persiska"), "فارسی", True),
    "fi": (_("Finska"), "Suomi", False),
    "fit": (_("Meänkieli"), "Meänkieli", False),
    "pl": (_("Polska"), "Polski", False),
    "rom": (_("Romska"), "Romani čhib", False),
    "se": (_("Nordsamiska"), "Davvisámegiella", False),
    "sma": (_("Sydsamiska"), "Åarjelsaemien gïele", False),
    "smj": (_("Lulesamiska"), "Julevsámegiella", False),
    "uk": (_("Ukrainska"), "Українська", False),
    "yi": (_("Jiddisch"), "ייִדיש", True),
}
OWN_NAMES = {"sv": "Svenska", "en": "English"} | {code: own for code, (_name, own, _bidi) in FURTHER.items()}


def languages(further: Iterable[str]) -> list[tuple[str, str]]:
    """Django's LANGUAGES. Raises ImproperlyConfigured for a code that is not in the list."""
    codes = [code.strip() for code in further if code.strip()]
    strange = [code for code in codes if code not in FURTHER]
    if strange:
        raise ImproperlyConfigured(f"EXTRA_LANGUAGES: {', '.join(strange)} is not among {', '.join(FURTHER)}")
    for code in codes:
        _name, own, is_bidi = FURTHER[code]
        told = {"bidi": is_bidi, "code": code, "name": own, "name_local": own}
        locale.LANG_INFO.setdefault(code, told)
    return [*OWN, *((code, FURTHER[code][0]) for code in dict.fromkeys(codes))]  # type: ignore[list-item]
