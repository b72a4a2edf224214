"""The first page of the admin: what waits for the person who opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from participation.answers.reach import tasks_of
from participation.core.desk import Key, queues_for

from .first_day import is_new

if TYPE_CHECKING:
    from collections.abc import Mapping


class DeskPanel(Component):
    name = "desk"
    template_name = "home/staff/desk.html"
    order = 100

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        request, now = parent_context["request"], timezone.now()
        queues = queues_for(request, now=now)
        return {
            "queues": queues,
            "decides_answers": not queues and tasks_of(request.user).exists(),
            "today": timezone.localdate(now),
            "csrf_token": parent_context["csrf_token"],
            "late": Key.LATE,
            "is_new": is_new(request.user),
        }
