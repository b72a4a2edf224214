"""The way of a municipality's answers: steps with a group each, as Wagtail's workflow. Changes are told and logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import TaskState, Workflow, WorkflowTask

from participation.accounts.addresses import same_address
from participation.accounts.models import User
from participation.answers.deserted import somebody_joined, somebody_left
from participation.answers.models import AnswerTask, AnswerWay
from participation.notifications.actions import notify
from participation.notifications.models import Reason
from participation.places.models import Municipality

from .roles import NobodyToAdd, those_who_run

if TYPE_CHECKING:
    from datetime import datetime

WAY = "answers.way"


class SomethingWaits(Exception):
    """An answer waits at this step."""


@transaction.atomic
def add_step(*, municipality: Municipality, name: str, working_days: int, by: User, now: datetime) -> AnswerTask:
    """Last on the way, with an empty group of its own."""
    way = _way(municipality)
    task = AnswerTask.objects.create(name=name, working_days=working_days)
    group = Group.objects.create(name=f"{municipality.name}, svar: {name} ({task.pk})"[:150])
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    task.groups.add(group)
    last = way.workflow.workflow_tasks.aggregate(last=Max("sort_order"))["last"]
    WorkflowTask.objects.create(workflow=way.workflow, task=task, sort_order=0 if last is None else last + 1)
    _written(municipality, {"added": name}, by=by, now=now)
    return task


@transaction.atomic
def remove_step(*, municipality: Municipality, task: AnswerTask, by: User, now: datetime) -> None:
    """Raises SomethingWaits. What was decided there stays in the history of each answer."""
    way = _way(municipality)
    if TaskState.objects.filter(task=task, status=TaskState.STATUS_IN_PROGRESS).exists():
        raise SomethingWaits
    WorkflowTask.objects.filter(workflow=way.workflow, task=task).delete()
    for group in task.groups.filter(staff_group__isnull=True):
        group.user_set.clear()
    _written(municipality, {"removed": task.name}, by=by, now=now)


@transaction.atomic
def move_up(*, municipality: Municipality, task: AnswerTask, by: User, now: datetime) -> None:
    rows = list(_way(municipality).workflow.workflow_tasks.order_by("sort_order", "pk"))
    place = next((number for number, row in enumerate(rows) if row.task_id == task.pk), 0)
    if place == 0:
        return
    rows[place - 1], rows[place] = rows[place], rows[place - 1]
    for number, row in enumerate(rows):
        WorkflowTask.objects.filter(pk=row.pk).update(sort_order=number)
    _written(municipality, {"moved": task.name}, by=by, now=now)


@transaction.atomic
def add_member(*, municipality: Municipality, task: AnswerTask, email: str, by: User, now: datetime) -> User:
    """Raises NobodyToAdd."""
    address = same_address(email)
    known = {"emailaddress__verified": True, "emailaddress__email": address}
    person = User.objects.filter(email=address, is_active=True, is_superuser=False, **known).first()
    if person is None:
        raise NobodyToAdd
    group = task.groups.get()
    if not group.user_set.filter(pk=person.pk).exists():
        group.user_set.add(person)
        words = _("Du godkänner nu kommunens svar i {place}, i steget {step}")
        notify(
            people=[person],
            kind="staff_role",
            reason=Reason.STAFF,
            sentence=format_lazy(words, place=municipality.name, step=task.name),
            path=reverse("wagtailadmin_home"),
            place=municipality.pk,
            actor=by,
            now=now,
        )
        somebody_joined([task], person=person, by=by, now=now)
        _written(municipality, {"step": task.name, "person": person.pk}, by=by, now=now, who=person)
    return person


@transaction.atomic
def remove_member(*, municipality: Municipality, task: AnswerTask, person: User, by: User, now: datetime) -> None:
    task.groups.get().user_set.remove(person)
    somebody_left([task], by=by, now=now)
    _written(municipality, {"step": task.name, "removed_person": person.pk}, by=by, now=now)


def _way(municipality: Municipality) -> AnswerWay:
    """Locked to the end of the transaction: two publishers never build two."""
    Municipality.objects.select_for_update(no_key=True).values("pk").get(pk=municipality.pk)
    way = AnswerWay.objects.select_related("workflow").filter(municipality=municipality).first()
    if way is None:
        workflow = Workflow.objects.create(name=f"Svar i {municipality.name}")
        way = AnswerWay.objects.create(municipality=municipality, workflow=workflow)
    return way


def _written(
    municipality: Municipality, data: dict[str, object], *, by: User, now: datetime, who: User | None = None
) -> None:
    """Who approves what the municipality says is changed by nobody unseen."""
    log(instance=municipality, action=WAY, user=by, data=data)
    words = _("{by} har ändrat vägen för svar i {place}")
    notify(
        people=[one for one in those_who_run(municipality) if who is None or one.pk != who.pk],
        kind="staff_role",
        reason=Reason.STAFF,
        sentence=format_lazy(words, by=by.public_name, place=municipality.name),
        body=_("Stämmer det inte, så ändra tillbaka under Svarens väg."),
        path=reverse("place_admin:answer_way", args=[municipality.code]),
        place=municipality.pk,
        actor=by,
        now=now,
    )
