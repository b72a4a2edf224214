"""What the municipality promised and did not do, to answer or what it answered: told once, then once a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from participation.notifications.actions import notify
from participation.notifications.models import Reason
from participation.places.models import Municipality
from participation.topics.models import Topic
from participation.topics.words_elsewhere import title_told

from .models import Answer, OverdueDigest, OverdueNotice
from .subjects import subject_of, subjects
from .telling import who_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from django.utils.functional import Promise

A_WEEK = timedelta(days=7)
Rows = list[tuple[int, Any]]


@dataclass(frozen=True)
class Late:
    """`before` gives the topics, by number, whose promised day was before the one that is asked about, each with it."""

    about: OverdueDigest.About
    before: Callable[[date], Rows]
    kind: str
    sentence: Promise
    body: Promise
    page: Callable[[Topic], str]
    kind_of_many: str
    many: Callable[[int], Promise]
    list_of_many: str


def unanswered(day: date) -> Rows:
    rows = (subject.waiting().filter(due_on__lt=day).values_list("topic_id", "due_on") for subject in subjects())
    return [row for some in rows for row in some]


def unkept(day: date) -> Rows:
    return list(Answer.objects.overdue(day).values_list("topic_id", "next_step_on"))


ANSWERS = Late(
    about=OverdueDigest.About.ANSWERS,
    before=unanswered,
    kind="answer_late",
    sentence=_("Ett svar är försenat: ”{title}”"),
    body=_("Dagen som kommunen lovade har gått. Det står på den offentliga sidan tills svaret är publicerat."),
    page=lambda topic: reverse("answers_admin:write", args=[topic.pk]),
    kind_of_many="answers_late",
    many=lambda late: ngettext_lazy("{count} svar är försenat i {place}", "{count} svar är försenade i {place}", late),
    list_of_many="sena",
)
PROMISES = Late(
    about=OverdueDigest.About.PROMISES,
    before=unkept,
    kind="promise_late",
    sentence=_("Ett löfte är försenat: ”{title}”"),
    body=_(
        "Dagen i svaret har gått, och det står på den offentliga sidan. Skriv att det är genomfört, "
        "eller ett nytt svar med en ny dag."
    ),
    page=lambda topic: subject_of(topic).source(topic).url,
    kind_of_many="promises_late",
    many=lambda late: ngettext_lazy(
        "{count} löfte är försenat i {place}", "{count} löften är försenade i {place}", late
    ),
    list_of_many="loften",
)


def tell_of_lateness(today: date, now: datetime) -> None:
    for late in (ANSWERS, PROMISES):
        for topic, due_on in _untold(late.before(today)):
            _tell_once(late, topic, due_on, now)
        long_since = [number for number, _day in late.before(today - A_WEEK)]
        places = Municipality.objects.filter(topics__in=long_since).annotate(late=Count("topics"))
        for municipality in places.order_by("pk"):
            _tell_weekly(late, municipality, today, now)


def _untold(rows: Rows) -> Iterator[tuple[Topic, date]]:
    """What was not told of with this day; a day that was put off is another."""
    notices = OverdueNotice.objects.filter(topic__in=[number for number, _day in rows])
    told = set(notices.values_list("topic_id", "due_on"))
    fresh = {number: day for number, day in rows if (number, day) not in told}
    for topic in Topic.objects.filter(pk__in=fresh).order_by("pk"):
        yield topic, fresh[topic.pk]


@transaction.atomic
def _tell_once(late: Late, topic: Topic, due_on: date, now: datetime) -> None:
    _notice, new = OverdueNotice.objects.get_or_create(topic=topic, due_on=due_on, defaults={"told_at": now})
    if not new:
        return
    notify(
        people=who_answer(topic.municipality_id).exclude(pk=topic.author_id or 0),
        kind=late.kind,
        reason=Reason.STAFF,
        sentence=format_lazy(late.sentence, title=title_told(topic)),
        body=late.body,
        topic=topic,
        path=late.page(topic),
        now=now,
    )


@transaction.atomic
def _tell_weekly(late: Late, municipality: Municipality, today: date, now: datetime) -> None:
    """How many are late, once a week, for as long as any is: from the week after the first was told of."""
    count: int = municipality.late  # type: ignore[attr-defined]  # annotated
    year, week, _day = today.isocalendar()
    _digest, new = OverdueDigest.objects.get_or_create(
        municipality=municipality,
        week=f"{year}-{week:02d}",
        about=late.about,
        defaults={"told_at": now, "late": count},
    )
    if new:
        notify(
            people=who_answer(municipality),
            kind=late.kind_of_many,
            reason=Reason.STAFF,
            sentence=format_lazy(late.many(count), count=count, place=municipality.name),
            body=_("De har varit det i mer än en vecka."),
            path=f"{reverse('answers_admin:index')}?visa={late.list_of_many}",
            place=municipality.pk,
            now=now,
        )
