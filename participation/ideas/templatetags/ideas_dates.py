"""The days of ideas read as all days do."""

from __future__ import annotations

from participation.core.templatetags.day_words import register

__all__ = ["register"]
