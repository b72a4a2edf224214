"""The priority that a report deserves by what people say of it. A suggestion: staff decide.

It begins with that of its category. Three followers raise it one step, ten another, and so does each report that was
opened again because the fault was still there; but never above high by that: what is urgent is not put to the vote.
"""

from __future__ import annotations

from .models import FaultReport, Priority

RAISED_AT = (3, 10)  # followers


def suggested_priority(report: FaultReport) -> Priority:
    """Reads the category of the report: select it with the report."""
    base = report.category.priority if report.category is not None else Priority.NORMAL
    steps = sum(report.followers >= number for number in RAISED_AT) + report.reopened
    return Priority(max(base, min(base + steps, Priority.HIGH)))
