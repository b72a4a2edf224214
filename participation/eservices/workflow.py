from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from .models.workflow import SecondPersonTask

if TYPE_CHECKING:
    from django.contrib.auth.models import Group
    from wagtail.models import Page

    from participation.places.models import Municipality


def ensure_workflow(municipality: Municipality, home_page: Page, *approvers: Group) -> Workflow:
    """The municipality's workflow on the subtree of `home_page`: `approvers` approve, never the writer.

    Idempotent, and leaves alone what an administrator changed: only what is missing is made.
    """
    name = _("Godkännande i %(place)s") % {"place": municipality.name}
    task, created = SecondPersonTask.objects.get_or_create(name=name)
    if created:
        task.groups.add(*approvers)
    workflow, created = Workflow.objects.get_or_create(name=name)
    if created:
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.get_or_create(page=home_page, defaults={"workflow": workflow})
    return workflow
