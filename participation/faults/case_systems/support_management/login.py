"""OAuth2 client credentials. A token is kept until shortly before it ends, in this process."""

from __future__ import annotations

import json
import threading
import time

from django.utils.translation import gettext as _

from participation.faults.case_systems.client import Client, trouble_of
from participation.faults.case_systems.trouble import Again, Cut, Slow, Trouble

EARLY = 30.0
Key = tuple[str, str]
_tokens: dict[Key, tuple[str, float]] = {}
_signing_in: dict[Key, threading.Lock] = {}
_lock = threading.Lock()


def token_for(url: str, client_id: str, secret: str, *, ends: float | None = None) -> str:
    """Nothing was sent to the case system where this fails, so nothing can have been done there.

    One of the threads signs in and the others wait for it: to some servers a new token is the end of the one before.
    """
    key = (url, client_id)
    with _lock:
        one_at_a_time = _signing_in.setdefault(key, threading.Lock())
    with one_at_a_time:
        token, good_until = _tokens.get(key, ("", 0.0))
        if time.monotonic() < good_until:
            return token
        token, lasts = _sign_in(url, client_id, secret, ends)
        _tokens[key] = (token, time.monotonic() + max(lasts - EARLY, 0.0))
        return token


def forget(url: str, client_id: str, token: str = "") -> None:
    """This token, which another thread may have replaced by now; without one, whatever there is."""
    with _lock:
        kept, _good_until = _tokens.get((url, client_id), ("", 0.0))
        if token in ("", kept):
            _tokens.pop((url, client_id), None)


def _sign_in(url: str, client_id: str, secret: str, ends: float | None) -> tuple[str, float]:
    client = Client(url, ends=ends)
    try:
        answer = client.send("POST", data={"grant_type": "client_credentials"}, auth=(client_id, secret))
        if not answer.is_good:
            raise _nothing_sent(trouble_of(answer))
        told = json.loads(answer.body)
        token, lasts = str(told["access_token"]), float(told.get("expires_in", 300))
        if not token.isascii() or not token.isprintable():
            raise ValueError("A header cannot hold it")
        return token, lasts
    except Cut:
        words = _(
            "Systemet bröt anslutningen vid inloggningen, innan det svarade. Kontrollera adressen för inloggning."
        )
        raise Again(words) from None
    except Slow:
        raise Again(_("Inloggningen hos systemet tog för lång tid.")) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Again(_("Inloggningen hos systemet svarade något som inte går att läsa.")) from None
    finally:
        client.close()


def _nothing_sent(trouble: Trouble) -> Trouble:
    trouble.may_be_done = False
    return trouble
