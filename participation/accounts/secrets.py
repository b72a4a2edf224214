"""Secrets of the second factor, encrypted where they rest."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def encrypt(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    """Raises cryptography.fernet.InvalidToken: a guess in its place would be a secret that anybody can compute."""
    return _box().decrypt(encrypted.encode()).decode()


def _box() -> MultiFernet:
    """The first key encrypts; keys that were used before (SECRET_KEY_FALLBACKS) still open."""
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"samskapa second factor").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
