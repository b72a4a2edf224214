"""The portal's own key for web push, from the settings. Without one there is no web push, and nothing offers it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from .sealing import private_key, public_bytes, written

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec


def is_on() -> bool:
    return bool(settings.VAPID_PRIVATE_KEY)


def own_key() -> ec.EllipticCurvePrivateKey:
    return _read(settings.VAPID_PRIVATE_KEY)


def public_key() -> str:
    """What a browser is told, so that its push service takes messages from us alone."""
    return written(public_bytes(own_key()))


@lru_cache(maxsize=4)
def _read(text: str) -> ec.EllipticCurvePrivateKey:
    return private_key(text)
