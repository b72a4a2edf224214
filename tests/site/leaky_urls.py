"""A portal with four faults, for the tests of the leak crawler. Never mounted anywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import include, path

from participation.core.spreadsheet import xlsx_response
from participation.ideas.models import Idea
from participation.topics.models import Topic
from portal.urls import urlpatterns as real

if TYPE_CHECKING:
    from django.http import HttpRequest


def everything(request: HttpRequest) -> HttpResponse:
    return HttpResponse("\n".join(Topic.objects.values_list("title", flat=True)))


def in_a_header(request: HttpRequest) -> HttpResponse:
    draft = Idea.objects.filter(status="draft").first()
    return HttpResponseRedirect(f"/?{draft.title.split()[-1] if draft else ''}")


def shared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hej!", headers={"Cache-Control": "public, max-age=60"})


def in_a_table(request: HttpRequest) -> HttpResponse:
    return xlsx_response([[title] for title in Topic.objects.values_list("title", flat=True)], name="lacka.xlsx")


def unknown(request: HttpRequest, what: int) -> HttpResponse:
    return HttpResponse(str(what))


urlpatterns = [
    path("lacka/", everything),
    path("lacka/tabell/", in_a_table),
    path("lacka/huvud/", in_a_header),
    path("lacka/delad/", shared),
    path("lacka/okand/", include(([path("<int:what>/", unknown, name="unknown")], "leaky"))),
    *real,
]
