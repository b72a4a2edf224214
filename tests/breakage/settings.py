"""The portal as in production, but without collecting static files and without a minute of hashing passwords."""

from __future__ import annotations

from portal.limit_table import rates_from
from portal.settings import *  # noqa: F403

assert not DEBUG  # noqa: F405

ROOT_URLCONF = "tests.breakage.urls"
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# One machine is everybody here. Comments are counted all the same, so that counting is part of what breaks.
LIMITS = dict.fromkeys(LIMITS, ()) | {"comment": rates_from("900000000/10m/account")}  # noqa: F405
SILENCED_SYSTEM_CHECKS += ["security.W012", "security.W016"]  # noqa: F405
