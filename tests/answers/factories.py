"""Answers and ways, made as people make them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import Workflow, WorkflowTask

from participation.answers import actions
from participation.answers.models import AnswerDraft, AnswerTask, AnswerWay

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.ideas.models import Idea
    from participation.places.models import Department, Municipality


def words(department: Department, **more: Any) -> dict[str, Any]:
    return {
        "outcome": "partly",
        "sentence": "Ja, till halva sträckan.",
        "text": "Vi vill lysa upp från parkeringen till bron. Norra sidan är för dyr i år.",
        "next_step": "Vi beställer lyktor",
        "next_step_on": date(2099, 6, 1),
        "department": department,
        "registry_number": "KS 2026/17",
        **more,
    }


def drafted(idea: Idea, by: User, department: Department, **more: Any) -> AnswerDraft:
    before = AnswerDraft.objects.filter(topic=idea.topic).first()
    return actions.save_draft(
        topic=idea.topic, by=by, words=words(department, **more), seen=actions.stamp(before), now=timezone.now()
    )


def sent(draft: AnswerDraft, by: User) -> AnswerDraft:
    actions.send(draft=draft, by=by, seen=actions.stamp(draft), now=timezone.now())
    return fresh(draft)


def decided(draft: AnswerDraft, by: User, *, approves: bool = True, comment: str = "") -> AnswerDraft:
    seen = actions.stamp(fresh(draft))
    return actions.decide(draft=draft, by=by, approves=approves, comment=comment, seen=seen, now=timezone.now())


def fresh(draft: AnswerDraft) -> AnswerDraft:
    return AnswerDraft.objects.select_related("topic__municipality").get(pk=draft.pk)


def a_way(municipality: Municipality, **steps: list[User]) -> AnswerWay:
    """`a_way(sundsvall, Jurist=[lawyer], Nämnd=[member])`: Wagtail's own rows, as an administrator makes them."""
    workflow = Workflow.objects.create(name=f"Svar i {municipality.name}")
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for order, (name, people) in enumerate(steps.items()):
        group = Group.objects.create(name=f"{municipality.name}: {name}")
        group.permissions.add(access)
        group.user_set.set(people)
        task = AnswerTask.objects.create(name=name, working_days=5)
        task.groups.add(group)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    return AnswerWay.objects.create(municipality=municipality, workflow=workflow)
