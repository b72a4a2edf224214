"""The true current things of a front page. Every function costs a fixed, small number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.faults.models import FaultReport
from participation.ideas.models import Idea, IdeaAnswer
from participation.places.models import Municipality
from participation.topics.models import Topic

from .rows import ANSWER_SHAPES, Row, rows_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.models import Page

    from participation.topics.querysets import TopicQuerySet

    from .models.news import NewsPage

HAPPENS = (Topic.Kind.IDEA, Topic.Kind.PROPOSAL)
UNSHOWN = ("search_text", "stems", "title_stems")
A_MONTH = timedelta(days=30)
READ_BACK = 12  # answers among which a no is looked for


@dataclass(frozen=True)
class Pair:
    """The variables of components/said.html."""

    said: str
    by: str
    did: str
    shape: str
    word: str
    department: str
    url: str
    url_label: str


def happening(municipality: Municipality | None, number: int, *, lead_path: str = "") -> tuple[Row | None, list[Row]]:
    """What the editor lifted forward, for as long as all may see it, and what people and municipality did last.

    One query for both.
    """
    if municipality is None:
        return None, []
    public = Topic.objects.public().in_municipality(municipality)
    newest = _newest(public.of_kind(*HAPPENS))[: number + 1]
    topics = public.filter(Q(pk__in=newest.values("pk")) | Q(path=lead_path, path__gt=""))
    topics = _newest(topics, also_still=True).select_related("idea__answer", "author__home").defer(*UNSHOWN)
    rows = dict(zip(topics, rows_of(topics), strict=True))
    lead = next((topic for topic in rows if topic.path == lead_path != ""), None)
    lifted = rows.pop(lead) if lead else None
    if lead and lifted and lead.kind == Topic.Kind.IDEA and lead.author:
        lifted.kind = _("Idé från %(who)s") % {"who": lead.author.public_name}
    return lifted, list(rows.values())[:number]


def happening_in_the_region(number: int) -> list[tuple[Municipality, Row]]:
    newest = _newest(Topic.objects.public().of_kind(*HAPPENS))
    topics = list(newest.select_related("municipality", "idea__answer").defer(*UNSHOWN)[:number])
    return list(zip([topic.municipality for topic in topics], rows_of(topics), strict=True))


def _newest(topics: TopicQuerySet, *, also_still: bool = False) -> TopicQuerySet:
    active = topics if also_still else topics.filter(last_activity_at__isnull=False)
    return active.order_by("-last_activity_at", "-id")


def said_and_done(municipality: Municipality | None, number: int) -> list[Pair]:
    """The newest answers. Where there is a no among the latest, one of them is shown."""
    if municipality is None:
        return []
    visible = Topic.objects.public().in_municipality(municipality)
    latest = IdeaAnswer.objects.filter(idea__topic__in=visible).order_by("-answered_at", "-id")
    answers = list(
        latest.select_related("idea__topic__author__home", "department").defer("text", "idea__text")[:READ_BACK]
    )
    shown = answers[:number]
    no = next((answer for answer in answers if answer.outcome == IdeaAnswer.Outcome.WILL_NOT), None)
    if no is not None and no not in shown and number > 1:
        shown[-1] = no
    return [_pair(answer) for answer in shown]


def _pair(answer: IdeaAnswer) -> Pair:
    topic = answer.idea.topic
    who = answer.idea.author_name
    since = date_format(topic.published_at or topic.created_at, "F Y")
    shape, word = ANSWER_SHAPES[answer.outcome], answer.get_outcome_display()  # type: ignore[index]
    if answer.outcome == IdeaAnswer.Outcome.WILL_DO:
        shape = "done" if answer.done_on else "town"
    if answer.done_on:
        word = _("Klart %(day)s") % {"day": date_format(answer.done_on, "j F Y")}
    return Pair(
        said=answer.idea.title,
        by=_("%(who)s, %(since)s.") % {"who": who, "since": since} + f" {supports_in_words(topic.supports)}",
        did=answer.done_sentence or answer.sentence,
        shape=shape,
        word=word,
        department=answer.department.name,
        url=topic.get_absolute_url(),
        url_label=_("Läs hela svaret"),
    )


def supports_in_words(supports: int) -> str:
    return ngettext("%(n)d stöd.", "%(n)d stöd.", supports) % {"n": supports}


@dataclass(frozen=True)
class Live:
    """What goes on behind each door."""

    ideas: int
    proposals: int
    faults_fixed: int


def live_counts(municipality: Municipality, *, now: datetime | None = None) -> Live:
    """All of them in one query."""
    now = now or timezone.now()
    ideas = Idea.objects.filter(
        topic__municipality=OuterRef("pk"), topic__visibility="public", status=Idea.Status.GATHERING
    )
    proposals = Topic.objects.public().of_kind(Topic.Kind.PROPOSAL).filter(municipality=OuterRef("pk"))
    fixed = FaultReport.objects.filter(
        municipality=OuterRef("pk"), status=FaultReport.Status.FIXED, status_since__gte=now - A_MONTH
    )
    counts = Municipality.objects.filter(pk=municipality.pk).values_list(
        _number_of(ideas, "topic__municipality"), _number_of(proposals), _number_of(fixed)
    )
    return Live(*counts.get())


def _number_of(rows: QuerySet, by: str = "municipality") -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def latest_news(page: Page, number: int) -> QuerySet[NewsPage]:
    """Of the page's municipality, in the page's language."""
    from .models.news import NewsPage

    news = NewsPage.objects.live().filter(topic__visibility="public", locale=page.locale_id)
    news = news.filter(topic__municipality=page.municipality).defer("body")
    return news.order_by("-date", "-id")[:number]
