from __future__ import annotations

from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "participation.answers"
    label = "answers"
    verbose_name = "Svar"

    def ready(self) -> None:
        from participation.accounts import personal_data
        from participation.notifications import duties, periodic

        from . import own_data, reach, silence
        from .reminding import look

        silence.keep()
        duties.register("answer", "promise", roles=reach.READ)
        duties.register_beside(reach.news_of_steps)
        periodic.register("answers.look", seconds=60 * 60, run=look)
        personal_data.register("svar som handläggare", export=own_data.export)
