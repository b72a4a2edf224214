"""An address that can be recognised again but not read: what remains of a proved address when it leaves an account.

A keyed hash. Whoever holds the database and not SECRET_KEY can neither read it nor try addresses on it.
"""

from __future__ import annotations

import hmac
from functools import lru_cache
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from .addresses import same_address

if TYPE_CHECKING:
    from .models import User


def keys_of(address: str) -> list[str]:
    """64 hexadecimal digits each: by the key of today first, then by those of before (SECRET_KEY_FALLBACKS).

    Store the first; look for all of them.
    """
    same = same_address(address).encode()
    return [hmac.digest(_key(secret), same, "sha256").hex() for secret in _secrets()]


def proved_keys_of(person: User) -> list[str]:
    """Of every address that the person has proved."""
    proved = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return [key for address in proved for key in keys_of(address)]


def _secrets() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=8)
def _key(secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"samskapa proved address").derive(secret.encode())
