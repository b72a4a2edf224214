from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from participation.attachments.actions import purge_held
from participation.attachments.sweeping import sweep


class Command(BaseCommand):
    help = "Remove photos of forms that nobody came back to, and files whose row is gone. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        held, swept = purge_held(now=now), sweep(now=now)
        self.stdout.write(f"Removed {held} held photos and {swept} files without a row")
