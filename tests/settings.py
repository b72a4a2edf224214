"""The portal's settings, as the tests run them."""

from __future__ import annotations

import os

os.environ.setdefault("DEBUG", "true")
os.environ.setdefault("SECRET_KEY", "for-tests-alone")  # a name other than 127.0.0.1 asks for one
os.environ.setdefault("BASE_URL", "http://testserver")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ["STAFF_SECOND_FACTOR"] = "false"

from portal.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

WHITENOISE_AUTOREFRESH = True  # else every client of every test reads all folders of static files

# The folder is made by collectstatic, which tests do not run.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405

VAPID_PRIVATE_KEY = "IQ9Ur0ykXoHS9gzfYX0aBjy9lvdrjx_PFUXmie9YRcY"  # for tests alone
VAPID_CONTACT = "mailto:it@example.se"
