"""What staff do with a topic beside deciding: whose it is, what they tell each other, how it is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from participation.accounts.models import Role
from participation.accounts.names import name_to
from participation.core.between import CameBetween
from participation.topics.models import Topic

from . import telling
from .errors import AskedAlready, NotAColleague, NotReady, Published
from .models import CRITERIA, Assignment, Evaluation, Mention, Note, Sheet
from .permissions import colleagues_of, is_there, judges_still

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime

    from participation.accounts.models import User


@transaction.atomic
def assign(*, topic: Topic, person: User | None, by: User, now: datetime) -> Assignment | None:
    """To nobody with None. Who takes it on themselves is not told; who had it before is. Raises NotAColleague."""
    _lock(topic)
    before = Assignment.objects.select_related("person").filter(topic=topic).first()
    if person is not None and not colleagues_of(topic, Role.CASE_OFFICER).filter(pk=person.pk).exists():
        raise NotAColleague
    if (before.person_id if before else None) == (person.pk if person else None):
        return before
    if before is not None:
        before.delete()
        telling.tell_of_taken(topic, before.person, by=by, now=now)
    if person is None:
        return None
    row = Assignment.objects.create(topic=topic, person=person, since=now, by=by)
    telling.tell_of_assigned(row, now=now)
    return row


@transaction.atomic
def write_note(*, topic: Topic, author: User, text: str, mentioned: Collection[User], now: datetime) -> Note:
    """Raises NotAColleague for one who may not read it."""
    ids = {person.pk for person in mentioned}
    if colleagues_of(topic).filter(pk__in=ids).count() != len(ids):
        raise NotAColleague
    note = Note.objects.create(topic=topic, author=author, text=text, written_at=now)
    Mention.objects.bulk_create([Mention(note=note, person_id=pk) for pk in sorted(ids)])
    telling.tell_mentioned(note, mentioned, now=now)
    return note


def remove_note(*, note: Note) -> None:
    note.delete()


@transaction.atomic
def ask_evaluators(
    *, topic: Topic, question: str, due_on: date, evaluators: Collection[User], by: User, now: datetime
) -> Evaluation:
    """Raises AskedAlready or NotAColleague."""
    _lock(topic)
    if Evaluation.objects.filter(topic=topic).exists():
        raise AskedAlready
    evaluation = Evaluation.objects.create(topic=topic, question=question, due_on=due_on, asked_at=now, asked_by=by)
    _add(evaluation, evaluators, by=by, now=now)
    return evaluation


@transaction.atomic
def ask_more(*, evaluation: Evaluation, evaluators: Collection[User], due_on: date, by: User, now: datetime) -> None:
    """Others too, or with another last day. Whoever was asked before is not asked again, but told. Raises Published."""
    evaluation = locked(evaluation)
    _unpublished(evaluation)
    is_moved = evaluation.due_on != due_on
    evaluation.due_on = due_on
    evaluation.save(update_fields=["due_on"])
    asked = set(evaluation.sheets.values_list("evaluator", flat=True))
    added = [person for person in evaluators if person.pk not in asked]
    _add(evaluation, added, by=by, now=now)
    if is_moved or added:
        there = evaluation.sheets.select_related("evaluator").filter(is_there(), evaluator__in=asked - {None})
        for sheet in there:
            telling.tell_asked_before(sheet, is_moved=is_moved, more=len(added), by=by, now=now)


def _add(evaluation: Evaluation, evaluators: Collection[User], *, by: User, now: datetime) -> None:
    ids = {person.pk for person in evaluators}
    if colleagues_of(evaluation.topic, Role.EVALUATOR).filter(pk__in=ids).count() != len(ids):
        raise NotAColleague
    for person in evaluators:
        sheet = Sheet.objects.create(evaluation=evaluation, evaluator=person, asked_at=now)
        telling.tell_evaluator(sheet, by=by, now=now)


@transaction.atomic
def fill_in(*, sheet: Sheet, judged: Mapping[str, Any], hand_in: bool, now: datetime) -> Sheet:
    """`judged`: grades (1 to 5 or None) and words by field. To hand in needs every grade.

    Raises Published, NotReady.
    """
    evaluation = locked(sheet.evaluation)
    _unpublished(evaluation)
    sheet = Sheet.objects.select_related("evaluator").get(pk=sheet.pk)
    for name in CRITERIA:
        setattr(sheet, name, judged[name])
        setattr(sheet, f"{name}_words", judged[f"{name}_words"])
    is_whole = all(getattr(sheet, name) is not None for name in CRITERIA)
    if (hand_in or sheet.handed_in_at) and not is_whole:
        raise NotReady
    is_new = hand_in and sheet.handed_in_at is None
    if is_new:
        sheet.handed_in_at = now
    sheet.save()
    if is_new and not evaluation.sheets.filter(is_there(), handed_in_at__isnull=True).exists():
        telling.tell_all_are_in(evaluation, now=now)
    return sheet


@transaction.atomic
def sum_up(*, evaluation: Evaluation, summary: str, seen: str, by: User, now: datetime) -> Evaluation:
    """The same words again make nobody their writer: they could be published by whoever wrote them.

    `seen` is the summary that `by` began with. Raises CameBetween where it is another one now, Published,
    or NotReady where nobody has handed anything in, or `by` has not handed in their own.
    """
    evaluation = locked(evaluation)
    _unpublished(evaluation)
    if judges_still(by, evaluation) or not evaluation.sheets.filter(handed_in_at__isnull=False).exists():
        raise NotReady
    if evaluation.summary == summary:
        return evaluation
    if evaluation.summary != seen:
        who = name_to(by, evaluation.summed_up_by)
        raise CameBetween(_("%(who)s har ändrat sammanfattningen sedan du öppnade sidan.") % {"who": who})
    evaluation.summary, evaluation.summed_up_by = summary, by
    evaluation.save(update_fields=["summary", "summed_up_by"])
    telling.tell_publishers(evaluation, by=by, now=now)
    return evaluation


@transaction.atomic
def publish(*, evaluation: Evaluation, summary: str, by: User, now: datetime) -> Evaluation:
    """`summary` is what `by` has read: another one is not published. Raises Published, NotReady."""
    evaluation = locked(evaluation)
    _unpublished(evaluation)
    if judges_still(by, evaluation):
        raise NotReady
    if not evaluation.summary or evaluation.summary != summary or evaluation.summed_up_by_id == by.pk:
        raise NotReady
    evaluation.published_at, evaluation.published_by = now, by
    evaluation.save(update_fields=["published_at", "published_by"])
    telling.tell_followers(evaluation, by=by, now=now)
    return evaluation


@transaction.atomic
def take_back(*, evaluation: Evaluation) -> Evaluation:
    """No longer for everybody; what was judged stays, and can be changed and published again."""
    evaluation = locked(evaluation)
    evaluation.published_at = evaluation.published_by = None
    evaluation.save(update_fields=["published_at", "published_by"])
    return evaluation


def locked(evaluation: Evaluation) -> Evaluation:
    rows = Evaluation.objects.select_for_update(of=("self",)).select_related("topic__municipality")
    return rows.get(pk=evaluation.pk)


def _unpublished(evaluation: Evaluation) -> None:
    if evaluation.is_published:
        raise Published


def _lock(topic: Topic) -> None:
    Topic.objects.select_for_update(no_key=True).values("pk").get(pk=topic.pk)
