from __future__ import annotations

from django.apps import AppConfig


class FaultsConfig(AppConfig):
    name = "participation.faults"
    label = "faults"
    verbose_name = "Felanmälan"

    def ready(self) -> None:
        from participation.accounts import overview as pages
        from participation.accounts import personal_data

        from . import overview, own_data

        pages.register("faults", order=40, section=overview.section)
        personal_data.register("felanmälningar", export=own_data.export, erase=own_data.erase)
