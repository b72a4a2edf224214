"""Three invented fault reports, one for each thing that can become of one so far."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from participation.faults.actions.handling import change_status
from participation.faults.actions.reporting import Place, report_fault
from participation.faults.models import FaultReport

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from participation.accounts.models import User
    from participation.places.models import Municipality

Status = FaultReport.Status
# What, where, days ago, and what the case officer did with it.
FAULTS = (
    ("Demo: lampan vid lekplatsen är släckt.", "Lekplatsen vid torget", 1, None, ""),
    (
        "Demo: ett djupt hål mitt i cykelvägen.",
        "Cykelvägen längs ån",
        4,
        Status.IN_PROGRESS,
        "Demo: vi lagar den.",
    ),
    ("Demo: papperskorgen är full.", "Hållplatsen vid biblioteket", 9, Status.FIXED, "Demo: den är tömd."),
)


def report_faults(*, place: Municipality, people: Mapping[str, User], now: datetime) -> None:
    for number, (text, where, days, status, message) in enumerate(FAULTS):
        key = uuid5(NAMESPACE_URL, f"samskapa-demo-fault-{place.code}-{number}")
        at = now - timedelta(days=days)
        report, is_new = report_fault(
            client_key=key,
            municipality=place,
            text=text,
            place=Place(words=where),
            now=at,
            reporter=people["medborgare"],
        )
        if is_new and status is not None:
            change_status(
                report=report,
                by=people["handlaggare"],
                status=status,
                message=message,
                now=at + timedelta(hours=20),
            )
