"""What the reporter of a report reads of what was decided on who sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.moderation.models import Decision

if TYPE_CHECKING:
    from participation.faults.models import FaultReport
    from participation.moderation.querysets import DecisionQuerySet

TOLD = (Decision.Outcome.HIDDEN, Decision.Outcome.RESTORED)


def decisions_on(report: FaultReport) -> DecisionQuerySet:
    """Newest first; by each municipality that had it."""
    made = Decision.objects.filter(topic__fault_anchor__report=report, entry__isnull=True, is_against=True)
    related = made.filter(outcome__in=TOLD).select_related("topic__municipality", "municipality", "appeal")
    return related.order_by("-decided_at", "-id")  # type: ignore[return-value]  # our own queryset
