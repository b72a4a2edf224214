from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "participation.casework"
    label = "casework"
    verbose_name = "Handläggning"

    def ready(self) -> None:
        from participation.accounts import personal_data
        from participation.notifications import matters, periodic

        from . import own_data
        from .reminding import remind
        from .telling import EVALUATION, as_told

        personal_data.register("handläggning", export=own_data.export)
        matters.register(EVALUATION, as_told)
        periodic.register("casework.remind", seconds=60 * 60, run=remind)
