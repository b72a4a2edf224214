"""The staff desk for ideas, in the Wagtail admin: the list, the table, and one idea. Reads only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from participation.casework.permissions import still_assigned
from participation.core.differences import word_difference
from participation.core.spreadsheet import csv_response
from participation.moderation.models import Flag
from participation.moderation.permissions import can_decide

from ..faces import face_of
from ..faults_link.shown import behind
from ..models import IdeaEvent, IdeaVersion
from ..permissions import can_see_hidden_picture, is_author, is_hidden
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
    rows = [_row(user, idea, today) for idea in page]
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "may_answer_some": any(row["may_answer"] for row in rows),
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
    reads_all = acts.reads_what_waits(user, idea)
    context = {
        "idea": idea,
        "topic": idea.topic,
        "municipality": idea.topic.municipality,
        "face": face_of(idea, today=today),
        "acts": [{"act": act, "url": act.url(idea)} for act in acts.acts_for(user, idea)],
        "behind": behind(idea),
        "seen": max(event.pk for event in events),
        "is_own": is_author(user, idea),
        "officer_left": not still_assigned().filter(topic=idea.topic).exists(),
        "is_hidden": is_hidden(idea),
        "additions": [event.version for event in events if event.kind == IdeaEvent.Kind.ADDED],
        "was_edited": any(event.kind == IdeaEvent.Kind.EDITED for event in events),
        "files": list(idea.attachments.all() if can_see_hidden_picture(user, idea) else idea.attachments.shown()),
        "record": record_of(idea) if reads_all else None,
        "steps": steps_of(idea, [event for event in events if event.is_public or reads_all]),
        **(_change(user, idea) if reads_all else {"version": None}),
        **_flags(user, idea),
        **merged_with(user, idea),
    }
    return render(request, "ideas/admin/inspect.html", context)


@require_safe
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Where one goes from an idea to answer it: the same form for all that the municipality answers."""
    user = staff_of(request)
    idea = idea_for(user, pk)
    if not acts.may(user, idea, "answer"):
        raise PermissionDenied
    return redirect("answers_admin:write", idea.topic_id)


def _row(user: User, idea: Idea, today: date) -> dict[str, Any]:
    """What to do first stands beside the idea; what is decided by a button is read before."""
    reading = reverse("ideas_admin:inspect", args=[idea.pk])
    deed = {"label": _("Öppna"), "url": reading}
    possible = acts.acts_for(user, idea)
    first = next(iter(possible), None)
    may_answer = any(act.key == "answer" for act in possible)
    waits = idea.version_waits and acts.may_decide_version(user, idea)  # type: ignore[attr-defined]  # annotated
    if waits or (first and first.is_button):
        deed["label"] = _("Granska")
    elif first and first.key not in ("refuse", "part"):
        deed = {"label": str(first.label), "url": first.url(idea)}
    return {
        "idea": idea,
        "face": face_of(idea, today=today),
        "deed": deed,
        "may_answer": may_answer,
        "is_hidden": is_hidden(idea),
    }


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
