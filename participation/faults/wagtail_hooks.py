from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from participation.core.desk import HOOK

from . import staff_actions, staff_views
from .case_systems import desk as failed
from .case_systems import wagtail_urls as case_systems
from .desk import categories, doubles, masking, placing, responses, sending, splitting
from .permissions import can_handle_somewhere, can_read_figures_somewhere, can_read_somewhere
from .planning import files
from .planning import staff as planning
from .routing import staff as routing
from .waiting import queue_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from participation.core.desk import Queue


@hooks.register("register_admin_urls")
def urls() -> list[URLResolver]:
    views = [
        path("", staff_views.index, name="index"),
        path("tabell.csv", staff_views.export, name="export"),
        path("planering/", planning.index, name="planning"),
        path("planering/rutor/", planning.spots, name="spots"),
        path("planering/samma-plats/", planning.again, name="repeats"),
        path("planering/<slug:which>.<slug:kind>", files.table, name="planning_file"),
        path("regler/", routing.choose, name="rules"),
        path("regler/<slug:code>/", routing.rules, name="rules_of"),
        path("regler/<slug:code>/ny/", routing.add, name="add_rule"),
        path("regler/<slug:code>/<int:pk>/", routing.edit, name="rule"),
        path("kategorier/<slug:code>/", categories.categories, name="categories"),
        path("kategorier/<slug:code>/ny/", categories.add, name="add_category"),
        path("kategorier/<slug:code>/<int:pk>/", categories.edit, name="category"),
        path("kategorier/<slug:code>/<int:pk>/fraga/", categories.add_question, name="add_question"),
        path("kategorier/<slug:code>/<int:pk>/fraga/<int:question_pk>/", categories.question, name="question"),
        path("svarsmallar/<slug:code>/", responses.responses, name="responses"),
        path("svarsmallar/<slug:code>/ny/", responses.add, name="add_response"),
        path("svarsmallar/<slug:code>/<int:pk>/", responses.edit, name="response"),
        path("<int:pk>/", staff_views.report, name="report"),
        path("<int:pk>/bild/<uuid:photo_pk>/", staff_views.photo, name="photo"),
        path("<int:pk>/bild/<uuid:photo_pk>/dolj/", masking.mask, name="mask"),
        path("<int:pk>/samma/", doubles.double, name="double"),
        path("<int:pk>/inte-samma/", doubles.apart, name="apart"),
        path("flera/", placing.many, name="many"),
        path("<int:pk>/dela/", splitting.split, name="split"),
        path("<int:pk>/fordela/", placing.place, name="assign"),
        path("<int:pk>/skicka/", sending.send, name="send"),
        path("<int:pk>/lage/", staff_actions.status, name="status"),
        path("<int:pk>/plats/", staff_actions.place, name="place"),
        path("<int:pk>/synlighet/", staff_actions.publicity, name="publicity"),
        path("<int:pk>/lamna/", staff_actions.move, name="move"),
        path("<int:pk>/forvaltning/", staff_actions.unit, name="unit"),
    ]
    return [
        path("felanmalningar/", include((views, "fault_reports"))),
        path("arendesystem/", include((case_systems.urlpatterns, "case_systems"))),
    ]


class ReportsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_read_somewhere(request.user)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return ReportsItem(_("Felanmälningar"), reverse("fault_reports:index"), icon_name="warning", order=240)


class FiguresItem(MenuItem):
    """For those who read figures and no reports. The others come to them from the list."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_read_figures_somewhere(request.user) and not can_read_somewhere(request.user)


@hooks.register("register_admin_menu_item")
def figures_item() -> MenuItem:
    return FiguresItem(_("Felanmälningar i siffror"), reverse("fault_reports:planning"), icon_name="table", order=241)


class SystemsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_handle_somewhere(request.user)


@hooks.register("register_admin_menu_item")
def systems_item() -> MenuItem:
    return SystemsItem(_("Ärendesystem"), reverse("case_systems:index"), icon_name="link", order=242)


@hooks.register(HOOK)
def queues(request: HttpRequest, now: datetime) -> list[Queue]:
    return [queue_of(request.user, now=now), failed.queue_of(request.user, now=now)]  # type: ignore[arg-type]  # the admin lets nobody else in
