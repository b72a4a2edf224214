from __future__ import annotations

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

DEMO = "participation.notifications.mail.DemoBackend"


def mail_settings(url: str) -> dict[str, Any]:
    """Settings for the address in EMAIL_URL, such as `smtp+tls://user:secret@host:587`.

    `demo://` keeps mail in the outbox, where `make demo` shows it in the browser.
    Raises ImproperlyConfigured when there is no address: a portal that cannot tell
    people what happened must not start.
    """
    if not url:
        raise ImproperlyConfigured("EMAIL_URL must say where mail is sent, such as smtp+tls://user:secret@host:587")
    if url.startswith("demo:"):
        return {"MAIL_TRANSPORT": DEMO, "EMAIL_TIMEOUT": 20}
    config = environ.Env.email_url_config(url)
    return {
        "MAIL_TRANSPORT": config.pop("EMAIL_BACKEND"),
        "EMAIL_TIMEOUT": 20,
        **{name: value for name, value in config.items() if name.startswith("EMAIL_") and value is not None},
    }
