"""The portal as in production on loopback, with one address more: a bare view of the size of a page."""

from __future__ import annotations

from portal.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
