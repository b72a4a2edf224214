"""Every way to change an idea. Each is one transaction, works on the row as it stands then, and returns it fresh."""

from __future__ import annotations

from .answering import assign, mark_done, take_answer
from .clock import close_window, close_windows, reach_threshold
from .drafts import delete_draft, save_draft, start_draft
from .files import MOST_FILES, TooManyFiles, add_document, add_photo, describe_photos, remove_file
from .proposing import become_proposal, leave_proposal
from .review import approve, refuse, return_for_changes, submit, take_after_all
from .versions import add_addition, approve_version, edit_published, freeze, refuse_version
from .withdrawal import leave_behind, restore, withdraw

__all__ = [
    "MOST_FILES",
    "TooManyFiles",
    "add_addition",
    "add_document",
    "add_photo",
    "approve",
    "approve_version",
    "assign",
    "become_proposal",
    "close_window",
    "close_windows",
    "delete_draft",
    "describe_photos",
    "edit_published",
    "freeze",
    "leave_behind",
    "leave_proposal",
    "mark_done",
    "reach_threshold",
    "refuse",
    "refuse_version",
    "remove_file",
    "restore",
    "return_for_changes",
    "save_draft",
    "start_draft",
    "submit",
    "take_after_all",
    "take_answer",
    "withdraw",
]
