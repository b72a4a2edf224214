"""A mail to those who have no case system, with a link by which they say what became of the report."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from participation.faults.case_systems.protocol import Kind, Setting

from .adapter import ByEmail

KIND = Kind(
    code="email",
    label=_("E-post"),
    make=ByEmail,
    needs_url=False,
    needs_code=False,
    is_polled=False,
    speaks_ours=True,  # whoever answers chooses among statuses on a page of ours
    settings=(
        Setting("to", _("e-postadress"), _("Den som arbetar med felen läser den."), is_required=True, is_email=True),
    ),
    mappings=(
        ("in_progress", "in_progress", "Arbetet har börjat.", "Work has begun."),
        ("planned", "planned", "Åtgärden är planerad.", "The work is planned."),
        ("fixed", "fixed", "Felet är åtgärdat.", "The fault is fixed."),
        ("not_ours", "not_ours", "Någon annan ansvarar för det här.", "Somebody else is responsible for this."),
        ("closed", "closed", "Vi avslutar ärendet utan åtgärd.", "We are closing the case without doing anything."),
    ),
)
