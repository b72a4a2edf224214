"""What follows when a proposal is published or taken down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from participation.notifications.actions import notify_followers
from participation.topics.models import Topic

from . import ideas_link
from .models.stage import Stage, StageEntry

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

    from .models import ServiceProposalPage


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
    """Make the topic true, log a change of stage, join new ideas to the proposal, and tell those concerned."""
    now = now or timezone.now()
    topic = Topic.objects.select_for_update().get(pk=page.topic_id)
    _make_true(topic, page, now)
    ideas_link.part(topic=topic, by=by, now=now)
    new_ideas = ideas_link.join(page=page, by=by, now=now)
    entry = _log_stage(topic, page, by, now)
    if entry is not None:
        _tell_stage(topic, page, entry, by, now, already_told=new_ideas)


@transaction.atomic
def after_unpublication(*, page: ServiceProposalPage, now: datetime | None = None) -> None:
    """The page was taken down, or is being deleted: then it is still live in the database."""
    if page.topic is None:
        return
    if not type(page).objects.filter(topic=page.topic_id, live=True).exclude(pk=page.pk).exists():
        Topic.objects.filter(pk=page.topic_id).update(
            visibility=Topic.Visibility.NOBODY, can_support=False, can_discuss=False
        )
    ideas_link.part(topic=page.topic, leaving=page, by=None, now=now or timezone.now())


def _make_true(topic: Topic, page: ServiceProposalPage, now: datetime) -> None:
    if page.locale_id == Locale.get_default().pk or not topic.path:
        topic.title, topic.summary = page.title, page.summary
        topic.path = page.get_url_parts()[2].removeprefix("/en") if page.get_url_parts() else topic.path
        topic.search_text = f"{page.need} {page.audience}"
    topic.about = page.eservice.topic if page.eservice else None
    topic.visibility = Topic.Visibility.PUBLIC
    topic.published_at = topic.published_at or now
    topic.last_activity_at = now
    topic.can_support = page.stage not in (Stage.STOPPED, Stage.IN_USE)
    topic.can_discuss = True
    # The counters are not saved: they may have moved since the row was read.
    topic.save(
        update_fields=[
            "title", "summary", "path", "search_text", "about", "visibility",
            "published_at", "last_activity_at", "can_support", "can_discuss",
        ]
    )  # fmt: skip


def _log_stage(topic: Topic, page: ServiceProposalPage, by: User | None, now: datetime) -> StageEntry | None:
    last = StageEntry.objects.filter(topic=topic).order_by("-at", "-id").first()
    if last is not None and last.stage == page.stage:
        return None
    note = page.stopped_reason if page.stage == Stage.STOPPED else page.stage_note
    return StageEntry.objects.create(topic=topic, stage=page.stage, at=now, note=note, by=by)


def _tell_stage(
    topic: Topic,
    page: ServiceProposalPage,
    entry: StageEntry,
    by: User | None,
    now: datetime,
    *,
    already_told: list[Topic],
) -> None:
    """Authors and supporters follow their ideas: each of them is told once, of the first stage when it is joined."""
    chosen = Topic.objects.filter(became__page__topic=topic).values("pk")
    sources = Topic.objects.filter(ideas_link.or_kept(chosen)).exclude(pk__in=[idea.pk for idea in already_told])
    notify_followers(
        topics=[topic, *sources],
        topic=topic,
        kind="proposal_stage",
        sentence=format_lazy(_("”{title}” är nu i steget {stage}"), title=page.title, stage=Stage(entry.stage).label),
        body=entry.note,
        actor=by,
        now=now,
    )
