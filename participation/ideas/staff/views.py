"""The staff desk for ideas, in the Wagtail admin: the list, the table, and one idea. Reads only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from participation.core.spreadsheet import csv_response
from participation.moderation.models import Flag
from participation.moderation.permissions import can_decide

from ..differences import word_difference
from ..faces import face_of
from ..faults_link.shown import behind
from ..models import IdeaEvent, IdeaVersion
from ..permissions import is_author, is_hidden
from ..states import CAN_STILL_CHANGE
from . import acts
from .filters import GROUPS, IdeaFilter
from .history import record_of, steps_of, waiting_version
from .merging import merged_with
from .reach import counts, idea_for, ideas_for, staff_of, with_waiting
from .table import rows_of

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from participation.accounts.models import User

    from ..models import Idea

PER_PAGE = 30


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    user, today = staff_of(request), timezone.localdate()
    form = IdeaFilter(request.GET, user=user)
    reach = ideas_for(user)
    found = form.chosen(with_waiting(reach).for_page(), today=today)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "form": form,
        "page": page,
        "rows": [_row(user, idea, today) for idea in page],
        "counts": counts(reach, today=today),
        "heading": dict(GROUPS)[form.group],
        "several_places": "kommun" in form.fields,
        "query": form.query(),
        "previous": form.query(p=page.previous_page_number()) if page.has_previous() else "",
        "next": form.query(p=page.next_page_number()) if page.has_next() else "",
    }
    return render(request, "ideas/admin/index.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """What the list shows, without who wrote it."""
    user, today = staff_of(request), timezone.localdate()
    found = IdeaFilter(request.GET, user=user).chosen(with_waiting(ideas_for(user)).for_page(), today=today)
    return csv_response(rows_of(found.iterator(chunk_size=500)), name=f"ideer-{today:%Y-%m-%d}.csv")


@require_safe
def inspect(request: HttpRequest, pk: int) -> HttpResponse:
    user, today = staff_of(request), timezone.localdate()
    idea = idea_for(user, pk)
    events = list(idea.events.select_related("by", "department", "version"))
    context = {
        "idea": idea,
        "topic": idea.topic,
        "municipality": idea.topic.municipality,
        "face": face_of(idea, today=today),
        "acts": [{"act": act, "url": act.url(idea)} for act in acts.acts_for(user, idea)],
        "behind": behind(idea),
        "seen": max(event.pk for event in events),
        "is_own": is_author(user, idea),
        "is_hidden": is_hidden(idea),
        "additions": [event.version for event in events if event.kind == IdeaEvent.Kind.ADDED],
        "was_edited": any(event.kind == IdeaEvent.Kind.EDITED for event in events),
        "files": list(idea.attachments.all()),
        "record": record_of(idea),
        "steps": steps_of(idea, events),
        **_change(user, idea),
        **_flags(user, idea),
        **merged_with(user, idea),
    }
    return render(request, "ideas/admin/inspect.html", context)


def _row(user: User, idea: Idea, today: date) -> dict[str, Any]:
    """What to do first stands beside the idea; what is decided by a button is read before."""
    reading = reverse("ideas_admin:inspect", args=[idea.pk])
    deed = {"label": _("Öppna"), "url": reading}
    first = next(iter(acts.acts_for(user, idea)), None)
    if idea.version_waits or (first and first.is_button):  # type: ignore[attr-defined]  # annotated
        deed["label"] = _("Granska")
    elif first and first.key not in ("refuse", "part"):
        deed = {"label": str(first.label), "url": first.url(idea)}
    return {"idea": idea, "face": face_of(idea, today=today), "deed": deed}


def _change(user: User, idea: Idea) -> dict[str, Any]:
    version = waiting_version(idea)
    if version is None:
        return {"version": None}
    is_edit = version.kind == IdeaVersion.Kind.EDIT
    return {
        "version": version,
        "title_pieces": word_difference(idea.title, version.title) if is_edit else None,
        "text_pieces": word_difference(idea.text, version.text) if is_edit else None,
        "version_seen": version.stamp,
        "decides_version": acts.may_decide_version(user, idea),
        "is_frozen": is_edit and (idea.is_frozen or idea.status not in CAN_STILL_CHANGE),
    }


def _flags(user: User, idea: Idea) -> dict[str, Any]:
    if not can_decide(user, idea.topic):
        return {"flags": None}
    waiting = Q(decision__isnull=True)
    return {
        "flags": Flag.objects.filter(topic=idea.topic_id).aggregate(
            on_idea=Count("pk", filter=waiting & Q(entry__isnull=True)),
            on_entries=Count("pk", filter=waiting & Q(entry__isnull=False)),
        )
    }
