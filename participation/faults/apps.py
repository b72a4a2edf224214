from __future__ import annotations

from django.apps import AppConfig


class FaultsConfig(AppConfig):
    name = "participation.faults"
    label = "faults"
    verbose_name = "Felanmälan"

    def ready(self) -> None:
        from participation.accounts import overview as pages
        from participation.accounts import personal_data
        from participation.moderation import owners
        from participation.notifications import duties, periodic, signals

        from . import overview, own_data, permissions, reminding, unproven
        from .case_systems import lanes
        from .case_systems.email import refused
        from .public import watches
        from .review.owner import OWNER
        from .telling import FOR_STAFF

        signals.given_up.connect(refused.on_given_up, dispatch_uid="faults.refused")
        owners.register("fault", OWNER)
        duties.register(FOR_STAFF, roles=permissions.READERS)
        pages.register("faults", order=40, section=overview.section)
        personal_data.register("felanmälningar", export=own_data.export, erase=own_data.erase)
        personal_data.register("bevakningar av fel", export=own_data.export_watches)
        periodic.register("faults.remind", seconds=60 * 60, run=reminding.remind)
        periodic.register("faults.tell_watches", seconds=60 * 60, run=watches.tell_watches)
        periodic.register("faults.forget_unproven", seconds=24 * 60 * 60, run=unproven.forget_unproven)
        personal_data.register(
            "felanmälningar som du följer", export=own_data.export_followed, erase=own_data.erase_followed
        )
        periodic.register("faults.case_systems", seconds=2, run=lanes.start, finish=lanes.finish)
