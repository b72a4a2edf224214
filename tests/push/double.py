"""A push service that really listens on this machine, and a browser behind it that opens what arrives.

It opens messages with http-ece, which others wrote, and checks who signed them.
"""

from __future__ import annotations

import json
import os
import threading
from base64 import urlsafe_b64decode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from participation.push.sealing import CURVE, public_bytes, unwritten, written


class PushDouble:
    def __init__(self) -> None:
        self.private, self.auth = ec.generate_private_key(CURVE), os.urandom(16)
        self.received: list[tuple[str, dict[str, str], bytes]] = []
        self.status, self.headers = 201, {}
        double = self

        class Asked(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                double.received.append((self.path, dict(self.headers), body))
                self.send_response(double.status)
                for name, value in double.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def subscription(self) -> dict[str, str]:
        """As a browser tells it."""
        return {
            "endpoint": f"{self.origin}/push/abc",
            "public_key": written(public_bytes(self.private)),
            "secret": written(self.auth),
        }

    @property
    def opened(self) -> list[dict[str, Any]]:
        return [
            json.loads(http_ece.decrypt(body, private_key=self.private, auth_secret=self.auth, version="aes128gcm"))
            for _path, _headers, body in self.received
        ]

    def claims(self, key: str) -> dict[str, Any]:
        """What the last message says of its sender, once the signature is good. Raises InvalidSignature."""
        said = dict(
            part.split("=", 1) for part in self.received[-1][1]["Authorization"].removeprefix("vapid ").split(", ")
        )
        assert said["k"] == key
        head, claims, signature = said["t"].split(".")
        raw = unwritten(signature)
        der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, unwritten(key))
        public.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
        return dict(json.loads(urlsafe_b64decode(claims + "==")))

    def __enter__(self) -> PushDouble:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self._server.shutdown()
        self._server.server_close()
