from __future__ import annotations

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "participation.notifications"
    label = "notifications"
    verbose_name = "Nyheter till människor"
