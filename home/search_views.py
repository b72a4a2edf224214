from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from participation.places.models import Municipality
from participation.topics.models import Topic
from participation.topics.search import search

from .rows import rows_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE_SIZE = 20
MOST_HITS = 200


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Words find public topics; without words, the newest of what was chosen."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    municipalities = list(Municipality.objects.filter(is_open=True))
    municipality = next((place for place in municipalities if place.code == request.GET.get("kommun")), None)
    kind = request.GET.get("slag", "")
    found = find(words, municipality, kind if kind in Topic.Kind.values else "")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("sida"))
    context = {
        "words": words,
        "kind": kind,
        "kinds": Topic.Kind.choices,
        "municipality": municipality,
        "municipalities": municipalities,
        "total": len(found),
        "most": MOST_HITS,
        "rows": rows_of(page.object_list),
        "hits": page,
        "everywhere_url": _address(q=words, slag=kind),
        **_neighbours(request, page),
    }
    return render(request, "home/search.html", context)


def find(words: str, municipality: Municipality | None, kind: str) -> list[Topic]:
    topics = Topic.objects.public().in_municipality(municipality)
    if kind:
        topics = topics.of_kind(kind)
    topics = topics.select_related("idea__answer")
    if words:
        return search(topics, words, MOST_HITS)
    newest = topics.filter(last_activity_at__isnull=False).order_by("-last_activity_at", "-id")
    return list(newest.defer("search_text", "stems")[:MOST_HITS])


def _neighbours(request: HttpRequest, page: Any) -> dict[str, str]:
    asked = {name: request.GET.get(name, "") for name in ("q", "slag", "kommun")}
    return {
        "next_url": _address(**asked, sida=page.next_page_number()) if page.has_next() else "",
        "previous_url": _address(**asked, sida=page.previous_page_number()) if page.has_previous() else "",
    }


def _address(**asked: str | int) -> str:
    return f"{reverse('home:search')}?{urlencode({name: value for name, value in asked.items() if value})}"
