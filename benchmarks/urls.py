"""The portal's addresses, and a bare Django view: what the machine can do when nothing is asked of the portal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.urls import *  # noqa: F403
from portal.urls import urlpatterns as of_the_portal

BODY = "<!doctype html><title>bare</title>" + "x" * 30_000


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY)


urlpatterns = [path("bare/", bare), *of_the_portal]
