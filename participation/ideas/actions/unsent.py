"""What an author writes after their idea was returned to them is theirs: staff have read only what was handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.attachments import actions as attachments

if TYPE_CHECKING:
    from ..models import Idea

FIELDS = ("title", "text", "place", "lat", "lon")


def remember_handed_in(idea: Idea) -> None:
    """Before it becomes a draft again. The caller saves the idea."""
    files = {str(file.pk): file.alt for file in idea.attachments.all()}
    idea.handed_in = {**{name: getattr(idea, name) for name in FIELDS}, "files": files}


def forget_unsent(idea: Idea) -> None:
    """Words, place and files are again those that were handed in. The caller saves the idea.

    Of one that was returned before anything was remembered only the number stays: nobody knows what was read.
    """
    read = idea.handed_in or {"title": idea.reference, "text": "", "place": "", "lat": None, "lon": None, "files": {}}
    for name in FIELDS:
        setattr(idea, name, read[name])
    for file in idea.attachments.all():
        if str(file.pk) not in read["files"]:
            attachments.delete(attachment=file)
        elif file.alt != read["files"][str(file.pk)]:
            file.alt = read["files"][str(file.pk)]
            file.save(update_fields=["alt"])
