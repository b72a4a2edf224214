from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from participation.accounts.permissions import works_with_people
from participation.core.desk import HOOK

from .faults_link import staff as faults_link
from .staff import changes, decisions, merging, views
from .staff.waiting import queues_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from participation.core.desk import Queue


@hooks.register("register_admin_urls")
def urls() -> list[URLResolver]:
    pages = [
        path("", views.index, name="index"),
        path("tabell.csv", views.export, name="export"),
        path("<int:pk>/", views.inspect, name="inspect"),
        path("<int:pk>/publicera/", decisions.approve, name="approve"),
        path("<int:pk>/be-om-andring/", decisions.send_back, name="send_back"),
        path("<int:pk>/avvisa/", decisions.refuse, name="refuse"),
        path("<int:pk>/fordela/", decisions.assign, name="assign"),
        path("<int:pk>/svara/", views.answer, name="answer"),
        path("<int:pk>/sla-ihop/", merging.choose, name="merge"),
        path("<int:pk>/sla-ihop/<int:other>/", merging.merge_with, name="merge_with"),
        path("<int:pk>/dela-upp/", merging.part, name="part"),
        path("av-felanmalan/<int:pk>/", faults_link.begin, name="begin"),
        path("<int:pk>/felanmalan/", faults_link.fault, name="fault"),
        path("<int:pk>/genomford/", decisions.done, name="done"),
        path("andring/<int:pk>/publicera/", changes.approve, name="approve_change"),
        path("andring/<int:pk>/avvisa/", changes.refuse, name="refuse_change"),
    ]
    return [path("ideer/", include((pages, "ideas_admin")))]


class IdeasItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return works_with_people(request.user)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return IdeasItem(_("Idéer"), reverse("ideas_admin:index"), name="ideas", icon_name="openquote", order=210)


@hooks.register(HOOK)
def queues(request: HttpRequest, now: datetime) -> list[Queue]:
    return queues_of(request.user, now=now)  # type: ignore[arg-type]  # the admin lets nobody else in
