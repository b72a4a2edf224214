from __future__ import annotations

from participation.faults.errors import TransitionRefused
from participation.faults.models import FaultReport


def lock(report: FaultReport) -> FaultReport:
    """The report as it is now, held to the end of the transaction: of two people one comes after the other.

    A part is held with its whole, and after it: nobody waits in a circle.
    """
    rows = FaultReport.objects.select_related("municipality", "reporter").select_for_update(of=("self",))
    whole = rows.get(pk=report.part_of_id) if report.part_of_id else None
    held = rows.get(pk=report.pk)
    held.part_of = whole
    return held


def lock_both(report: FaultReport, original: FaultReport) -> tuple[FaultReport, FaultReport]:
    """In one order always, so that two who do something with both at the same time never wait for each other."""
    held = {row.pk: lock(row) for row in sorted({report, original}, key=lambda row: row.pk)}
    return held[report.pk], held[original.pk]


def lock_leading(report: FaultReport) -> tuple[FaultReport, FaultReport]:
    """The report, and the one under which its fault is handled: itself, unless it is a double.

    Raises TransitionRefused where it is no longer what it was.
    """
    held, leads = lock_both(report, report.duplicate_of or report)
    if (held.duplicate_of_id or held.pk) != leads.pk:
        raise TransitionRefused
    held.duplicate_of = leads if held is not leads else None
    return held, leads
