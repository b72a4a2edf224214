"""Sundsvall's SupportManagement, version 15: one system, many municipalities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from participation.faults.case_systems.protocol import Kind, Setting

if TYPE_CHECKING:
    from participation.faults.case_systems.protocol import Adapter
    from participation.faults.models import CaseSystem


def make(system: CaseSystem) -> Adapter:
    from .adapter import (
        SupportManagement,  # only here: it brings an HTTP client of 15 MB, and few web workers ever call a system
    )

    return SupportManagement(system)


KIND = Kind(
    code="support_management",
    label=_("SupportManagement (Sundsvall)"),
    make=make,
    settings=(
        Setting("municipality_id", _("kommunens id"), _("Till exempel 2281."), is_required=True),
        Setting("namespace", _("namnrymd"), _("Till exempel CONTACTCENTER."), is_required=True),
        Setting("token_url", _("adress för inloggning"), _("Slutar ofta på /token."), is_required=True),
        Setting("client_id", _("klientens id"), is_secret=True),
        Setting("client_secret", _("klientens hemlighet"), is_secret=True),
        Setting("category", _("kategori"), _("Överordnad kategori. Koden för varje felkategori blir ärendets typ.")),
        Setting("new_status", _("läge för nya ärenden"), _("Till exempel NEW.")),
        Setting("reopened_status", _("läge när någon säger att felet är kvar"), _("Tomt: läget ändras inte.")),
    ),
    mappings=(
        ("new", "", "", ""),
        ("ongoing", "in_progress", "Arbetet har börjat.", "Work has begun."),
        ("pending", "", "Ärendet väntar.", "The case is waiting."),
        ("suspended", "planned", "Åtgärden är planerad till senare.", "The work is planned for later."),
        ("solved", "fixed", "Felet är åtgärdat.", "The fault is fixed."),
    ),
)
