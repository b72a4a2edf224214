from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management.base import BaseCommand

from participation.push.sealing import CURVE, written


class Command(BaseCommand):
    help = "Makes a key for web push. Put it into the environment once: another key ends every device's subscription."

    def handle(self, *args: Any, **options: Any) -> None:
        number = ec.generate_private_key(CURVE).private_numbers().private_value
        self.stdout.write(f"VAPID_PRIVATE_KEY={written(number.to_bytes(32))}")
