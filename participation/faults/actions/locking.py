from __future__ import annotations

from participation.faults.models import FaultReport


def lock(report: FaultReport) -> FaultReport:
    """The report as it is now, held to the end of the transaction: of two people one comes after the other."""
    rows = FaultReport.objects.select_related("municipality", "reporter")
    return rows.select_for_update(of=("self",)).get(pk=report.pk)
