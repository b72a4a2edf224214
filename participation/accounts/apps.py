from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "participation.accounts"
    label = "accounts"
    verbose_name = "Personer"

    def ready(self) -> None:
        from . import own_data, personal_data, receivers

        receivers.connect()
        personal_data.register("person", export=own_data.export_person)
        personal_data.register("inloggning", export=own_data.export_sign_in)
