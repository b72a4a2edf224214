"""What the page of a proposal shows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.discussion.telling import read_with_thread
from participation.discussion.thread import thread_for
from participation.topics.models import Topic
from participation.voting.box import support_for

from .addresses import catalogue_url, crumb
from .answered import shown_answer
from .ideas_link import behind, or_kept
from .models.stage import NOT_ASKED_FOR, WAY, Stage, StageEntry
from .proposals import said_of_stage

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest

    from .models import ServiceProposalPage
    from .models.proposal import Milestone


def context_of(page: ServiceProposalPage, request: HttpRequest) -> dict[str, Any]:
    assert page.municipality is not None  # the tree puts every proposal below a municipality
    today = timezone.localdate()
    milestones = list(page.milestones.all())
    entries = list(page.topic.stage_entries.all()) if page.topic else []
    if getattr(request, "is_preview", False) and (not entries or entries[-1].stage != page.stage):
        entries.append(coming_entry(page))
    return {
        "topic": page.topic,
        "crumb": [*crumb(page.municipality), {"title": _("E-tjänster"), "url": catalogue_url(page.municipality)}],
        "stops": stops(page, entries, milestones, today),
        "entries": list(reversed(entries)),
        "ask": ask(page, today),
        "milestones": [milestone_row(milestone, today) for milestone in milestones],
        "is_late": any(milestone.done_on is None and milestone.expected_on < today for milestone in milestones),
        "updates": list(page.updates.all()),
        **(shown_answer(page, today=today) if page.topic else {"answer": None}),
        **sources(page, request),
        "behind": behind(page.topic) if page.topic else None,
        **(around(request, page.topic) if page.topic and page.live else {}),
    }


def around(request: HttpRequest, topic: Topic) -> dict[str, Any]:
    """What only a published proposal has: support, a thread, and those who follow it."""
    thread = thread_for(request, topic)
    read_with_thread(request, thread["thread"], path=topic.path)
    box = support_for(request, topic, curve=False)
    return {
        **box,
        "is_following": box["support"].follows,
        "is_evaluated": (evaluation := getattr(topic, "evaluation", None)) is not None and evaluation.is_published,
        **thread,
    }


def words(day: date | datetime) -> str:
    return date_format(timezone.localtime(day) if isinstance(day, datetime) else day, "j F Y")


def stops(
    page: ServiceProposalPage, entries: list[StageEntry], milestones: list[Milestone], today: date
) -> list[dict[str, str]]:
    """The way, for components/way.html: reached stages with their date, the coming ones with what was promised."""
    reached = {entry.stage: entry.at for entry in reversed(entries)}
    promised = {milestone.stage: milestone for milestone in milestones if milestone.stage}
    stopped = page.stage == Stage.STOPPED
    here = _furthest(entries) if stopped else WAY.index(Stage(page.stage))
    # What lies before the first entry was walked before there was a page to tell of it.
    began = next((WAY.index(Stage(entry.stage)) for entry in entries if entry.stage != Stage.STOPPED), here)
    way: list[dict[str, str]] = []
    for position, stage in enumerate(WAY):
        promise = promised.get(stage)
        if position <= here:
            date_text = words(reached[stage]) if stage in reached else ""
        else:
            date_text = "" if promise is None or stopped else _("lovat %(day)s") % {"day": words(promise.expected_on)}
        state = _state(position, here, stopped)
        if position < here and began < position and stage not in reached:
            state = "skipped"
        way.append({"label": str(stage.label), "date_text": date_text, "state": state, "note": ""})
        if stopped and position == here:
            way[-1]["note"] = page.stopped_reason
    following = promised.get(WAY[here + 1]) if not stopped and here + 1 < len(WAY) else None
    if following and following.done_on is None and following.expected_on < today:
        way[here].update(state="late", note=_("Försenat: nästa steg skulle ha börjat %(day)s.") % {
            "day": words(following.expected_on)
        })  # fmt: skip
    return way


def coming_entry(page: ServiceProposalPage) -> StageEntry:
    """What publishing would log: whoever previews a new stage reads its note as residents will."""
    language = page.locale.language_code
    return StageEntry(stage=page.stage, at=timezone.now(), note=said_of_stage(page), language=language)


def _furthest(entries: list[StageEntry]) -> int:
    walked = [WAY.index(Stage(entry.stage)) for entry in entries if entry.stage != Stage.STOPPED]
    return max(walked, default=0)


def _state(position: int, here: int, stopped: bool) -> str:
    if position < here:
        return "done"
    if position == here:
        return "stopped" if stopped else ("done" if here == len(WAY) - 1 else "now")
    if stopped:
        return "unwalked"
    return "next" if position == here + 1 else "later"


def ask(page: ServiceProposalPage, today: date) -> dict[str, Any] | None:
    """What residents are asked to do, for components/ask.html; None when nothing is."""
    if not page.ask_title or page.ask_until is None or page.stage in NOT_ASKED_FOR:
        return None
    days = (page.ask_until - today).days
    return {
        "title": page.ask_title,
        "text": page.ask_text,
        "state": "over" if days < 0 else "last_day" if days == 0 else "open",
        "days": days,
        "action_url": page.ask_url or "#trad",
        "action_label": page.ask_label or _("Svara i samtalet"),
    }


def milestone_row(milestone: Milestone, today: date) -> dict[str, str]:
    """One row of components/milestones.html."""
    when = words(milestone.promised_on)
    if milestone.moved_to:
        when = _("%(promised)s, ny tid %(moved)s") % {"promised": when, "moved": words(milestone.moved_to)}
    late = milestone.days_late(today)
    if milestone.done_on:
        shape, word = "done", _("Klart %(day)s") % {"day": words(milestone.done_on)}
        if late:
            word = ngettext("%(done)s, %(n)s dag sent", "%(done)s, %(n)s dagar sent", late) % {"done": word, "n": late}
    elif late:
        shape, word = "late", ngettext("%(n)s dag försenat", "%(n)s dagar försenat", late) % {"n": late}
    else:
        shape, word = "open", _("Inte klart än")
    row = {"title": milestone.title, "when": when, "who": milestone.who, "shape": shape, "word": word}
    return {**row, "note": milestone.reason}


def sources(page: ServiceProposalPage, request: HttpRequest) -> dict[str, Any]:
    """The ideas behind, those that the reader may see, with the support each brought along."""
    # A draft's sources are not in the database yet: they are asked for by the ids it holds.
    chosen: Any = Topic.objects.filter(became__page=page).values("pk")
    if not page.live:
        chosen = [source.idea_id for source in page.sources.all()]
    topics = Topic.objects.visible_to(request.user).filter(or_kept(chosen))
    ideas: list[dict[str, Any]] = [
        {
            "title": topic.title,
            "url": topic.get_absolute_url(),
            "supports": topic.supports,
            "when": date_format(timezone.localtime(topic.published_at), "F Y") if topic.published_at else "",
        }
        for topic in topics
    ]
    return {"ideas": ideas, "most": max((idea["supports"] for idea in ideas), default=1)}
