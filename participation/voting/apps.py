from __future__ import annotations

from django.apps import AppConfig


class VotingConfig(AppConfig):
    name = "participation.voting"
    label = "voting"
    verbose_name = "Stöd"

    def ready(self) -> None:
        from participation.accounts import overview, personal_data

        from . import own_data

        overview.register("supports", order=40, section=own_data.section)
        personal_data.register("stöd", export=own_data.export)
