from __future__ import annotations

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "participation.moderation"
    label = "moderation"
    verbose_name = "Granskning"

    def ready(self) -> None:
        from participation.accounts import personal_data

        from . import own_data

        personal_data.register("anmälda texter", export=own_data.export)
