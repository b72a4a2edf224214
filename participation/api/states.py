"""Our states in the words of Open311: `open` and `closed`, and the longer list that mySociety's updates use."""

from __future__ import annotations

from participation.faults.models import FaultReport

Status = FaultReport.Status

# What goes out. Everything else than these is what a reader may already know from `status`.
DETAILED: dict[str, str] = {
    Status.RECEIVED: "open",
    Status.IN_PROGRESS: "in_progress",
    Status.PLANNED: "planned",
    Status.ASKED: "investigating",
    Status.FIXED: "fixed",
    Status.NOT_OURS: "not_councils_responsibility",
    Status.CLOSED: "no_further_action",
    Status.DUPLICATE: "duplicate",
}

# What comes in; None leaves the state as it is. A duplicate of what we cannot know is closed, with words that say so.
INCOMING: dict[str, str | None] = {
    "open": None,
    "unchanged": None,
    "internal_referral": None,
    "investigating": Status.IN_PROGRESS,
    "in_progress": Status.IN_PROGRESS,
    "reopen": Status.IN_PROGRESS,
    "planned": Status.PLANNED,
    "action_scheduled": Status.PLANNED,
    "fixed": Status.FIXED,
    "closed": Status.CLOSED,
    "duplicate": Status.CLOSED,
    "cancelled": Status.CLOSED,
    "no_further_action": Status.CLOSED,
    "not_councils_responsibility": Status.NOT_OURS,
}


def plain(status: str) -> str:
    return "open" if status in FaultReport.OPEN else "closed"
