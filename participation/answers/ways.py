"""Which workflow the answers of a municipality go through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Workflow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wagtail.models import Task


def workflow_of(municipality_id: int) -> Workflow | None:
    """None where a case officer publishes: no workflow, one that was switched off, or one without a step."""
    workflows = Workflow.objects.filter(answer_way__municipality=municipality_id, active=True)
    return workflows.filter(workflow_tasks__task__active=True).distinct().first()


def steps_of(workflow: Workflow) -> Sequence[Task]:
    return list(workflow.tasks.filter(active=True).order_by("workflow_tasks__sort_order").specific())
