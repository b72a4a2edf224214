from __future__ import annotations

from django.apps import AppConfig


class VotingConfig(AppConfig):
    name = "participation.voting"
    label = "voting"
    verbose_name = "Stöd"
