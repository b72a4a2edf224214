"""OAuth2 client credentials. A token is kept until shortly before it ends, in this process."""

from __future__ import annotations

import json
import threading
import time

from django.utils.translation import gettext as _

from participation.faults.case_systems.client import Client, trouble_of
from participation.faults.case_systems.trouble import Again, Slow, Trouble

EARLY = 30.0
_tokens: dict[tuple[str, str], tuple[str, float]] = {}
_lock = threading.Lock()


def token_for(url: str, client_id: str, secret: str, *, ends: float | None = None) -> str:
    """Nothing was sent to the case system where this fails, so nothing can have been done there."""
    kept, good_until = _tokens.get((url, client_id), ("", 0.0))
    if time.monotonic() < good_until:
        return kept
    client = Client(url, ends=ends)
    try:
        answer = client.send("POST", data={"grant_type": "client_credentials"}, auth=(client_id, secret))
        if not answer.is_good:
            raise _nothing_sent(trouble_of(answer))
        told = json.loads(answer.body)
        token, lasts = str(told["access_token"]), float(told.get("expires_in", 300))
    except Slow:
        raise Again(_("Inloggningen hos systemet tog för lång tid.")) from None
    except (ValueError, KeyError, TypeError):
        raise Again(_("Inloggningen hos systemet svarade något som inte går att läsa.")) from None
    finally:
        client.close()
    with _lock:
        _tokens[url, client_id] = (token, time.monotonic() + max(lasts - EARLY, 0.0))
    return token


def _nothing_sent(trouble: Trouble) -> Trouble:
    trouble.may_be_done = False
    return trouble


def forget(url: str, client_id: str) -> None:
    with _lock:
        _tokens.pop((url, client_id), None)
