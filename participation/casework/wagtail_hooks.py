from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLResolver, include, path
from wagtail import hooks

from participation.core.desk import HOOK

from . import staff_views
from .waiting import queues_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from participation.core.desk import Queue


@hooks.register("register_admin_urls")
def urls() -> list[URLResolver]:
    pages = [
        path("<int:pk>/", staff_views.topic, name="topic"),
        path("<int:pk>/handlaggare/", staff_views.assign, name="assign"),
        path("<int:pk>/anteckna/", staff_views.note, name="note"),
        path("anteckning/<int:pk>/ta-bort/", staff_views.remove_note, name="remove_note"),
        path("<int:pk>/be-om-bedomning/", staff_views.ask, name="ask"),
        path("bedomning/<int:pk>/", staff_views.sheet, name="sheet"),
        path("<int:pk>/sammanfatta/", staff_views.sum_up, name="sum_up"),
        path("<int:pk>/publicera/", staff_views.publish, name="publish"),
    ]
    return [path("arbete/", include((pages, "casework")))]


@hooks.register(HOOK)
def queues(request: HttpRequest, now: datetime) -> list[Queue]:
    return queues_of(request.user, now=now)  # type: ignore[arg-type]  # the admin lets nobody else in
