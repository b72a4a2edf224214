from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "participation.casework"
    label = "casework"
    verbose_name = "Handläggning"

    def ready(self) -> None:
        from participation.accounts import personal_data
        from participation.accounts.models import Role
        from participation.notifications import duties, matters, periodic

        from . import own_data, permissions
        from .reminding import remind
        from .telling import EVALUATION, as_told

        personal_data.register("handläggning", export=own_data.export)
        matters.register(EVALUATION, as_told)
        duties.register("casework_", roles=permissions.COLLEAGUES)
        duties.register("casework_evaluate", roles=[Role.EVALUATOR])
        periodic.register("casework.remind", seconds=60 * 60, run=remind)
