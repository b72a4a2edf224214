from __future__ import annotations

from django.apps import AppConfig


class VotingConfig(AppConfig):
    name = "participation.voting"
    label = "voting"
    verbose_name = "Stöd"

    def ready(self) -> None:
        from participation.accounts import overview, personal_data
        from participation.accounts.signals import address_left, address_proved
        from participation.notifications import audiences, periodic

        from . import own_data, returning
        from .concerned import concerned_by

        audiences.register(audiences.CONCERNED, concerned_by)
        overview.register("supports", order=40, section=own_data.section)
        personal_data.register("stöd", export=own_data.export)
        address_left.connect(returning.leave, dispatch_uid="voting.leave")
        address_proved.connect(returning.give_back, dispatch_uid="voting.give_back")
        periodic.register("voting.forget_keys", seconds=86400, run=returning.forget_keys)
