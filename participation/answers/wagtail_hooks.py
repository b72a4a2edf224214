from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from participation.core.desk import HOOK

from .actions.taking_away import DELETED, TAKEN_AWAY
from .reach import takes_part
from .staff import commenting, left, listing, many, sheet, taking_away, templates, writing

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest
    from wagtail.log_actions import LogActionRegistry

    from participation.core.desk import Queue


@hooks.register("register_admin_urls")
def urls() -> list[URLResolver]:
    pages = [
        path("", listing.index, name="index"),
        path("sprak/", writing.language, name="language"),
        path("flera/", many.many, name="many"),
        path("mallar/<slug:code>/", templates.index, name="templates"),
        path("mallar/<slug:code>/ny/", templates.add, name="add_template"),
        path("mallar/<slug:code>/<int:pk>/", templates.edit, name="template"),
        path("<int:topic_pk>/", sheet.answer, name="answer"),
        path("<int:topic_pk>/skriv/", writing.write, name="write"),
        path("<int:topic_pk>/som-invanarna-ser-det/", sheet.preview, name="preview"),
        path("<int:topic_pk>/besluta/", sheet.decide, name="decide"),
        path("<int:topic_pk>/kommentera/", commenting.comment, name="comment"),
        path("<int:topic_pk>/ta-tillbaka/", sheet.take_back, name="take_back"),
        path("<int:topic_pk>/ta-bort-dagen/", sheet.unschedule, name="unschedule"),
        path("<int:topic_pk>/ta-bort-utkastet/", sheet.discard, name="discard"),
        path("<int:topic_pk>/handling/<uuid:pk>/ta-bort/", taking_away.take_file_away, name="take_file_away"),
        path("<int:topic_pk>/tidigare/<int:pk>/ta-bort/", taking_away.take_answer_away, name="take_answer_away"),
    ]
    return [path("svar/", include((pages, "answers_admin")))]


class AnswersItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return takes_part(request.user)  # type: ignore[arg-type]  # the admin lets nobody else in


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return AnswersItem(_("Svar"), reverse("answers_admin:index"), name="answers", icon_name="comment", order=211)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(TAKEN_AWAY, _("Ta bort från sidan"), _("Borttaget från den offentliga sidan"))
    actions.register_action(DELETED, _("Radera för gott"), _("Raderat för gott"))


@hooks.register(HOOK)
def queues(request: HttpRequest, now: datetime) -> list[Queue]:
    user: Any = request.user  # the admin lets nobody else in
    return [queue for queue in (listing.queue_of(user, now=now), left.queue_of(user, now=now)) if queue.total]
