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
        ("open", "", ""),
        ("investigating", "in_progress", "Någon tittar på felet."),
        ("in_progress", "in_progress", "Arbetet har börjat."),
        ("planned", "planned", "Åtgärden är planerad."),
        ("action_scheduled", "planned", "Åtgärden har fått en dag."),
        ("fixed", "fixed", "Felet är åtgärdat."),
        ("closed", "fixed", "Ärendet är avslutat."),
        ("not_councils_responsibility", "not_ours", "Någon annan än kommunen ansvarar för det här."),
        ("no_further_action", "closed", "Kommunen gör inget mer åt felet."),
        ("cancelled", "closed", "Ärendet är avslutat utan åtgärd."),
        ("internal_referral", "", "Ärendet är lämnat vidare inom kommunen."),
        ("duplicate", "closed", "Felet var redan anmält."),
    ),
    read_push=read_push,
)
