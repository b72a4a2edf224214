from __future__ import annotations

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
