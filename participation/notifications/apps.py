from __future__ import annotations

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "participation.notifications"
    label = "notifications"
    verbose_name = "Nyheter till människor"

    def ready(self) -> None:
        from django.contrib.auth import get_user_model
        from django.db.models.signals import pre_delete

        from participation.accounts import overview as mine
        from participation.accounts import personal_data, settings_forms

        from . import forms, jobs, overview

        mine.register("news", order=10, section=overview.news_section)
        mine.register("written", order=20, section=overview.written_section)
        mine.register("following", order=90, section=overview.following_section)
        settings_forms.register("mail", forms.MailForm)
        personal_data.register("nyheter", export=overview.export_news)
        personal_data.register("följer", export=overview.export_follows)
        personal_data.register("mejl", export=overview.export_wishes)
        pre_delete.connect(overview.forget, sender=get_user_model(), dispatch_uid="notifications.forget")
        jobs.register()
