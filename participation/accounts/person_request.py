from __future__ import annotations

from django.http import HttpRequest

from .models import User


class PersonRequest(HttpRequest):
    """A request that has passed `login_required`."""

    user: User
