"""The portal as in production, but without collecting static files and without a minute of hashing passwords."""

from __future__ import annotations

from portal.settings import *  # noqa: F403

assert not DEBUG  # noqa: F405

ROOT_URLCONF = "tests.breakage.urls"
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LIMITS = dict.fromkeys(LIMITS, ())  # noqa: F405 - one machine is everybody here
SILENCED_SYSTEM_CHECKS += ["security.W012", "security.W016"]  # noqa: F405
