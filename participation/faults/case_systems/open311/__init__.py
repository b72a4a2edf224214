"""Open311 GeoReport v2, with mySociety's servicerequestupdates in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from participation.faults.case_systems.protocol import Kind, Setting

from .pushed import read_push

if TYPE_CHECKING:
    from participation.faults.case_systems.protocol import Adapter
    from participation.faults.models import CaseSystem


def make(system: CaseSystem) -> Adapter:
    from .adapter import Open311  # only here: it brings an HTTP client of 15 MB, and few web workers ever call a system

    return Open311(system)


KIND = Kind(
    code="open311",
    label=_("Open311 (GeoReport v2)"),
    make=make,
    settings=(
        Setting("jurisdiction_id", _("jurisdiction_id"), _("Om systemet kräver det.")),
        Setting("api_key", _("api_key"), is_secret=True),
        Setting("format", _("format"), choices=(("xml", "XML"), ("json", "JSON"))),
        Setting(
            "photos",
            _("foton"),
            choices=(("with", _("Följer med anmälan")), ("updates", _("Skickas efteråt")), ("none", _("Skickas inte"))),
        ),
        Setting(
            "email",
            _("e-post som avsändare"),
            _("Om systemet kräver en. Skriv en adress till kommunen."),
            is_email=True,
        ),
        Setting(
            "updates",
            _("besked"),
            _("Läses de ur ärendelistan får systemet inte veta vad som händer här. Det säger ni till det själva."),
            choices=(("updates", _("Med servicerequestupdates")), ("requests", _("Läses ur ärendelistan"))),
        ),
    ),
    mappings=(
        ("open", "", "", ""),
        ("investigating", "in_progress", "Någon tittar på felet.", "Somebody is looking into it."),
        ("in_progress", "in_progress", "Arbetet har börjat.", "Work has begun."),
        ("planned", "planned", "Åtgärden är planerad.", "The work is planned."),
        ("action_scheduled", "planned", "Åtgärden har fått en dag.", "The work has been given a date."),
        ("fixed", "fixed", "Felet är åtgärdat.", "The fault is fixed."),
        ("closed", "fixed", "Ärendet är avslutat.", "The case is closed."),
        (
            "not_councils_responsibility",
            "not_ours",
            "Någon annan än kommunen ansvarar för det här.",
            "Somebody other than the municipality is responsible for this.",
        ),
        (
            "no_further_action",
            "closed",
            "Kommunen gör inget mer åt felet.",
            "The municipality will do nothing more about the fault.",
        ),
        ("cancelled", "closed", "Ärendet är avslutat utan åtgärd.", "The case is closed without anything being done."),
        (
            "internal_referral",
            "",
            "Ärendet är lämnat vidare inom kommunen.",
            "The case has been passed on within the municipality.",
        ),
        ("duplicate", "closed", "Felet var redan anmält.", "The fault had already been reported."),
    ),
    read_push=read_push,
)
