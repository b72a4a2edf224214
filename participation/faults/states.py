"""Where a report can go from where it is, and how that is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from .models.report import FaultReport

if TYPE_CHECKING:
    from django.utils.functional import Promise

Status = FaultReport.Status

# An ended report can be taken up again, if the fault is back or was not mended.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    Status.RECEIVED: (Status.IN_PROGRESS, Status.FIXED, Status.NOT_OURS, Status.CLOSED),
    Status.IN_PROGRESS: (Status.FIXED, Status.NOT_OURS, Status.CLOSED),
    Status.FIXED: (Status.IN_PROGRESS,),
    Status.NOT_OURS: (Status.IN_PROGRESS,),
    Status.CLOSED: (Status.IN_PROGRESS,),
}
# A no is never given without a word on why.
NEEDS_REASON: tuple[str, ...] = (Status.NOT_OURS, Status.CLOSED)

# {number} is filled in by whoever tells.
NEWS: dict[str, Promise] = {
    Status.IN_PROGRESS: _("Vi arbetar med felet du anmälde, {number}"),
    Status.FIXED: _("Felet du anmälde är åtgärdat, {number}"),
    Status.NOT_OURS: _("Felet du anmälde är någon annans ansvar, {number}"),
    Status.CLOSED: _("Din felanmälan är avslutad utan åtgärd, {number}"),
}


def can_go(report: FaultReport, status: str) -> bool:
    return status in TRANSITIONS[report.status]
