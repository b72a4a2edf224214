"""The words of an answer template, filled in for a topic. Only what is listed here can be named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from participation.core.filling import filled, unknown_in

if TYPE_CHECKING:
    from datetime import date

    from participation.places.models import Department
    from participation.topics.models import Topic

KNOWN = ("titel", "förvaltning", "datum", "namn på kommunen")
FILLED = ("sentence", "text", "next_step")  # of an answer: where they can stand


def only_known(text: str) -> None:
    if unknown := unknown_in(text, KNOWN):
        raise ValidationError(_("Det här går inte att fylla i: %(words)s.") % {"words": ", ".join(unknown)})


def filled_in(text: str, topic: Topic, department: Department | None, *, today: date) -> str:
    """Reads the topic's municipality. Where no department is chosen the municipality answers."""
    place = topic.municipality
    values = {
        "titel": topic.title,
        "förvaltning": department.name if department else place.full_name,
        "datum": date_format(today, "j F Y"),
        "namn på kommunen": place.full_name,
    }
    return filled(text, values)
