"""The live pages right below a municipality's front page: menu, foot and doors are made of them.

Kept for a minute in each process, and forgotten at once by the process that publishes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.cache import caches
from django.db.models import Subquery
from django.utils.translation import get_language
from wagtail.models import Page

if TYPE_CHECKING:
    from participation.places.models import Municipality

KEPT_SECONDS = 60
CHILD_DEPTH = 4  # root, region, municipality, and these
IN_THE_FOOT = frozenset({"standardpage", "accessibilitystatementpage"})
SOURCE_LANGUAGE = "sv"


@dataclass(frozen=True)
class Entry:
    title: str
    url: str
    slug: str
    kind: str  # the model's name, such as ideaindexpage
    in_menu: bool

    @property
    def in_foot(self) -> bool:
        return self.kind in IN_THE_FOOT and not self.in_menu


def prefix(language: str) -> str:
    return "/" if language == SOURCE_LANGUAGE else f"/{language}/"


def path_below_root(url_path: str) -> str:
    """The address without language. A page's `url_path` begins with the slug of the site's root."""
    return "/" + url_path.lstrip("/").partition("/")[2]


def address_of(page: Page) -> str:
    """Of a page in the active language, without asking the database."""
    return prefix(get_language() or SOURCE_LANGUAGE).rstrip("/") + path_below_root(page.url_path)


def entries_of(municipality: Municipality | None, language: str) -> list[Entry]:
    """Of the municipality, or of the region for None."""
    key = f"menu-{municipality.pk if municipality else 0}-{language}"
    kept: list[Entry] | None = caches["local"].get(key)
    if kept is None:
        # A front page that is not translated yet has no menu of its own.
        kept = _read(municipality, language) or _read(municipality, SOURCE_LANGUAGE)
        caches["local"].set(key, kept, KEPT_SECONDS)
    return kept


def _read(municipality: Municipality | None, language: str) -> list[Entry]:
    from .models import MunicipalityHomePage, RegionHomePage

    if municipality is None:
        homes, depth, root = RegionHomePage.objects.all(), CHILD_DEPTH - 1, prefix(language)
    else:
        homes = MunicipalityHomePage.objects.filter(municipality=municipality)
        depth, root = CHILD_DEPTH, f"{prefix(language)}{municipality.slug}/"
    homes = homes.live().filter(locale__language_code=language)
    children = Page.objects.live().filter(depth=depth, path__startswith=Subquery(homes.values("path")[:1]))
    rows = children.order_by("path").values_list("title", "slug", "show_in_menus", "content_type__model")
    return [Entry(title, f"{root}{slug}/", slug, kind, in_menu) for title, slug, in_menu, kind in rows]


def region_name(language: str) -> str:
    """What the region calls itself: the title of its front page."""
    from .models import RegionHomePage

    key = f"region-{language}"
    kept: str | None = caches["local"].get(key)
    if kept is None:
        titles = RegionHomePage.objects.filter(locale__language_code=language).values_list("title", flat=True)
        kept = titles.first() or ("" if language == SOURCE_LANGUAGE else region_name(SOURCE_LANGUAGE))
        caches["local"].set(key, kept, KEPT_SECONDS)
    return kept


def forget() -> None:
    caches["local"].clear()
