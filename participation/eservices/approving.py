"""Two people in the editor: what its buttons do with a proposal, and what they say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.action_menu import PublishMenuItem
from wagtail.models import TaskState

from .four_eyes import is_approved
from .models import ServiceProposalPage

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail.admin.action_menu import ActionMenuItem
    from wagtail.models import Page, Revision


def no_button_that_publishes(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """The editor's button saves new words before it publishes them, and those nobody has approved."""
    if isinstance(context.get("page"), ServiceProposalPage):
        items[:] = [item for item in items if not isinstance(item, PublishMenuItem)]


def saved_but_not_published(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The editor view publishes past `page.publish()`; here it hears no in words, instead of from the database."""
    if not isinstance(page, ServiceProposalPage) or is_approved(page.latest_revision):
        return None
    words = _("Sparat, men inte publicerat. Skicka sidan till godkännande: en annan person måste läsa den först.")
    messages.error(request, words)
    return redirect("wagtailadmin_pages:edit", page.pk)


def only_what_was_read(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Approves the words that stood in the editor, also where they were saved after they were sent in."""
    if not _is_approving(request) or page.latest_revision is None:
        return None
    if _was_read(request, page.latest_revision):
        state = page.current_workflow_task_state
        if state is not None:
            TaskState.objects.filter(pk=state.pk).update(revision=page.latest_revision)
        return None
    messages.error(request, _("Texten ändrades medan du läste den. Inget är godkänt. Läs igenom den en gång till."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def say_what_came_of_it(request: HttpRequest, page: Page) -> None:
    """Wagtail says only that the page was saved, whether it was published or nobody but its writer has read it."""
    if not _is_approving(request):
        return
    stored = page.specific_class.objects.get(pk=page.pk)
    latest = stored.latest_revision
    if latest is not None and stored.current_workflow_task_state is None:
        is_shown = stored.live_revision_id == latest.pk
        messages.success(
            request,
            _("Godkänt och publicerat.") if is_shown else _("Godkänt. Sidan publiceras när dess tid kommer."),
        )
    elif latest is not None and latest.user_id == request.user.pk:
        messages.warning(
            request,
            _("Du ändrade texten. Därför är den inte publicerad: nu behöver någon annan än du godkänna den."),
        )


def _is_approving(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("workflow-action-name") == "approve"


def _was_read(request: HttpRequest, latest: Revision) -> bool:
    seen = request.POST.get("loaded_revision_id"), request.POST.get("loaded_revision_created_at")
    return seen == (str(latest.pk), latest.created_at.isoformat())
