"""The words of a response template, filled in for a report. Only what is listed here can be named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from participation.core import filling

from .public_words import public_words

if TYPE_CHECKING:
    from datetime import date

    from .models import FaultReport, ResponseTemplate

KNOWN = ("nummer", "kategori", "plats", "förvaltning", "datum")
# Anybody can write anything as a place, with anybody's address: a mail from the municipality carries no link of theirs.
LINK = re.compile(r"://|@|\w\.[a-z]{2,}(?![a-z])", re.IGNORECASE)
LONGEST_PLACE = 80


def unknown_in(text: str) -> list[str]:
    """What stands in braces and cannot be filled in, as it is written there."""
    return filling.unknown_in(text, KNOWN)


def filled_in(template: ResponseTemplate, report: FaultReport, *, today: date) -> str:
    """In the language of the reporter. Reads `category`, `department` and `municipality` of the report."""
    with translation.override(report.language):
        values = {
            "nummer": report.number,
            "kategori": report.category.label if report.category else _("felanmälan"),
            "plats": _place(report.place),
            "förvaltning": report.department.name if report.department else report.municipality.full_name,
            "datum": date_format(today, "j F Y"),
        }
        return filling.filled(template.in_language(report.language), values)


def _place(words: str) -> str:
    words = " ".join(words.split())
    if not words or LINK.search(words):
        return _("platsen i anmälan")
    return Truncator(public_words(words)).chars(LONGEST_PLACE)
