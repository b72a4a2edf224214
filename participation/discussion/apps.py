from __future__ import annotations

from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "participation.discussion"
    label = "discussion"
    verbose_name = "Samtal"

    def ready(self) -> None:
        from participation.accounts import overview, personal_data

        from . import own_data

        overview.register("entries", order=50, section=own_data.section)
        personal_data.register("inlägg", export=own_data.export)
        personal_data.register("uppskattade inlägg", export=own_data.export_appreciations)
