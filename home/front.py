"""The true current things of a front page. Every function costs a fixed, small number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.answers.models import Answer, Outcome
from participation.core.counting import NumberOf
from participation.eservices.asking import topics_that_ask
from participation.faults.models import FaultReport
from participation.ideas.models import Idea
from participation.places.models import Municipality
from participation.topics.models import Topic
from participation.topics.words_elsewhere import names_of

from .rows import ANSWER_SHAPES, Row, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from wagtail.models import Page

    from participation.topics.querysets import TopicQuerySet

    from .models.news import NewsPage

HAPPENS = (Topic.Kind.IDEA, Topic.Kind.PROPOSAL)
UNSHOWN = ("search_text", "stems", "title_stems")
A_MONTH = timedelta(days=30)
MOST_COUNTED = 1_000
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

    A query for each: one that asks for both reads all there is, to sort a few.
    """
    if municipality is None:
        return None, []
    public = Topic.objects.public().in_municipality(municipality).select_related("idea", "answer", "author__home")
    topics = list(_newest(public.of_kind(*HAPPENS)).defer(*UNSHOWN)[: number + 1])
    lead = next((topic for topic in topics if topic.path == lead_path != ""), None)
    if lead is None and lead_path:
        lead = public.filter(path=lead_path).defer(*UNSHOWN).first()
    others = [topic for topic in topics if topic != lead][:number]
    if lead is None:
        return None, rows_of(others)
    lifted, *rows = rows_of([lead, *others])
    if lead.kind == Topic.Kind.IDEA and lead.author:
        lifted.kind = _("Idé från %(who)s") % {"who": lead.author.public_name}
    return lifted, rows


def happening_in_the_region(number: int) -> list[tuple[Municipality, Row]]:
    """In the municipalities that are open."""
    newest = _newest(Topic.objects.public().of_kind(*HAPPENS).filter(municipality__is_open=True))
    topics = list(newest.select_related("municipality", "idea", "answer").defer(*UNSHOWN)[:number])
    return list(zip([topic.municipality for topic in topics], rows_of(topics), strict=True))


def _newest(topics: TopicQuerySet) -> TopicQuerySet:
    return topics.filter(last_activity_at__isnull=False).order_by("-last_activity_at", "-id")


def said_and_done(municipality: Municipality | None, number: int) -> list[Pair]:
    """The newest answers, of one municipality or, named, of all that are open.

    Where there is a no among the latest, one of them is shown.
    """
    latest = Answer.objects.public_in(municipality).with_overdue(timezone.localdate())
    if municipality is None:
        latest = latest.filter(topic__municipality__is_open=True)
    latest = latest.order_by("-answered_at", "-id")
    # Two questions: PostgreSQL took longer to plan the one of all their tables than to answer both.
    topics = Topic.objects.select_related("author__home", "idea").defer(*UNSHOWN, "idea__text")
    latest = latest.select_related("department__municipality").prefetch_related(Prefetch("topic", topics))
    answers = list(latest.defer("text")[:READ_BACK])
    shown = answers[:number]
    no = next((answer for answer in answers if answer.outcome == Outcome.WILL_NOT), None)
    if no is not None and no not in shown and number > 1:
        shown[-1] = no
    return pairs_of(shown, names_place=municipality is None)


def pairs_of(answers: Sequence[Answer], *, names_place: bool = False) -> list[Pair]:
    """`answers` must come from `with_overdue`. `names_place`: of which municipality the department is."""
    names = names_of(answer.topic for answer in answers)
    return [_pair(answer, names[answer.topic_id].title, names_place) for answer in answers]


def _pair(answer: Answer, title: str, names_place: bool) -> Pair:
    topic, department = answer.topic, answer.department
    who = topic.idea.author_name if hasattr(topic, "idea") else str(Topic.Kind(topic.kind).label)
    since = date_format(topic.published_at or topic.created_at, "F Y")
    shape, word = ANSWER_SHAPES[answer.outcome], answer.get_outcome_display()  # type: ignore[index]
    if answer.outcome == Outcome.WILL_DO:
        shape = "done" if answer.done_on else "town"
    if answer.done_on:
        word = _("Klart %(day)s") % {"day": date_format(answer.done_on, "j F Y")}
    elif answer.is_overdue and answer.next_step_on:  # type: ignore[attr-defined]  # annotated
        shape = "late"
        word = _("Skulle ha varit klart %(day)s") % {"day": date_format(answer.next_step_on, "j F Y")}
    return Pair(
        said=title,
        by=_("%(who)s, %(since)s.") % {"who": who, "since": since} + f" {supports_in_words(topic.supports)}",
        did=answer.done_sentence or answer.sentence,
        shape=shape,
        word=word,
        department=f"{department.name}, {department.municipality.name}" if names_place else department.name,
        url=topic.get_absolute_url(),
        url_label=_("Läs hela svaret"),
    )


def supports_in_words(supports: int) -> str:
    return ngettext("%(n)d stöd.", "%(n)d stöd.", supports) % {"n": supports}


@dataclass(frozen=True)
class Live:
    """What goes on behind each door. More than MOST_COUNTED is said as that: nobody waits for the exact figure."""

    ideas: int
    proposals: int
    faults_fixed: int


def live_counts(municipality: Municipality, *, now: datetime | None = None) -> Live:
    """All of them in one query, which reads no more than it counts."""
    now = now or timezone.now()
    ideas = Idea.objects.filter(
        topic__municipality=municipality, topic__visibility="public", status=Idea.Status.GATHERING
    )
    proposals = Topic.objects.public().filter(
        municipality=municipality, pk__in=topics_that_ask(timezone.localdate(now))
    )
    fixed = FaultReport.objects.filter(
        municipality=municipality, status=FaultReport.Status.FIXED, status_since__gte=now - A_MONTH
    )
    counted = (NumberOf(rows.order_by().values("pk")[: MOST_COUNTED + 1]) for rows in (ideas, proposals, fixed))
    return Live(*Municipality.objects.filter(pk=municipality.pk).values_list(*counted).get())


def latest_news(page: Page, number: int) -> QuerySet[NewsPage]:
    """Of the page's municipality, in the page's language."""
    from .models.news import NewsPage

    news = NewsPage.objects.live().filter(topic__visibility="public", locale=page.locale_id)
    news = news.filter(topic__municipality=page.municipality).defer("body")
    return news.order_by("-date", "-id")[:number]
