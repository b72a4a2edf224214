from __future__ import annotations

from django.apps import AppConfig


class EServicesConfig(AppConfig):
    name = "participation.eservices"
    label = "eservices"
    verbose_name = "E-tjänster"

    def ready(self) -> None:
        from . import signals  # noqa: F401 - connects the receivers
