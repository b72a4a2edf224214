"""An idea that staff merged with another: its address leads there, and its words stay to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from participation.core.held import move_held
from participation.discussion.thread import held_key

from ..addresses import up_to
from ..merging.shown import CAME_FROM
from ..models import IdeaEvent
from ..states import Status
from .finding import readable_idea, where_it_is_read

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ..models import Idea


def to_kept(request: HttpRequest, idea: Idea, kept: Idea) -> HttpResponse:
    """Not for ever: the two can be parted again. An entry that waited for its writer to sign in waits there now."""
    move_held(request, held_key(idea.topic), held_key(kept.topic))
    return redirect(f"{kept.get_absolute_url()}?{urlencode({CAME_FROM: idea.reference or ''})}")


@require_safe
def original(request: HttpRequest, reference: str) -> HttpResponse:
    """The words, files and writer of a merged idea, as they were."""
    idea = readable_idea(request, reference)
    kept = where_it_is_read(request, idea)
    if idea.status != Status.MERGED or kept is None:
        return redirect(idea)
    events = list(idea.events.select_related("version"))
    context = {
        "municipality": idea.topic.municipality,
        "idea": idea,
        "topic": idea.topic,
        "kept": kept,
        "merged_at": idea.status_since,
        "sent_at": next((event.at for event in events if event.status != Status.DRAFT), idea.created_at),
        "additions": [event.version for event in events if event.kind == IdeaEvent.Kind.ADDED],
        "was_edited": any(event.kind == IdeaEvent.Kind.EDITED for event in events),
        "files": list(idea.attachments.shown()),
        "crumb": up_to(kept, municipality=idea.topic.municipality),
    }
    return render(request, "ideas/original.html", context)
