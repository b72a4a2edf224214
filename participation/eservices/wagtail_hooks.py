from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import Button

from participation.answers.permissions import can_draft
from participation.casework.permissions import can_work
from participation.core.desk import HOOK

from . import approving, proposal_views
from .choosers import eservice_chooser, idea_chooser
from .models import ServiceProposalPage
from .staff import EServiceViewSet
from .waiting import late_answers_of, promises_of, queue_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.http import HttpRequest
    from wagtail.models import Page

    from participation.accounts.models import User
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
    user: Any = request.user  # the admin lets nobody else in
    return [late_answers_of(user, now=now), queue_of(user, now=now), promises_of(user, now=now)]


hooks.register("construct_page_action_menu", approving.no_button_that_publishes)
hooks.register("before_publish_page", approving.saved_but_not_published)
hooks.register("before_edit_page", approving.only_what_was_read)
hooks.register("after_edit_page", approving.say_what_came_of_it)


@hooks.register("register_page_header_buttons")
def work(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """To what colleagues say of a proposal, and how it is judged."""
    if isinstance(page, ServiceProposalPage) and page.topic and can_work(user, page.topic):
        yield Button(
            _("Handläggare, anteckningar och bedömningar"),
            url=reverse("casework:topic", args=[page.topic_id]),
            icon_name="clipboard-list",
            priority=80,
        )


@hooks.register("register_page_header_buttons")
def answer(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """To the same form as for ideas."""
    if isinstance(page, ServiceProposalPage) and page.live and page.topic and can_draft(user, page.topic):
        yield Button(
            _("Svara på förslaget"),
            url=reverse("answers_admin:write", args=[page.topic_id]),
            icon_name="comment",
            priority=79,
        )
