"""Addresses of pages that other apps own, in the language of the reader. The addresses are promised, see docs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls.resolvers import LocalePrefixPattern
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from wagtail.models import Page

    from participation.places.models import Municipality

    from .models import EService


def in_language(path: str) -> str:
    return f"/{LocalePrefixPattern(prefix_default_language=False).language_prefix}{path.lstrip('/')}"


def page_url(page: Page) -> str:
    """Of a page in the language that is read, without asking the database. `url_path` begins with the root's slug."""
    return in_language(page.url_path.lstrip("/").partition("/")[2])


def home_url(municipality: Municipality) -> str:
    return in_language(municipality.path)


def catalogue_url(municipality: Municipality) -> str:
    return in_language(f"{municipality.path}e-tjanster/")


def new_idea_url(municipality: Municipality) -> str:
    return in_language(f"/ideer/ny/{municipality.code}/")


def crumb(municipality: Municipality, *, to_catalogue: bool = False) -> list[dict[str, str]]:
    links = [{"title": municipality.full_name, "url": home_url(municipality)}]
    if to_catalogue:
        links.append({"title": _("E-tjänster"), "url": catalogue_url(municipality)})
    return links


def improve_url(service: EService) -> str:
    """Where a citizen writes an idea about this service."""
    return f"{new_idea_url(service.municipality)}?om={service.topic_id}"


def ideas_about_url(service: EService) -> str:
    """The list of ideas, narrowed to those about this service."""
    return f"{in_language(service.municipality.path)}ideer/?om={service.topic_id}"
