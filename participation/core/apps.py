from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "participation.core"
    label = "core"
    verbose_name = "Kärna"
