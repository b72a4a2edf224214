"""How a topic reads in a list: what it is, where it stands, the figure that matters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.answers.models import Outcome
from participation.eservices.models import ServiceProposalPage
from participation.eservices.models.stage import Stage
from participation.eservices.shown import pages_of, shown
from participation.ideas.models import Idea
from participation.topics.models import Topic
from participation.voting.templatetags.supports import of_support

if TYPE_CHECKING:
    from datetime import date

SHAPES = {
    Idea.Status.PUBLISHED: "open",
    Idea.Status.GATHERING: "support",
    Idea.Status.TO_BE_ANSWERED: "town",
    Idea.Status.PROPOSAL: "done",
    Idea.Status.EXPIRED: "wait",
    Idea.Status.MERGED: "merged",
}
ANSWER_SHAPES = {
    Outcome.WILL_DO: "done",
    Outcome.PARTLY: "town",
    Outcome.WILL_NOT: "no",
    Outcome.EXISTS: "done",
}

# In the language of those who wrote it, on the pages of every language; a proposal in the reader's where it has a page.
WRITTEN_ONCE = (Topic.Kind.IDEA, Topic.Kind.PROPOSAL, Topic.Kind.ESERVICE)


@dataclass
class Row:
    """The variables of components/row.html."""

    title: str
    url: str
    kind: str
    excerpt: str = ""
    status_shape: str = ""
    status_word: str = ""
    figure: int | str = ""
    figure_label: str = ""
    language: str = ""  # of title and excerpt, where it may differ from the page's
    excerpt_language: str = ""  # where it is not that of the title


def rows_of(topics: Iterable[Topic], *, today: date | None = None) -> list[Row]:
    """One row for each, with at most one query more: that for the proposals' stages."""
    topics = list(topics)
    today = today or timezone.localdate()
    proposals = pages_of(topics)
    return [_row(topic, proposals.get(topic.pk), today) for topic in topics]


def _row(topic: Topic, proposal: ServiceProposalPage | None, today: date) -> Row:
    words = shown(topic, proposal)
    row = Row(words.title, topic.get_absolute_url(), str(Topic.Kind(topic.kind).label), words.summary)
    row.language = words.language if topic.kind in WRITTEN_ONCE else ""
    if topic.kind == Topic.Kind.IDEA and hasattr(topic, "idea"):
        _tell_of_idea(row, topic, topic.idea, today)
    elif proposal is not None:
        _tell_of_proposal(row, proposal, today)
    return row


def _tell_of_idea(row: Row, topic: Topic, idea: Idea, today: date) -> None:
    # Not get_status_display(), which goes through all there is to choose from anew for each row.
    if idea.status == Idea.Status.ANSWERED and hasattr(topic, "answer"):
        outcome = Outcome(topic.answer.outcome)
        row.status_shape, row.status_word = ANSWER_SHAPES[outcome], str(outcome.label)
        if topic.answer.is_late(today):
            row.status_shape, row.status_word = "late", _("Löftet är försenat")
    else:
        status = Idea.Status(idea.status)
        row.status_shape, row.status_word = SHAPES.get(status, "open"), str(status.label)
    row.language = idea.imported_language or row.language
    row.figure = topic.supports
    if idea.status == Idea.Status.GATHERING and idea.threshold:
        row.figure_label = _("stöd av %(threshold)d") % {"threshold": idea.threshold}
    else:
        row.figure_label = of_support(topic.supports)


def _tell_of_proposal(row: Row, proposal: ServiceProposalPage, today: date) -> None:
    row.kind = _("E-tjänst, %(stage)s") % {"stage": proposal.get_stage_display().lower()}
    if proposal.stage == Stage.STOPPED:
        row.status_shape, row.status_word = "no", _("Stoppat")
    elif proposal.stage == Stage.IN_USE:
        row.status_shape, row.status_word = "done", _("I drift")
    elif proposal.ask_title and proposal.ask_until and proposal.ask_until >= today:
        row.status_shape, row.status_word = "open", _("Vi behöver din hjälp")
        days = (proposal.ask_until - today).days
        row.figure, row.figure_label = days, ngettext("dag kvar", "dagar kvar", days)
    else:
        row.status_shape, row.status_word = "town", _("Kommunen arbetar")
