"""The live pages right below a municipality's front page: menu, foot and doors are made of them.

Kept for a minute in each process, and forgotten at once by the process that publishes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.cache import caches
from django.db.models import Subquery
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


def entries_of(municipality: Municipality, language: str) -> list[Entry]:
    key = f"menu-{municipality.pk}-{language}"
    kept: list[Entry] | None = caches["local"].get(key)
    if kept is None:
        kept = _read(municipality, language)
        caches["local"].set(key, kept, KEPT_SECONDS)
    return kept


def _read(municipality: Municipality, language: str) -> list[Entry]:
    from .models import MunicipalityHomePage

    home = MunicipalityHomePage.objects.live().filter(municipality=municipality, locale__language_code=language)
    children = Page.objects.live().filter(depth=CHILD_DEPTH, path__startswith=Subquery(home.values("path")[:1]))
    rows = children.order_by("path").values_list("title", "slug", "show_in_menus", "content_type__model")
    root = f"{prefix(language)}{municipality.slug}/"
    return [Entry(title, f"{root}{slug}/", slug, kind, in_menu) for title, slug, in_menu, kind in rows]


def region_name(language: str) -> str:
    """What the region calls itself: the title of its front page."""
    from .models import RegionHomePage

    key = f"region-{language}"
    kept: str | None = caches["local"].get(key)
    if kept is None:
        titles = RegionHomePage.objects.filter(locale__language_code=language).values_list("title", flat=True)
        kept = titles.first() or ""
        caches["local"].set(key, kept, KEPT_SECONDS)
    return kept


def forget() -> None:
    caches["local"].clear()
