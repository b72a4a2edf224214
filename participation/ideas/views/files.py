"""The photos and documents of a draft, each stored as it comes: an error elsewhere in the form loses none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from participation.attachments.fields import MOST_NAMED
from participation.attachments.names import clean_name
from participation.attachments.refusals import UploadRefused
from participation.core.words import without_unseen

from .. import actions

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from participation.attachments.intake import Upload

    from ..models import Idea

ALT = "alt-"
LONGEST_ALT = 250


def take_files(request: HttpRequest, idea: Idea) -> list[str]:
    """Store what was sent, describe, remove. Returns what was refused and why, in words."""
    words = {
        name.removeprefix(ALT): " ".join(without_unseen(str(value)).split())[:LONGEST_ALT]
        for name, value in request.POST.items()
        if name.startswith(ALT)
    }
    if words:
        actions.describe_photos(idea=idea, words=words)
    _remove(idea, request.POST.get("bort", ""))
    refused = _take_all(idea, request.FILES.getlist("foton"), actions.add_photo)
    return refused + _take_all(idea, request.FILES.getlist("dokument"), actions.add_document)


def _take_all(idea: Idea, uploads: list[Any], add: Callable[..., object]) -> list[str]:
    """Of far too many not one more is looked into, and the rest is no long list."""
    read, rest = uploads, []
    if len(uploads) > actions.MOST_FILES + MOST_NAMED:
        read, rest = uploads[: actions.MOST_FILES], uploads[actions.MOST_FILES :]
    refused = [why for upload in read if (why := _take(idea, upload, add))]
    if rest:
        refused.append(_("%(count)s filer kom inte med: högst fem foton och fem dokument.") % {"count": len(rest)})
    return refused


def _take(idea: Idea, upload: Upload, add: Callable[..., object]) -> str:
    name = clean_name(str(getattr(upload, "name", "") or ""))
    try:
        add(idea=idea, upload=upload)
    except UploadRefused as refused:
        return f"{name}: {' '.join(refused.messages)}"
    except actions.TooManyFiles:
        return _("%(name)s: det får vara högst fem foton och fem dokument.") % {"name": name}
    return ""


def _remove(idea: Idea, asked: str) -> None:
    try:
        pk = UUID(asked)
    except ValueError:
        return
    if attachment := idea.attachments.filter(pk=pk).first():
        actions.remove_file(idea=idea, attachment=attachment)
