from __future__ import annotations

from django.apps import AppConfig

HOUR = 3600


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        # Attachments stand below notifications, whose clock this is: the composition root joins them.
        from django.core.cache import caches

        from participation.attachments.actions import purge_held
        from participation.attachments.sweeping import sweep
        from participation.notifications import periodic

        from . import disks
        from .cache import DatabaseCache, forget_expired

        disks.tell_each_connection()
        periodic.register("purge_held_photos", seconds=HOUR, run=lambda now: purge_held(now=now))
        periodic.register("sweep_attachments", seconds=6 * HOUR, run=lambda now: sweep(now=now))
        if isinstance(caches["default"], DatabaseCache):
            periodic.register("limits.forget", seconds=HOUR, run=forget_expired)
