from __future__ import annotations

from django.apps import AppConfig


class FaultsConfig(AppConfig):
    name = "participation.faults"
    label = "faults"
    verbose_name = "Felanmälan"
