"""Two ways to ask for a page: in this process, and over HTTP from a site that runs."""

from __future__ import annotations

import http.client
import time
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

if TYPE_CHECKING:
    from collections.abc import Mapping

    from participation.accounts.models import User

PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return ", ".join(value for known, value in self.headers if known.lower() == name.lower())


class Browser(Protocol):
    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer: ...


def session_for(person: User) -> str:
    """The key of a session in which `person` is signed in, with a second factor. It lasts an hour."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(person.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
    session.set_expiry(3600)
    session.create()
    return str(session.session_key)


class InProcess:
    """Through Django's handler, without a server."""

    def __init__(self, person: User | None = None) -> None:
        self.client = Client(raise_request_exception=False)
        if person is not None:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = session_for(person)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        response: Any = self.client.get(path, headers=dict(headers or {}))
        body = b"".join(response.streaming_content) if response.streaming else response.content
        for close in response._resource_closers:  # `response.close()` would close the database too
            close()
        cookies = [("Set-Cookie", morsel.OutputString()) for morsel in response.cookies.values()]
        return Answer(response.status_code, [*response.items(), *cookies], body)


class OverHTTP:
    """To a site at `base_url`, with the session's cookie and no other."""

    def __init__(self, base_url: str, person: User | None = None) -> None:
        self.base = urlsplit(base_url)
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session_for(person)}" if person is not None else ""

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        secure = self.base.scheme == "https"
        connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        sent = {"Accept-Language": "sv", **(headers or {}), **({"Cookie": self.cookie} if self.cookie else {})}
        with closing(connect(self.base.netloc, timeout=PATIENCE)) as line:
            line.request("GET", path, headers=sent)
            response = line.getresponse()
            return Answer(response.status, response.getheaders(), response.read())
