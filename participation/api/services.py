"""What can be reported, and what each kind asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse

from participation.faults.models import Question

if TYPE_CHECKING:
    from participation.faults.models import FaultCategory

    from .jurisdictions import Jurisdiction

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
FORMATS = ["text/xml", "application/json"]
CHANGED = "2026-11-29T00:00:00+01:00"  # when the calls last changed


def service_list(jurisdiction: Jurisdiction) -> list[dict[str, Any]]:
    asked = Question.objects.filter(category=OuterRef("pk"))
    return [service(row, jurisdiction) for row in jurisdiction.categories().annotate(asks=Exists(asked))]


def service(row: FaultCategory, jurisdiction: Jurisdiction) -> dict[str, Any]:
    return {
        "service_code": jurisdiction.code_of(row),
        "service_name": f"{row.label} ({row.municipality.name})" if jurisdiction.qualified else row.label,
        "description": row.description,
        "metadata": bool(getattr(row, "asks", False)),
        "type": "realtime",
        "keywords": ", ".join(row.words),
        "group": row.group,
    }


def definition(category: FaultCategory, jurisdiction: Jurisdiction) -> dict[str, Any]:
    questions = category.questions.prefetch_related("choices")
    return {
        "service_code": jurisdiction.code_of(category),
        "attributes": [_attribute(question, order) for order, question in enumerate(questions, start=1)],
    }


def _attribute(question: Question, order: int) -> dict[str, Any]:
    asks = question.kind != Question.Kind.INFORMATION
    values = [{"key": choice.key, "name": choice.label} for choice in question.choices.all()]
    return {
        "variable": asks,
        "code": question.code,
        "datatype": question.kind if asks else Question.Kind.STRING.value,
        "required": question.is_required,
        "datatype_description": question.help_text or None,
        "order": order,
        "description": question.label,
        "values": values if question.has_choices else [],
    }


def discovery(jurisdiction: Jurisdiction, place: str) -> dict[str, Any]:
    """Where the server is and what it speaks. `place` is the municipality's code, or nothing."""
    contact = jurisdiction.municipality.contact_email if jurisdiction.municipality else ""
    return {
        "changeset": CHANGED,
        "contact": contact or settings.BASE_URL,
        "key_service": contact or settings.BASE_URL,
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": settings.BASE_URL + base(place),
                "changeset": CHANGED,
                "type": "production" if not settings.DEVELOPMENT else "test",
                "formats": FORMATS,
            }
        ],
    }


def base(place: str) -> str:
    """The address that the calls hang on, without a slash at its end."""
    return reverse("open311:services", args=[place, "xml"] if place else ["xml"]).removesuffix("/services.xml")
