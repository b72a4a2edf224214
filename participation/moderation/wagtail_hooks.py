from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from participation.core.desk import HOOK

from .permissions import can_decide_somewhere
from .staff_urls import urlpatterns
from .waiting import queue_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from participation.core.desk import Queue


@hooks.register("register_admin_urls")
def urls() -> list[URLResolver]:
    return [path("anmalt/", include((urlpatterns, "flags")))]


class QueueItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_decide_somewhere(request.user)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return QueueItem(_("Granskning"), reverse("flags:index"), icon_name="warning", order=205)


@hooks.register(HOOK)
def queues(request: HttpRequest, now: datetime) -> list[Queue]:
    return [queue_of(request.user, now=now)]  # type: ignore[arg-type]  # the admin lets nobody else in
