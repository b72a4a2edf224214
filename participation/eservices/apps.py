from __future__ import annotations

from django.apps import AppConfig


class EServicesConfig(AppConfig):
    name = "participation.eservices"
    label = "eservices"
    verbose_name = "E-tjänster"

    def ready(self) -> None:
        from participation.answers import subjects
        from participation.answers.signals import answered
        from participation.notifications import periodic
        from participation.topics import words_elsewhere

        from . import answered as answers
        from . import (
            elsewhere,
            gone,
            ideas_link,
            signals,  # noqa: F401 - connects the receivers
        )

        subjects.register(answers.SUBJECT)
        words_elsewhere.register(elsewhere.words_of)
        ideas_link.offer_to_faults()
        periodic.register("eservices.keep_pages_true", seconds=60 * 60, run=gone.keep_pages_true)
        answered.connect(answers.proposal_answered, dispatch_uid="eservices.answered")
