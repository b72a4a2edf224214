"""What a mail carries of us, so that what comes back can be believed.

A token names the address by half of its keyed hash and is signed with SECRET_KEY: nobody stops an address to which no
mail of ours went, and nobody reads an address out of it. It stands in the envelope's sender (VERP) and in a header,
because some programs return only one of them. Small letters and digits: mail servers fold the case of a local part.
"""

from __future__ import annotations

import hmac
import re
from base64 import b32decode, b32encode

from django.conf import settings

from participation.accounts.address_keys import keys_of
from participation.accounts.addresses import same_address

HEADER = "X-Samskapa-Return"
KEY, SEAL = 16, 10  # bytes
TOKEN = re.compile(r"\b([a-z2-7]{26}[a-z2-7]{16})\b", re.IGNORECASE)


def halves_of(address: str) -> list[str]:
    """By the key of today first, then by those of before. Store the first; look for all."""
    return [key[: 2 * KEY] for key in keys_of(same_address(address))]


def token_of(address: str) -> str:
    key = bytes.fromhex(halves_of(address)[0])
    return _written(key) + _written(_seal(key, settings.SECRET_KEY))


def read_token(text: str) -> str | None:
    """The key of the first token of ours in `text`, or None."""
    for found in TOKEN.finditer(text):
        token = found[1].upper()
        key, seal = b32decode(token[:26] + "======"), b32decode(token[26:])
        if any(hmac.compare_digest(seal, _seal(key, secret)) for secret in _secrets()):
            return key.hex()
    return None


def envelope_of(address: str) -> str:
    """Where what comes back is sent: BOUNCE_ADDRESS with the token, or nothing where there is no such letterbox."""
    name, _at, host = settings.BOUNCE_ADDRESS.rpartition("@")
    return f"{name}+{token_of(address)}@{host}" if name else ""


def _seal(key: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"samskapa returned mail" + key, "sha256")[:SEAL]


def _secrets() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def _written(raw: bytes) -> str:
    return b32encode(raw).decode().rstrip("=").lower()
