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
        from participation.accounts.signals import address_proved

        from . import audiences, by_itself, composing, digest, forms, interests, jobs, overview
        from .stops import actions, own

        mine.register("news", order=10, section=overview.news_section)
        mine.register("written", order=20, section=overview.written_section)
        mine.register("following", order=90, section=overview.following_section)
        settings_forms.register("mail", forms.MailForm)
        settings_forms.register("follow", forms.FollowForm)
        personal_data.register("nyheter", export=overview.export_news)
        personal_data.register("följer", export=overview.export_follows)
        personal_data.register("följer på platser", export=overview.export_interests)
        personal_data.register("följer av sig själv", export=by_itself.is_on)
        personal_data.register("mejl", export=overview.export_wishes)
        pre_delete.connect(overview.forget, sender=get_user_model(), dispatch_uid="notifications.forget")
        audiences.register(audiences.FOLLOWERS, audiences.followers)
        audiences.register(interests.INTERESTED, interests.interested)
        composing.register(digest.KIND, digest.write)
        mine.register("stopped", order=5, section=own.section)
        settings_forms.register("stopped", own.part_of_settings)
        personal_data.register("mejl som inte kom fram", export=own.export, erase=own.erase)
        address_proved.connect(actions.proved_again, dispatch_uid="notifications.proved_again")
        jobs.register()
