"""Where a report can go from where it is, and how that is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from .models.report import FaultReport

if TYPE_CHECKING:
    from django.utils.functional import Promise

Status = FaultReport.Status

OPEN, ENDED = FaultReport.OPEN, (Status.FIXED, Status.NOT_OURS, Status.CLOSED, Status.DUPLICATE)

# While it is open it can go anywhere but back to the start. An ended report can be taken up again, if the fault is
# back or was not mended: by staff, or by the reporter, and then it waits to be read anew. A duplicate stands by its
# original until somebody takes it apart from it: see doubles.undo_double.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    **{
        status: tuple(other for other in (Status.IN_PROGRESS, Status.PLANNED, Status.ASKED, *ENDED) if other != status)
        for status in OPEN
    },
    **dict.fromkeys(ENDED, (Status.IN_PROGRESS, Status.RECEIVED)),
    Status.DUPLICATE: (),
}
# An original is chosen where a duplicate is; back to the start goes a report by what its reporter says.
CHOSEN_BY_STAFF: tuple[str, ...] = tuple(
    status for status in Status.values if status not in (Status.RECEIVED, Status.DUPLICATE)
)
# The reporter's answer to a question puts it back where somebody reads it.
TRANSITIONS[Status.ASKED] = (Status.RECEIVED, *TRANSITIONS[Status.ASKED])
# A no, or a question, is never given without words.
NEEDS_REASON: tuple[str, ...] = (Status.ASKED, Status.NOT_OURS, Status.CLOSED)

# {number} is filled in by whoever tells.
NEWS: dict[str, Promise] = {
    Status.IN_PROGRESS: _("Vi arbetar med felet du anmälde, {number}"),
    Status.PLANNED: _("Åtgärden av felet du anmälde är planerad, {number}"),
    Status.ASKED: _("Vi behöver veta mer om felet du anmälde, {number}"),
    Status.FIXED: _("Felet du anmälde är åtgärdat, {number}"),
    Status.NOT_OURS: _("Felet du anmälde är någon annans ansvar, {number}"),
    Status.CLOSED: _("Din felanmälan är avslutad utan åtgärd, {number}"),
    Status.DUPLICATE: _("Felet du anmälde var redan anmält, {number}"),
    Status.RECEIVED: _("Din felanmälan är öppnad igen, {number}"),
}


def can_go(report: FaultReport, status: str) -> bool:
    return status in TRANSITIONS[report.status]
