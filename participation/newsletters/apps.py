from __future__ import annotations

from django.apps import AppConfig

A_DAY = 24 * 60 * 60


class NewslettersConfig(AppConfig):
    name = "participation.newsletters"
    label = "newsletters"
    verbose_name = "Nyhetsbrev"

    def ready(self) -> None:
        from participation.accounts import personal_data, settings_forms
        from participation.accounts.signals import address_proved
        from participation.notifications import duties, periodic, sources
        from participation.notifications.signals import readdressed

        from . import feeding, forms, own_data, permissions, subscribing

        settings_forms.register("newsletters", forms.NewslettersForm)
        personal_data.register("nyhetsbrev", export=own_data.export, erase=own_data.erase)
        address_proved.connect(subscribing.adopt, dispatch_uid="newsletters.adopt")
        readdressed.connect(feeding.follow_the_person, dispatch_uid="newsletters.follow_the_person")
        duties.register("newsletter_", roles=permissions.WRITERS)
        periodic.register("newsletters.forget", seconds=A_DAY, run=subscribing.forget_the_gone)
        sources.register("newsletters", refill=feeding.refill)
