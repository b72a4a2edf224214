from __future__ import annotations

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

DEMO = "participation.notifications.mail.DemoBackend"
SMTP = "participation.notifications.transport.Transport"
DJANGOS = "django.core.mail.backends.smtp.EmailBackend"


def mail_settings(url: str) -> dict[str, Any]:
    """Settings for the address in EMAIL_URL, such as `smtp+tls://user:secret@host:587`.

    `demo://` keeps mail in the outbox, where `make demo` shows it in the browser.
    Raises ImproperlyConfigured when there is no address: a portal that cannot tell
    people what happened must not start.
    """
    if not url:
        raise ImproperlyConfigured("EMAIL_URL must say where mail is sent, such as smtp+tls://user:secret@host:587")
    if url.startswith("demo:"):
        return {"MAIL_TRANSPORT": DEMO}
    config = environ.Env.email_url_config(url)
    backend = config.pop("EMAIL_BACKEND")
    return {
        "MAIL_TRANSPORT": SMTP if backend == DJANGOS else backend,
        **{name: value for name, value in config.items() if name.startswith("EMAIL_") and value is not None},
    }


def seconds(name: str, number: float) -> float:
    """Raises ImproperlyConfigured: without an end a worker would wait for ever."""
    if not 0 < number <= 3600:
        raise ImproperlyConfigured(f"{name} must be more than nothing and an hour at most")
    return number
