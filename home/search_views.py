from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from participation.places.models import Municipality
from participation.topics.models import Topic
from participation.topics.question import question
from participation.topics.search import Hit

from .finding import ENTRY, find
from .found_rows import rows_of_hits

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE_SIZE = 20
MOST_HITS = 200
KINDS = [*((kind, label) for kind, label in Topic.Kind.choices if kind not in Topic.ANCHORS), (ENTRY, _("Inlägg"))]


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Words find what is public; without words, the newest of what was chosen."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    municipalities = list(Municipality.objects.filter(is_open=True))
    municipality = next((place for place in municipalities if place.code == request.GET.get("kommun")), None)
    kind = request.GET.get("slag", "")
    kind = kind if kind in dict(KINDS) else ""
    asked = question(words)
    found = find(asked, municipality, kind) if words else None
    hits = found.hits[:MOST_HITS] if found else newest(municipality, kind)
    page = Paginator(hits, PAGE_SIZE).get_page(request.GET.get("sida"))
    context = {
        "words": words,
        "kind": kind,
        "kinds": _with_counts(found.counts if found else {}),
        "municipality": municipality,
        "municipalities": municipalities,
        "total": len(hits),
        "most": MOST_HITS,
        "rows": rows_of_hits(page.object_list, found.asked if found else asked),
        "hits": page,
        **_other_addresses(words, municipality, kind),
        **_neighbours(words, municipality, kind, page),
    }
    return render(request, "home/search.html", context)


def newest(municipality: Municipality | None, kind: str) -> list[Hit]:
    """What happened last; entries are read on the page of what they are about."""
    topics = Topic.objects.public().in_municipality(municipality).filter(last_activity_at__isnull=False)
    topics = topics.of_kind(kind) if kind else topics
    rows = topics.order_by("-last_activity_at", "-id").values_list("pk", "last_activity_at", "kind")[:MOST_HITS]
    return [Hit(pk, 0, at, of) for pk, at, of in rows if at]


def _with_counts(counts: dict[str, int]) -> list[tuple[str, str]]:
    return [(value, f"{label} ({counts[value]})" if value in counts else str(label)) for value, label in KINDS]


def _other_addresses(words: str, municipality: Municipality | None, kind: str) -> dict[str, str]:
    """The same words without one of the filters, for whoever found nothing."""
    code = municipality.code if municipality else ""
    return {
        "everywhere_url": _address(q=words, slag=kind) if municipality else "",
        "any_kind_url": _address(q=words, kommun=code) if kind else "",
    }


def _neighbours(words: str, municipality: Municipality | None, kind: str, page: Any) -> dict[str, str]:
    asked = {"q": words, "slag": kind, "kommun": municipality.code if municipality else ""}
    return {
        "next_url": _address(**asked, sida=page.next_page_number()) if page.has_next() else "",
        "previous_url": _address(**asked, sida=page.previous_page_number()) if page.has_previous() else "",
    }


def _address(**asked: str | int) -> str:
    return f"{reverse('home:search')}?{urlencode({name: value for name, value in asked.items() if value})}"
