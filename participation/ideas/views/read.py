"""The page of an idea, its versions and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from participation.answers.models import EarlierAnswer
from participation.answers.shown import whats_next
from participation.attachments.responses import serve, variant_of
from participation.core.dates import at_latest, in_words
from participation.core.differences import word_difference
from participation.discussion.telling import read_with_thread
from participation.discussion.thread import thread_for
from participation.moderation.models import Decision
from participation.topics.words_elsewhere import name_of
from participation.voting.box import support_for

from .. import permissions
from ..addresses import crumb, list_url, up_to
from ..faces import KINDS, face_of
from ..faults_link.shown import behind
from ..merging.shown import merged_into
from ..models import Idea, IdeaAttachment, IdeaEvent, IdeaVersion
from ..similar import similar_to, similar_to_idea
from ..states import Status
from ..way import Way, goal_sentence, next_owner
from .finding import open_municipality, readable_idea, where_it_is_read
from .merged import to_kept
from .own_changes import own_changes

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from participation.answers.models import Answer


@require_safe
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    idea = readable_idea(request, reference)
    if (kept := where_it_is_read(request, idea)) is not None:
        return to_kept(request, idea, kept)
    if idea.is_draft:  # returned to its author, who is the only one to find it here: there it can be changed and sent
        return redirect(idea)
    return _page(request, idea)


def with_answer(request: HttpRequest, idea: Idea, answer: Answer) -> HttpResponse:
    """The page as it will be with an answer that is not stored: for those who write it, before anybody reads it."""
    idea.topic.answer = answer  # type: ignore[misc]  # instead of the one that is stored
    idea.status = Status.ANSWERED
    shown = Idea.objects.with_mine(AnonymousUser()).get(pk=idea.pk)
    idea.has_files, idea.has_merged = shown.has_files, shown.has_merged  # type: ignore[attr-defined]  # annotated
    return _page(request, idea)


def _page(request: HttpRequest, idea: Idea) -> HttpResponse:
    topic, today = idea.topic, timezone.localdate()
    events = list(idea.events.select_related("version", "department"))
    context = {
        "municipality": topic.municipality,
        "idea": idea,
        "topic": topic,
        "face": face_of(idea, today=today),
        "stops": Way(idea, events, today=today).stops(),
        "next_owner": next_owner(idea),
        "additions": [event.version for event in events if event.kind == IdeaEvent.Kind.ADDED],
        "was_edited": any(event.kind == IdeaEvent.Kind.EDITED for event in events),
        "sent_at": next((event.at for event in events if event.status != Status.DRAFT), idea.created_at),
        "files": list(idea.attachments.shown()) if idea.has_files else [],  # type: ignore[attr-defined]  # annotated
        "is_public": topic.is_public,
        "late": idea.is_answer_late(today),
        "due": _due(idea, today),
        "behind": behind(idea),
        "crumb": crumb(topic.municipality),
        "became": name_of(idea.became) if idea.became and idea.became.is_public else None,
        **_answer(idea, today),
        **_mine(request, idea),
        **merged_into(idea, request),
        **(_around(request, idea) if topic.is_public else {}),
    }
    read_with_thread(request, context.get("thread"), path=topic.path)
    return render(request, "ideas/detail.html", context)


def _answer(idea: Idea, today: date) -> dict[str, Any]:
    answer = idea.answer
    if answer is None:
        return {"answer": None}
    return {
        "answer": answer,
        "answer_kind": KINDS[answer.outcome],
        "answer_next": whats_next(answer, today=today, owes=idea.owes_what_it_promised),
        "earlier_answers": list(EarlierAnswer.objects.of(idea.topic)),
    }


def _due(idea: Idea, today: date) -> str:
    due = idea.answer_due_on
    if due is None:
        return ""
    return in_words(due, today=today) if idea.is_answer_late(today) else at_latest(due, today=today)


def _around(request: HttpRequest, idea: Idea) -> dict[str, Any]:
    """What only a public idea has: supports, a thread, and ideas like it."""
    topic = idea.topic
    goal = goal_sentence(idea, today=timezone.localdate())
    return {
        "similar": similar_to_idea(topic),
        "goal_sentence": goal,
        **support_for(request, topic, goal=idea.threshold),
        **thread_for(request, topic),
    }


def _mine(request: HttpRequest, idea: Idea) -> dict[str, Any]:
    user = request.user
    return {
        "is_author": permissions.is_author(user, idea),
        "changes": own_changes(idea) if permissions.is_author(user, idea) else [],
        "can_edit": permissions.can_edit(user, idea),
        "can_add": permissions.can_add(user, idea),
        "can_withdraw": permissions.can_withdraw(user, idea),
        "can_restore": permissions.can_restore(user, idea),
        "is_hidden": permissions.is_hidden(idea),
        "moderates": permissions.can_moderate(user, idea),
        "decided": _decided(idea) if permissions.is_author(user, idea) else None,
    }


def _decided(idea: Idea) -> Decision | None:
    """What a moderator decided against it, for its author to read and appeal, while it stands."""
    if idea.status != Status.REFUSED and not permissions.is_hidden(idea):
        return None
    return Decision.objects.on(idea.topic).filter(outcome=Decision.Outcome.HIDDEN).select_related("appeal").first()


@require_safe
def versions(request: HttpRequest, reference: str) -> HttpResponse:
    """Only what was published: a change that waits, or was refused, is between author and reviewers."""
    idea = readable_idea(request, reference)
    shown = list(idea.versions.filter(review=IdeaVersion.Review.PUBLIC).exclude(kind=IdeaVersion.Kind.ADDITION))
    rows = [_compared(version, before) for before, version in zip([None, *shown], shown, strict=False)]
    context = {"municipality": idea.topic.municipality, "idea": idea, "rows": rows[::-1], "crumb": up_to(idea)}
    return render(request, "ideas/versions.html", context)


def _compared(version: IdeaVersion, before: IdeaVersion | None) -> dict[str, Any]:
    if before is None:
        return {"version": version, "title": None, "text": None}
    return {
        "version": version,
        "title": word_difference(before.title, version.title),
        "text": word_difference(before.text, version.text),
    }


@require_safe
@vary_on_headers("HX-Request")
def similar(request: HttpRequest) -> HttpResponse:
    """What resembles the words in `q`: a fragment while one writes, a page for whoever follows the link."""
    municipality = open_municipality(request.GET.get("kommun", "")[:4])
    typed = " ".join(request.GET.get(name, "")[:2000] for name in ("q", "title", "text"))
    context = {
        "municipality": municipality,
        "similar": similar_to(typed, municipality=municipality),
        "list_url": list_url(municipality),
    }
    is_fragment = "HX-Request" in request.headers
    return render(request, "ideas/_similar_now.html" if is_fragment else "ideas/similar.html", context)


@require_safe
def attachment(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A file is seen by whoever reads its idea, at this moment; one that a moderator hid, by author and moderators."""
    files = IdeaAttachment.objects.select_related("idea__topic", "idea__merged_into__topic")
    found = get_object_or_404(files, pk=pk, idea__in=Idea.objects.readable_by(request.user))
    if found.is_hidden and not permissions.can_see_hidden_picture(request.user, found.idea):
        raise Http404
    shown_by = found.idea.merged_into or found.idea
    is_public = shown_by.topic.is_public and not found.is_hidden
    return serve(request, found, variant=variant_of(request), public=is_public)
