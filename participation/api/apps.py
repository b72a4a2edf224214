from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "participation.api"
    label = "api"
    verbose_name = "Open311"
