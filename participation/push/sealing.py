"""What a push message is sealed with, so that the push service in between reads nothing.

RFC 8291 (keys for web push) on RFC 8188 (`aes128gcm`), and RFC 8292 (VAPID), which says who sends. One record: a push
service takes no more than 4096 bytes.
"""

from __future__ import annotations

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

if TYPE_CHECKING:
    from datetime import datetime

CURVE = ec.SECP256R1()
RECORD, LARGEST = 4096, 3000
POINT, SECRET = 65, 16  # bytes of a public key, and of what only the browser and we know
VALID = timedelta(hours=12)


class BadKeys(ValueError):
    """No browser made them."""


def read_keys(public_key: str, secret: str) -> tuple[ec.EllipticCurvePublicKey, bytes]:
    """Raises BadKeys."""
    try:
        point, auth = unwritten(public_key), unwritten(secret)
        if len(point) != POINT or len(auth) != SECRET:
            raise BadKeys
        return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point), auth
    except ValueError:
        raise BadKeys from None


def sealed(
    message: bytes,
    *,
    public_key: str,
    secret: str,
    ours: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """`ours` and `salt` are made anew for each message; tests give those of the specification. Raises BadKeys."""
    if len(message) > LARGEST:
        raise ValueError("a push message is short")
    theirs, auth = read_keys(public_key, secret)
    ours, salt = ours or ec.generate_private_key(CURVE), salt or os.urandom(16)
    point = public_bytes(ours)
    info = b"WebPush: info\0" + _point(theirs) + point
    shared = _derived(ours.exchange(ec.ECDH(), theirs), salt=auth, info=info, length=32)
    key = _derived(shared, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _derived(shared, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    head = salt + RECORD.to_bytes(4) + bytes([len(point)]) + point
    return head + AESGCM(key).encrypt(nonce, message + b"\x02", None)  # 2 ends the last record


def signed_by(private: ec.EllipticCurvePrivateKey, *, endpoint: str, contact: str, now: datetime) -> str:
    """The header Authorization (RFC 8292): for this push service alone, and for some hours."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((now + VALID).timestamp()), "sub": contact}
    head = {"typ": "JWT", "alg": "ES256"}
    said = ".".join(written(json.dumps(part, separators=(",", ":")).encode()) for part in (head, claims))
    r, s = decode_dss_signature(private.sign(said.encode(), ec.ECDSA(SHA256())))
    token = f"{said}.{written(r.to_bytes(32) + s.to_bytes(32))}"
    return f"vapid t={token}, k={written(public_bytes(private))}"


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """Of the number in VAPID_PRIVATE_KEY. Raises ValueError."""
    raw = unwritten(text)
    if len(raw) != 32:
        raise ValueError("a private key has 32 bytes")
    return ec.derive_private_key(int.from_bytes(raw), CURVE)


def public_bytes(private: ec.EllipticCurvePrivateKey) -> bytes:
    return _point(private.public_key())


def written(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def unwritten(text: str) -> bytes:
    """Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(material: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(material)
