from __future__ import annotations

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "participation.moderation"
    label = "moderation"
    verbose_name = "Granskning"

    def ready(self) -> None:
        from participation.accounts import names, overview, personal_data, settings_forms
        from participation.accounts.models import Role
        from participation.notifications import duties, periodic

        from . import actions, forms, jobs, own_data
        from .noticing import receivers

        # Case officers decide on pictures of faults; publishers on appeals.
        duties.register("moderation_flag", roles=[Role.MODERATOR, Role.CASE_OFFICER])
        duties.register(
            "moderation_appeal", "moderation_late", "moderation_digest", roles=[Role.MODERATOR, Role.PUBLISHER]
        )
        names.register(actions.check_not_taken_away)
        settings_forms.register("moderation", forms.wish_form)
        periodic.register("moderation.escalate", seconds=600, run=jobs.escalate)
        periodic.register("moderation.digest", seconds=900, run=jobs.write_digests)
        periodic.register("moderation.forget_traces", seconds=6 * 3600, run=jobs.forget_traces)
        receivers.connect()
        overview.register("decisions", order=30, section=own_data.section)
        personal_data.register("anmälda texter", export=own_data.export)
        personal_data.register("beslut om det du skrivit", export=own_data.export_decisions, erase=own_data.erase)
        personal_data.register("mejl om granskning", export=own_data.export_wish)
        personal_data.register("spår av det du skrivit den senaste veckan", export=own_data.export_traces)
        personal_data.register("överklaganden", export=own_data.export_appeals)
