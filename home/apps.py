from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Webbplats"

    def ready(self) -> None:
        from . import signals

        signals.connect()
