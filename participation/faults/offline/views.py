"""What makes the fault form work without a network: the manifest, the service worker, and the page of what waits.

The worker stores a report on the device when the network fails, and sends it when there is one again. Each has the key
that its form was made with, so that however often it is sent it is stored once (actions.report_fault).
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from participation.faults.models import FaultIndexPage

if TYPE_CHECKING:
    from django.http import HttpRequest

HOUR = 3600
# What the form and the page of what waits need to look and work as they do with a network.
STYLES = "tokens base layout components forms topic thread print components-faults"
SCRIPTS = "site faults-form faults-photos faults-position faults-offline faults-drafts faults-store faults-waiting"
FILES = (
    *(f"portal/css/{name}.css" for name in STYLES.split()),
    *(f"portal/js/{name}.js" for name in SCRIPTS.split()),
    "portal/img/icons.svg",
    "portal/img/mark.svg",
    "django_htmx/htmx-2.min.js",
)
STORE = "portal/js/faults-store.js"
# A script asks for these by the name that stands in it, also where what is served has the hash of its text in its name.
IMPORTED = (STORE, *(f"portal/js/faults-{name}.js" for name in ("drafts", "photos", "position")))


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """So that a phone can keep the form on its home screen."""
    start = reverse("faults:new")
    response = JsonResponse(
        {
            "name": _("Samskapa: felanmäl"),
            "short_name": _("Felanmäl"),
            "id": start,
            "start_url": start,
            "scope": "/",
            "display": "standalone",
            "background_color": "#f3f4ef",
            "theme_color": "#0b4a61",
            "icons": [{"src": static("portal/img/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
        }
    )
    response.headers["Content-Type"] = "application/manifest+json"
    response.headers["Cache-Control"] = f"public, max-age={HOUR}"
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The same for everybody. Its text holds the addresses of the files, so it changes when one of them does."""
    pages = [page for language, _name in settings.LANGUAGES for page in _pages(language)]
    files = list(dict.fromkeys([*map(static, FILES), *(settings.STATIC_URL + name for name in IMPORTED)]))
    places = [path for language, _name in settings.LANGUAGES for path in _places(request, language)]
    version = sha256(repr((files, pages)).encode()).hexdigest()[:12]
    told = {"files": files, "pages": pages, "places": places, "version": version, "store": static(STORE)}
    script = render_to_string("faults/offline/worker.js", told)
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """The same for everybody: what waits lies on the device, and only its own script reads it."""
    return render(request, "faults/offline/waiting.html", {"municipality": None})


def _pages(language: str) -> list[str]:
    with override(language):
        return [reverse("faults:new"), reverse("faults:waiting")]


def _places(request: HttpRequest, language: str) -> list[str]:
    """Where the menus lead: the municipalities' own pages of the form. Each is kept once it has been opened."""
    parts = [page.get_url_parts(request) for page in FaultIndexPage.objects.live()]
    with override(language):  # a page gives the address of its own language alone
        return sorted(reverse("wagtail_serve", args=[unquote(path[1:])]) for _site, _root, path in filter(None, parts))
