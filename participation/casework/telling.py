"""Which colleague hears of what. What a note says is never in a mail: only that there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from participation.accounts.models import Role
from participation.accounts.names import name_for_colleagues
from participation.accounts.permissions import who_may
from participation.notifications.actions import notify, notify_followers
from participation.notifications.matters import Matter
from participation.notifications.models import Reason
from participation.topics.words_elsewhere import title_told

from .models import Evaluation
from .permissions import colleagues_of, who_go_on_with

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from participation.accounts.models import User
    from participation.topics.models import Topic

    from .models import Assignment, Note, Sheet

EVALUATION = "evaluation"
in_words = lazy(date_format, str)  # each reads it in their own language


def desk_of(topic: Topic) -> str:
    return reverse("casework:topic", args=[topic.pk])


def tell_of_assigned(row: Assignment, *, now: datetime) -> None:
    notify(
        people=[row.person],
        kind="casework_assigned",
        reason=Reason.STAFF,
        sentence=format_lazy(_("Du handlägger ”{title}”"), title=title_told(row.topic)),
        topic=row.topic,
        path=desk_of(row.topic),
        actor=row.by,
        now=now,
    )


def tell_of_taken(topic: Topic, person: User, *, by: User, now: datetime) -> None:
    """Unless they have left: then it is no news of theirs."""
    notify(
        people=who_may(topic.municipality_id, Role.CASE_OFFICER).filter(pk=person.pk),
        kind="casework_taken",
        reason=Reason.STAFF,
        sentence=format_lazy(_("Du handlägger inte längre ”{title}”"), title=title_told(topic)),
        topic=topic,
        path=desk_of(topic),
        actor=by,
        now=now,
    )


def tell_mentioned(note: Note, people: Collection[User], *, now: datetime) -> None:
    notify(
        people=people,
        kind="casework_mention",
        reason=Reason.STAFF,
        sentence=format_lazy(
            _("En kollega vill att du läser en anteckning om ”{title}”"), title=title_told(note.topic)
        ),
        topic=note.topic,
        path=f"{desk_of(note.topic)}#anteckning-{note.pk}",
        actor=note.author,
        now=now,
    )


def tell_evaluator(sheet: Sheet, *, by: User | None, now: datetime) -> None:
    evaluation = sheet.evaluation
    if sheet.evaluator is None:
        return
    values = {"title": title_told(evaluation.topic), "day": in_words(evaluation.due_on, "j F Y")}
    notify(
        people=[sheet.evaluator],
        kind="casework_evaluate",
        reason=Reason.STAFF,
        sentence=format_lazy(_("Bedöm ”{title}” senast {day}"), **values),
        body=evaluation.question,
        topic=evaluation.topic,
        path=reverse("casework:sheet", args=[sheet.pk]),
        actor=by,
        now=now,
    )


def tell_asked_before(sheet: Sheet, *, is_moved: bool, more: int, by: User, now: datetime) -> None:
    """Others are asked too, or it has another last day. Who has handed in has nothing to do, and gets no mail."""
    evaluation = sheet.evaluation
    if sheet.evaluator is None:
        return
    waits = sheet.handed_in_at is None
    sentence = _("Ny sista dag för att bedöma ”{title}”: {day}") if is_moved else _("Fler ska bedöma ”{title}”")
    others = ngettext_lazy("En person till är tillfrågad.", "{more} personer till är tillfrågade.", more)
    own = _("Lämna in din bedömning senast {day}.") if waits else _("Din bedömning är inlämnad och gäller.")
    day = in_words(evaluation.due_on, "j F Y")
    body = format_lazy(own, day=day)
    notify(
        people=[sheet.evaluator],
        kind="casework_evaluate",
        reason=Reason.STAFF,
        sentence=format_lazy(sentence, title=title_told(evaluation.topic), day=day),
        body=format_lazy("{others} {own}", others=format_lazy(others, more=more), own=body) if more else body,
        topic=evaluation.topic,
        path=reverse("casework:sheet", args=[sheet.pk]),
        actor=by,
        mail=waits,
        now=now,
    )


def tell_all_are_in(evaluation: Evaluation, *, now: datetime) -> None:
    _tell_who_asked(evaluation, _("Alla har bedömt ”{title}”. Nu kan du sammanfatta."), now=now)


def tell_late(evaluation: Evaluation, *, now: datetime) -> None:
    _tell_who_asked(evaluation, _("Tiden har gått ut och alla har inte bedömt ”{title}”"), now=now)


def tell_has_left(sheet: Sheet, *, now: datetime) -> None:
    words = format_lazy(
        _("{who} har inte längre uppdraget och bedömer inte ”{title}”"),
        who=name_for_colleagues(sheet.evaluator),
        title=title_told(sheet.evaluation.topic),
    )
    body = _("Fråga någon annan, eller sammanfatta det som är inlämnat.")
    _tell_who_asked(sheet.evaluation, words, body=body, now=now)


def _tell_who_asked(evaluation: Evaluation, words: str | Promise, *, body: str | Promise = "", now: datetime) -> None:
    """Whoever asked, or those who go on with it."""
    notify(
        people=who_go_on_with(evaluation),
        kind="casework_evaluation",
        reason=Reason.STAFF,
        sentence=format_lazy(words, title=title_told(evaluation.topic)),
        body=body,
        topic=evaluation.topic,
        path=f"{desk_of(evaluation.topic)}#utvardering",
        now=now,
    )


def tell_publishers(evaluation: Evaluation, *, by: User, now: datetime) -> None:
    notify(
        people=colleagues_of(evaluation.topic, Role.PUBLISHER).exclude(
            evaluation_sheets__in=evaluation.sheets.filter(handed_in_at__isnull=True)
        ),
        kind="casework_to_publish",
        reason=Reason.STAFF,
        sentence=format_lazy(
            _("Läs och publicera sammanfattningen av hur ”{title}” har bedömts"), title=title_told(evaluation.topic)
        ),
        topic=evaluation.topic,
        path=f"{desk_of(evaluation.topic)}#utvardering",
        actor=by,
        now=now,
    )


def tell_followers(evaluation: Evaluation, *, by: User, now: datetime) -> None:
    topic = evaluation.topic
    notify_followers(
        topics=[topic],
        kind="evaluation_published",
        sentence=format_lazy(_("Kommunen visar hur den har bedömt ”{title}”"), title=title_told(topic)),
        body=evaluation.summary,
        topic=topic,
        matter=Matter(EVALUATION, evaluation.pk),
        actor=by,
        now=now,
    )


def as_told() -> QuerySet[Evaluation]:
    """Published when their followers were told, and still: what is taken back and published anew is told anew."""
    return Evaluation.objects.filter(published_at__lte=OuterRef("created_at"))
