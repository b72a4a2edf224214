from __future__ import annotations

from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "participation.discussion"
    label = "discussion"
    verbose_name = "Samtal"
