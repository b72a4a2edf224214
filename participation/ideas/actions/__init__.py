"""Every way to change an idea. Each is one transaction, works on the row as it stands then, and returns it fresh."""

from __future__ import annotations

from .answering import answer, assign, become_proposal, mark_done
from .clock import close_window, close_windows, reach_threshold
from .drafts import delete_draft, save_draft, start_draft
from .review import approve, refuse, return_for_changes, submit
from .versions import add_addition, approve_version, edit_published, refuse_version
from .withdrawal import restore, withdraw

__all__ = [
    "add_addition",
    "answer",
    "approve",
    "approve_version",
    "assign",
    "become_proposal",
    "close_window",
    "close_windows",
    "delete_draft",
    "edit_published",
    "mark_done",
    "reach_threshold",
    "refuse",
    "refuse_version",
    "restore",
    "return_for_changes",
    "save_draft",
    "start_draft",
    "submit",
    "withdraw",
]
