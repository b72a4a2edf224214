from __future__ import annotations

from django.apps import AppConfig


class PushConfig(AppConfig):
    name = "participation.push"
    label = "push"
    verbose_name = "Nyheter på en enhet"

    def ready(self) -> None:
        from allauth.account.signals import password_changed, password_reset, password_set
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        from participation.accounts import personal_data
        from participation.accounts.signals import sessions_ended
        from participation.notifications import periodic

        from . import leaving, own, sending
        from .keys import is_on

        personal_data.register("enheter", export=own.export, erase=own.erase)
        user_logged_out.connect(leaving.signed_out, dispatch_uid="push.signed_out")
        user_logged_in.connect(leaving.signed_in, dispatch_uid="push.signed_in")
        for changed in (password_changed, password_set):
            changed.connect(leaving.new_password, dispatch_uid="push.new_password")
        password_reset.connect(leaving.lost_password, dispatch_uid="push.lost_password")
        sessions_ended.connect(leaving.out_everywhere, dispatch_uid="push.out_everywhere")
        if is_on():
            periodic.register("push.send", seconds=10, run=sending.send_news)
