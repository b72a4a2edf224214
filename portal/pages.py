"""Serve a Wagtail page by its address in two queries.

Wagtail walks the tree from the root, one or two queries for each level (ten for a proposal).
Addresses are stored on the pages, so they can be looked up. No page type here routes by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import caches
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.models import Page, Site
from wagtail.views import serve_chain

from participation.core.pages import BasePage

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

KEPT_SECONDS = 60


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """The live page at `path` in the active language; one that is not translated, at its Swedish address."""
    page = live_page(path, get_language() or settings.LANGUAGE_CODE)
    if page is None:
        if get_language() != settings.LANGUAGE_CODE and live_page(path, settings.LANGUAGE_CODE):
            return redirect(f"/{path}")
        raise Http404
    chain: Any = serve_chain
    for hook in reversed(hooks.get_hooks("on_serve_page")):
        chain = hook(chain)
    for hook in hooks.get_hooks("before_serve_page"):
        answer: HttpResponse | None = hook(page, request, [], {})
        if answer is not None:
            return answer
    return chain(page, request, [], {})  # type: ignore[no-any-return]


def live_page(path: str, language: str) -> Page | None:
    roots = addresses_of_roots()
    if language not in roots:
        return None
    found = Page.objects.live().filter(url_path=roots[language] + path).only("pk", "content_type").first()
    if found is None or found.specific_class is None:
        return None
    related = found.specific_class.served_with if issubclass(found.specific_class, BasePage) else []
    return found.specific_class._default_manager.select_related(*related).filter(pk=found.pk).first()  # type: ignore[no-any-return]


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
