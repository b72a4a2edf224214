from __future__ import annotations

from django.apps import AppConfig


class TopicsConfig(AppConfig):
    name = "participation.topics"
    label = "topics"
    verbose_name = "Ämnen"
