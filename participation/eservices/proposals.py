"""What follows when a proposal is published or taken down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation.notifications.audiences import CONCERNED, FOLLOWERS
from participation.notifications.interests import tell_interested
from participation.notifications.spreading import notify_many
from participation.topics.models import Topic

from . import ideas_link
from .answered import keep_promise
from .models.stage import NOT_ASKED_FOR, Stage, StageEntry
from .versions import bring_in_step, live_versions

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from participation.accounts.models import User

    from .models import ServiceProposalPage

DECIDED = (Stage.DEVELOPMENT, Stage.IN_USE, Stage.STOPPED)


def topic_for(page: ServiceProposalPage) -> Topic:
    """The page's topic, made with the page and hidden until it is published."""
    assert page.municipality is not None  # the tree puts every proposal below a municipality
    return Topic.objects.create(
        municipality=page.municipality,
        kind=Topic.Kind.PROPOSAL,
        title=page.title,
        visibility=Topic.Visibility.NOBODY,
    )


@transaction.atomic
def after_publication(*, page: ServiceProposalPage, by: User | None, now: datetime | None = None) -> None:
    """Make the topic true, log a change of stage, join new ideas to the proposal, and tell those concerned.

    All of it by the leading page. Another one brings new words, also for what was said when the stage began.
    """
    if not page.live:
        return  # Wagtail says so, too, of what waits for its day
    now = now or timezone.now()
    topic = Topic.objects.select_for_update().get(pk=page.topic_id)
    leader, *others = live_versions(topic.pk)
    for other in [*others, *_drafts(topic)]:
        bring_in_step(other, leader)
    is_new = topic.published_at is None
    make_true(topic, leader, others, now, is_news=leader.pk == page.pk)
    if leader.pk != page.pk:
        _keep_translated_note(topic, page)
        return
    ideas_link.part(topic=topic, by=by, now=now)
    new_ideas = ideas_link.join(page=leader, by=by, now=now)
    entry = _log_stage(topic, leader, by, now)
    if entry is not None and entry.stage == Stage.IN_USE:
        keep_promise(topic, note=entry.note, day=timezone.localdate(now))
    if entry is not None:
        titles = {other.locale.language_code: other.title for other in others}
        _tell_stage(topic, titles, entry, by, now, already_told=new_ideas)
        _tell_the_place(topic, titles, entry, by, now, is_new=is_new)
        if entry.stage in DECIDED:
            words = format_lazy(
                _("”{title}” är nu i steget {stage}"),
                title=_in_their_language(topic, titles),
                stage=Stage(entry.stage).label,
            )
            ideas_link.tell_reporters(topic, entry.stage, words, now=now)


@transaction.atomic
def after_unpublication(*, page: ServiceProposalPage, now: datetime | None = None) -> None:
    """The page was taken down, or is being deleted: then it is still live in the database.

    What is left of the topic says what a page that is still up says, and leads there.
    """
    if page.topic is None:
        return
    now = now or timezone.now()
    topic = Topic.objects.select_for_update().get(pk=page.topic_id)
    left = live_versions(topic.pk, leaving=page.pk)
    if left:
        make_true(topic, left[0], left[1:], now, is_news=False)
    else:
        hide(Topic.objects.filter(pk=topic.pk))
    ideas_link.part(topic=topic, leaving=page, by=None, now=now)


def _drafts(topic: Topic) -> QuerySet[ServiceProposalPage]:
    return apps.get_model("eservices", "ServiceProposalPage").objects.filter(topic=topic, live=False)


def make_true(
    topic: Topic, leader: ServiceProposalPage, others: list[ServiceProposalPage], now: datetime, *, is_news: bool
) -> None:
    told = told_by(leader, others)
    for name, value in told.items():
        setattr(topic, name, value)
    topic.published_at = topic.published_at or now
    if is_news or topic.last_activity_at is None:
        topic.last_activity_at = now
    # The counters are not saved: they may have moved since the row was read.
    topic.save(update_fields=[*told, "published_at", "last_activity_at"])


def hide(topics: QuerySet[Topic]) -> int:
    return topics.update(visibility=Topic.Visibility.NOBODY, can_support=False, can_discuss=False)


def told_by(leader: ServiceProposalPage, others: list[ServiceProposalPage]) -> dict[str, Any]:
    """What the topic says while `leader` leads. The address has its language in it where that is not the portal's.

    It is found by the words of `others` too: whoever searches in English has read it in English.
    """
    parts = leader.get_url_parts()
    elsewhere = [f"{other.title} {other.summary} {other.need} {other.audience}" for other in others]
    return {
        "title": leader.title,
        "summary": leader.summary,
        "search_text": " ".join([leader.need, leader.audience, *elsewhere]),
        "path": parts[2] if parts else "",
        "about": leader.eservice.topic if leader.eservice else None,
        "visibility": Topic.Visibility.PUBLIC,
        "can_support": leader.stage not in NOT_ASKED_FOR,
        "can_discuss": True,
    }


def said_of_stage(page: ServiceProposalPage) -> str:
    return page.stopped_reason if page.stage == Stage.STOPPED else page.stage_note


def last_entry(topic_id: int) -> StageEntry | None:
    return StageEntry.objects.filter(topic=topic_id).order_by("-at", "-id").first()


def _log_stage(topic: Topic, leader: ServiceProposalPage, by: User | None, now: datetime) -> StageEntry | None:
    last = last_entry(topic.pk)
    if last is not None and last.stage == leader.stage:
        return None
    return StageEntry.objects.create(
        topic=topic,
        stage=leader.stage,
        at=now,
        note=said_of_stage(leader),
        language=leader.locale.language_code,
        by=by,
    )


def _keep_translated_note(topic: Topic, page: ServiceProposalPage) -> None:
    """What the page says of the stage that the proposal is at, for those who read its language."""
    entry, note = last_entry(topic.pk), said_of_stage(page)
    language = page.locale.language_code
    if entry is None or entry.stage != page.stage or language == entry.language or note in ("", entry.note):
        return
    entry.translations = {**entry.translations, language: note}
    entry.save(update_fields=["translations"])


def _tell_the_place(
    topic: Topic, titles: dict[str, str], entry: StageEntry, by: User | None, now: datetime, *, is_new: bool
) -> None:
    """Of what is new, and of what was decided: not of every step on the way."""
    title = _in_their_language(topic, titles)
    if is_new:
        sentence = format_lazy(
            _("Nytt e-tjänsteförslag i {place}: ”{title}”"), place=topic.municipality.name, title=title
        )
        tell_interested(topic, kind="proposal_new", sentence=sentence, actor=by, now=now)
    elif entry.stage in DECIDED:
        sentence = format_lazy(_("”{title}” är nu i steget {stage}"), title=title, stage=Stage(entry.stage).label)
        body = lazy(lambda: entry.note_for(get_language())[0], str)()
        tell_interested(topic, kind="proposal_stage", sentence=sentence, body=body, actor=by, now=now)


def _in_their_language(topic: Topic, titles: dict[str, str]) -> str:
    return lazy(lambda: titles.get(get_language() or "", topic.title), str)()


def _tell_stage(
    topic: Topic,
    titles: dict[str, str],
    entry: StageEntry,
    by: User | None,
    now: datetime,
    *,
    already_told: list[Topic],
) -> None:
    """Who follows it or an idea behind it: each is told once, of the first stage when the idea is joined. Who supports
    but does not follow hears of what was decided.

    In the words of their own language where a page of it is up; `titles` are those of the pages that follow.
    """
    chosen = Topic.objects.filter(became__page__topic=topic).values("pk")
    sources = Topic.objects.filter(ideas_link.or_kept(chosen)).exclude(pk__in=[idea.pk for idea in already_told])
    about = [topic.pk, *sources.values_list("pk", flat=True)]
    title = _in_their_language(topic, titles)
    notify_many(
        people=CONCERNED if entry.stage in DECIDED else FOLLOWERS,
        about=about,
        topic=topic,
        kind="proposal_stage",
        sentence=format_lazy(_("”{title}” är nu i steget {stage}"), title=title, stage=Stage(entry.stage).label),
        body=lazy(lambda: entry.note_for(get_language())[0], str)(),
        actor=by,
        now=now,
    )
