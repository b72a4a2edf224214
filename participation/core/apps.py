from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "participation.core"
    label = "core"
    verbose_name = "Kärna"

    def ready(self) -> None:
        from . import words

        words.say_plainly()
