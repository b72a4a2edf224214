from __future__ import annotations

from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "participation.discussion"
    label = "discussion"
    verbose_name = "Samtal"

    def ready(self) -> None:
        from participation.accounts import overview, personal_data
        from participation.notifications import matters

        from . import own_data
        from .models import Comment
        from .telling import MATTER

        matters.register(MATTER, Comment.objects.shown)
        overview.register("entries", order=50, section=own_data.section)
        personal_data.register("inlägg", export=own_data.export)
        personal_data.register("uppskattade inlägg", export=own_data.export_appreciations)
