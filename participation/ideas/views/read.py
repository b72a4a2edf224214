from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse


def detail(request: HttpRequest, reference: str) -> HttpResponse:
    raise Http404


def attachment(request: HttpRequest, pk: str) -> HttpResponse:
    raise Http404


def draft(request: HttpRequest, key: str) -> HttpResponse:
    raise Http404
