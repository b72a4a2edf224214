from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from participation.notifications.actions import notify_followers

if TYPE_CHECKING:
    from datetime import datetime

    from .models import EService


def tell_followers(service: EService, *, now: datetime) -> None:
    """Whether the e-service can be used has changed. Of one whose page is gone, the news leads nowhere."""
    words = _("E-tjänsten ”{name}” är öppen igen") if service.is_enabled else _("E-tjänsten ”{name}” är stängd just nu")
    if service.is_gone:
        words = _("E-tjänsten ”{name}” finns inte längre")
    notify_followers(
        topics=[service.topic],
        topic=service.topic if service.topic.is_public else None,
        kind="eservice_changed",
        sentence=format_lazy(words, name=service.name),
        now=now,
    )
