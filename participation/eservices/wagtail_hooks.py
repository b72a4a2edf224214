from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet

from participation.core.desk import HOOK

from . import approving, proposal_views
from .choosers import eservice_chooser, idea_chooser
from .staff import EServiceViewSet
from .waiting import queue_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

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


hooks.register("construct_page_action_menu", approving.no_button_that_publishes)
hooks.register("before_publish_page", approving.saved_but_not_published)
hooks.register("before_edit_page", approving.only_what_was_read)
hooks.register("after_edit_page", approving.say_what_came_of_it)
