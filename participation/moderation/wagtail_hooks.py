from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from participation.core.desk import HOOK

from . import staff_views
from .permissions import can_decide_somewhere
from .waiting import queue_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from participation.core.desk import Queue


@hooks.register("register_admin_urls")
def urls() -> list[URLResolver]:
    views = [
        path("", staff_views.index, name="index"),
        path("inlagg/<int:pk>/", staff_views.entry, name="entry"),
        path("amne/<int:pk>/", staff_views.topic, name="topic"),
    ]
    return [path("anmalt/", include((views, "flags")))]


class FlagsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_decide_somewhere(request.user)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return FlagsItem(_("Anmälda inlägg"), reverse("flags:index"), icon_name="warning", order=220)


@hooks.register(HOOK)
def queues(request: HttpRequest, now: datetime) -> list[Queue]:
    return [queue_of(request.user, now=now)]  # type: ignore[arg-type]  # the admin lets nobody else in
