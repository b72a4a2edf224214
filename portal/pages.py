"""Serve a Wagtail page by its address in one query, two the first time.

Wagtail walks the tree from the root, one or two queries for each level (ten for a proposal).
Addresses are stored on the pages, so they can be looked up. No page type here routes by itself.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.models import Page, Site
from wagtail.views import serve_chain

from home.menus import path_below_root, prefix
from participation.core.pages import BasePage

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

KEPT_SECONDS = 60


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """The live page at `path` in the active language, or the way to the version of it that is up."""
    page = live_page(path, get_language() or settings.LANGUAGE_CODE)
    if page is None:
        address = address_of_a_version(path)
        if address is None:
            raise Http404
        return redirect(address)
    chain: Any = serve_chain
    for hook in reversed(hooks.get_hooks("on_serve_page")):
        chain = hook(chain)
    for hook in hooks.get_hooks("before_serve_page"):
        answer: HttpResponse | None = hook(page, request, [], {})
        if answer is not None:
            return answer
    return chain(page, request, [], {})  # type: ignore[no-any-return]


def live_page(path: str, language: str) -> Page | None:
    """The page with all that its template reads, and its address in each language as `address_<code>`."""
    roots = addresses_of_roots()
    if language not in roots:
        return None
    url_path = roots[language] + path
    kind = _kind_of(url_path)
    if kind is None:
        return None
    pages = kind._default_manager.live().filter(url_path=url_path)
    related = kind.served_with if issubclass(kind, BasePage) else []
    found: Page | None = pages.select_related(*related).annotate(**_addresses()).first()
    return found


def address_of_a_version(path: str) -> str | None:
    """Where a page that any language has, or had, at `path` can be read: in the active language, else the portal's."""
    roots = addresses_of_roots()
    same = Page.objects.filter(url_path__in=[root + path for root in roots.values()]).values("translation_key")
    up = Page.objects.live().filter(translation_key__in=same, locale__language_code__in=roots)
    versions = dict(up.order_by("-pk").values_list("locale__language_code", "url_path"))
    for code in (get_language() or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE, *roots):
        if code in versions:
            address = prefix(code).rstrip("/") + path_below_root(versions[code])
            return None if versions[code] == roots.get(get_language() or "", "") + path else address
    return None


def _kind_of(url_path: str) -> type[Page] | None:
    """Which table to read. Only that is kept: whether the page is live, the row itself says each time."""
    key = f"page-kind-{sha256(url_path.encode(errors='replace')).hexdigest()}"  # anybody may ask for any address
    kept = caches["local"].get(key)
    if kept is None:
        page = Page.objects.live().filter(url_path=url_path).only("content_type").first()
        if page is None:
            return None
        kept = page.content_type_id
        caches["local"].set(key, kept, KEPT_SECONDS)
    kind: type[Page] | None = ContentType.objects.get_for_id(kept).model_class()
    return kind


def _addresses() -> dict[str, Subquery]:
    same = Page.objects.live().filter(translation_key=OuterRef("translation_key")).order_by()
    return {
        f"address_{code}": Subquery(same.filter(locale__language_code=code).values("url_path")[:1])
        for code, _name in settings.LANGUAGES
    }


def addresses_of_roots() -> dict[str, str]:
    """`url_path` of the site's root page in each language, kept for a minute."""
    kept: dict[str, str] | None = caches["local"].get("page-roots")
    if kept is None:
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        translations = (
            Page.objects.filter(translation_key=site.root_page.translation_key).values_list(
                "locale__language_code", "url_path"
            )
            if site
            else []
        )
        kept = dict(translations)
        caches["local"].set("page-roots", kept, KEPT_SECONDS)
    return kept
