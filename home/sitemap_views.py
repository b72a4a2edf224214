from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sitemaps import views
from django.http import HttpResponse
from django.urls import reverse

from .sitemaps import SITEMAPS

if TYPE_CHECKING:
    from django.http import HttpRequest

# Pages that are a person's own, staff's, or endless lists of the others.
CLOSED = ["/cms/", "/konto/", "/mina/", "/sok/", "/nyheter-till-dig/", "/stod/", "/samtal/", "/anmal/"]


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *"]
    lines += [f"Disallow: {prefix}{path}" for path in CLOSED for prefix in ("", "/en")]
    lines += ["", f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    return views.sitemap(request, {**SITEMAPS}, section=section)


def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Names the parts by BASE_URL: the host of a request is whatever the request says."""
    pages = []
    for section, sitemap in SITEMAPS.items():
        address = settings.BASE_URL + reverse("sitemap_section", args=[section])
        pages += [address, *(f"{address}?p={number}" for number in range(2, sitemap().paginator.num_pages + 1))]
    entries = "".join(f"<sitemap><loc>{page}</loc></sitemap>" for page in pages)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'
    )
    return HttpResponse(body, content_type="application/xml; charset=utf-8")
