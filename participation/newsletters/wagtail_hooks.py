from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from participation.core.desk import HOOK

from . import sending
from .staff import LetterViewSet
from .waiting import queue_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest
    from wagtail.log_actions import LogActionRegistry

    from participation.core.desk import Queue


@hooks.register("register_admin_viewset")
def letters() -> LetterViewSet:
    return LetterViewSet()


@hooks.register(HOOK)
def queues(request: HttpRequest, now: datetime) -> list[Queue]:
    return [queue_of(request.user, now=now)]  # type: ignore[arg-type]  # the admin lets nobody else in


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(sending.HANDED_IN, _("Lämna brevet"), _("Lämnat till en publicist"))
    actions.register_action(sending.SENT, _("Skicka brevet"), _("Godkänt för att skickas"))
    actions.register_action(sending.TAKEN_BACK, _("Ta tillbaka brevet"), _("Taget tillbaka före sin tid"))
    actions.register_action(sending.STOPPED, _("Stoppa brevet"), _("Stoppat medan det skickades"))
    actions.register_action(sending.RESUMED, _("Skicka resten"), _("Resten skickas"))
    actions.register_action(sending.TAKEN_AWAY, _("Ta bort brevet från webben"), _("Borttaget från webben"))
    actions.register_action(sending.PUT_BACK, _("Lägg tillbaka brevet på webben"), _("Tillbaka på webben"))
