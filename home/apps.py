from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Webbplats"

    def ready(self) -> None:
        from participation.notifications import periodic
        from participation.topics import words_elsewhere

        from . import elsewhere, signals
        from .scheduled import publish_scheduled

        signals.connect()
        words_elsewhere.register(elsewhere.words_of)
        periodic.register("wagtail.publish_scheduled", seconds=60, run=publish_scheduled)
