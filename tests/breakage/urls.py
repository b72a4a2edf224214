"""The portal's addresses, and two that break."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.urls import path

from portal.urls import *  # noqa: F403
from portal.urls import urlpatterns as portals

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def burst(request: HttpRequest, token: str) -> HttpResponse:
    typed = request.POST.get("text", "")
    raise ValueError(f"{token} {typed} {request.user}")


def twice(request: HttpRequest, token: str) -> HttpResponse:
    """What the database says of a row that it refuses holds the row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_user (id, email) SELECT id, %s FROM accounts_user LIMIT 1", [request.POST["text"]]
        )
    raise AssertionError


urlpatterns = [path("brist/<str:token>/", burst), path("dubbel/<str:token>/", twice), *portals]
