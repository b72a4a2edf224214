"""A bare Django view of the size of a page: what the machine can do when nothing is asked of the portal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = "<!doctype html><title>bare</title>" + "x" * 30_000


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY)


urlpatterns = [path("bare/", bare)]
