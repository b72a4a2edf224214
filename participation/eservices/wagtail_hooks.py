from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.action_menu import PublishMenuItem
from wagtail.admin.viewsets.chooser import ChooserViewSet

from participation.core.desk import HOOK

from . import proposal_views
from .choosers import eservice_chooser, idea_chooser
from .four_eyes import is_approved
from .models import ServiceProposalPage
from .staff import EServiceViewSet
from .waiting import queue_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse
    from wagtail.admin.action_menu import ActionMenuItem
    from wagtail.models import Page

    from participation.core.desk import Queue


@hooks.register("register_admin_viewset")
def eservices() -> EServiceViewSet:
    return EServiceViewSet()


@hooks.register("register_admin_viewset")
def choosers() -> list[ChooserViewSet]:
    return [idea_chooser, eservice_chooser]


@hooks.register("register_admin_urls")
def proposal_urls() -> list[URLPattern]:
    return [path("forslag/av-ide/<int:topic_pk>/", proposal_views.from_idea, name="proposal_from_idea")]


@hooks.register(HOOK)
def queues(request: HttpRequest, now: datetime) -> list[Queue]:
    return [queue_of(request.user, now=now)]  # type: ignore[arg-type]  # the admin lets nobody else in


@hooks.register("construct_page_action_menu")
def no_button_that_publishes(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """The editor's button saves new words before it publishes them, and those nobody has approved."""
    if isinstance(context.get("page"), ServiceProposalPage):
        items[:] = [item for item in items if not isinstance(item, PublishMenuItem)]


@hooks.register("before_publish_page")
def saved_but_not_published(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The editor view publishes past `page.publish()`; here it hears no in words, instead of from the database."""
    if not isinstance(page, ServiceProposalPage) or is_approved(page.latest_revision):
        return None
    words = _("Sparat, men inte publicerat. Skicka sidan till godkännande: en annan person måste läsa den först.")
    messages.error(request, words)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("after_edit_page")
def say_who_must_approve(request: HttpRequest, page: Page) -> None:
    """Wagtail takes an approval of words just changed for a new draft to approve, and says only that it was saved."""
    if not isinstance(page, ServiceProposalPage) or request.POST.get("workflow-action-name") != "approve":
        return
    latest = ServiceProposalPage.objects.get(pk=page.pk).latest_revision
    if page.current_workflow_task_state is not None and latest is not None and latest.user_id == request.user.pk:
        messages.warning(
            request,
            _("Du ändrade texten. Därför är den inte publicerad: nu behöver någon annan än du godkänna den."),
        )
