from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "participation.accounts"
    label = "accounts"
    verbose_name = "Personer"
