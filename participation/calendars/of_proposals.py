from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.eservices.asking import pages_that_ask
from participation.eservices.models import ServiceProposalPage, Stage, StageEntry
from participation.eservices.models.proposal import Milestone
from participation.eservices.shown import pages_of
from participation.topics.words_elsewhere import names_of

from .dates import MOST, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from .dates import Wanted


def entries(wanted: Wanted) -> Iterator[Entry]:
    yield from _asks(wanted)
    yield from _answers(wanted)
    yield from _milestones(wanted)
    yield from _stages(wanted)


def _asks(wanted: Wanted) -> Iterator[Entry]:
    """How long residents are asked for their help. One page of each topic: the translation says the same."""
    asking = pages_that_ask().filter(locale__language_code="sv", **wanted.days("ask_until"), **wanted.topics("topic"))
    pages = asking.select_related("topic").order_by("ask_until", "pk")[:MOST]
    told = pages_of(page.topic for page in pages)
    for page in pages:
        words = told.get(page.topic_id, page)
        yield Entry(
            name=f"proposal-{page.topic_id}-ask",
            when=page.ask_until,
            title=_("Sista dagen att hjälpa till: %(title)s") % {"title": words.title},
            text=words.ask_title or page.ask_title,
            path=page.topic.get_absolute_url(),
            changed_at=_changed(page),
        )


def _answers(wanted: Wanted) -> Iterator[Entry]:
    """When the municipality has promised to answer, until it has."""
    unanswered = ServiceProposalPage.objects.live().filter(
        locale__language_code="sv",
        topic__answer__isnull=True,
        **wanted.days("answer_due_on"),
        **wanted.topics("topic"),
    )
    pages = unanswered.select_related("topic", "department").order_by("answer_due_on", "pk")[:MOST]
    names = names_of(page.topic for page in pages)
    for page in pages:
        yield Entry(
            name=f"proposal-{page.topic_id}-answer",
            when=page.answer_due_on,
            title=_("Kommunen ska ha svarat: %(title)s") % {"title": names[page.topic_id].title},
            text=page.department.name,
            path=page.topic.get_absolute_url(),
            changed_at=_changed(page),
        )


def _milestones(wanted: Wanted) -> Iterator[Entry]:
    """Promised and not done yet, on the day that holds now."""
    promised = Milestone.objects.annotate(due=Coalesce("moved_to", "promised_on")).filter(
        done_on__isnull=True,
        page__live=True,
        page__locale__language_code="sv",
        **wanted.days("due"),
        **wanted.topics("page__topic"),
    )
    rows = promised.select_related("page__topic").order_by("due", "pk")[:MOST]
    told = pages_of(row.page.topic for row in rows)
    translated = Milestone.objects.filter(page__in=[page.pk for page in told.values()]).exclude(key="")
    by_key = {(row.page_id, row.key): row for row in translated}
    for row in rows:
        page = told.get(row.page.topic_id, row.page)
        words = by_key.get((page.pk, row.key), row)
        yield Entry(
            name=f"proposal-{row.page.topic_id}-milestone-{row.pk}",
            when=row.due,
            title=_("%(what)s: %(title)s") % {"what": words.title, "title": page.title},
            text=f"{words.who}. {words.reason}".strip(" ."),
            path=row.page.topic.get_absolute_url(),
            changed_at=_changed(row.page),
        )


def _stages(wanted: Wanted) -> Iterator[Entry]:
    came = StageEntry.objects.filter(**wanted.moments("at"), **wanted.topics("topic")).select_related("topic")
    rows = came.order_by("-at", "-pk")[:MOST]
    names = names_of(row.topic for row in rows)
    for row in rows:
        yield Entry(
            name=f"proposal-{row.topic_id}-stage-{row.pk}",
            when=timezone.localdate(row.at),
            title=_("%(stage)s: %(title)s") % {"stage": Stage(row.stage).label, "title": names[row.topic_id].title},
            text=row.said["note"],
            path=row.topic.get_absolute_url(),
            changed_at=row.at,
        )


def _changed(page: ServiceProposalPage) -> datetime:
    """When the words that are up came up."""
    return page.last_published_at or page.topic.published_at or page.topic.created_at  # type: ignore[no-any-return]
