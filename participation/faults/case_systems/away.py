"""Which errors of the database mean that it is away. All others are of one row, and stop no other."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError

DATABASE_AWAY = (OperationalError, InterfaceError)
