"""The first page of the admin: what waits for the person who opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from participation.core.desk import Deed, Job, Key, Queue, queues_for
from participation.moderation.models import Flag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from participation.accounts.models import User


class DeskPanel(Component):
    name = "desk"
    template_name = "home/staff/desk.html"
    order = 100

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        request, now = parent_context["request"], timezone.now()
        return {
            "queues": queues_for(request, now=now),
            "today": timezone.localdate(now),
            "csrf_token": parent_context["csrf_token"],
            "late": Key.LATE,
        }


def flags_that_wait(user: User) -> list[Queue]:
    """One line: flags are decided in their own list."""
    waiting = Flag.objects.moderated_by(user).waiting()
    total, oldest = waiting.count(), waiting.order_by("created_at").first()
    if oldest is None:
        return []
    words = ngettext("%(count)d anmälan väntar på beslut", "%(count)d anmälningar väntar på beslut", total)
    job = Job(
        title=words % {"count": total},
        url=reverse("flags:index"),
        why=_("Den äldsta: %(reason)s.") % {"reason": oldest.get_reason_display()},
        shape="wait",
        word=_("Väntar"),
        deeds=(Deed(_("Läs anmälningarna"), reverse("flags:index")),),
    )
    return [Queue(Key.REVIEW, total, [job])]
