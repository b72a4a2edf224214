from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Webbplats"

    def ready(self) -> None:
        from participation.notifications import periodic

        from . import signals
        from .scheduled import publish_scheduled

        signals.connect()
        periodic.register("wagtail.publish_scheduled", seconds=60, run=publish_scheduled)
