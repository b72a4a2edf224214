"""What the catalogue shows for an address: one page of services, and the ways on from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, Max

from participation.topics.dots import FEW

from .models.eservice import EService
from .querysets import EServiceQuerySet, swedish_order

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User
    from participation.places.models import Municipality

PAGE = 40
SEARCH_LENGTH = 100


@dataclass(frozen=True)
class CategoryLink:
    slug: str
    name: str
    number: int
    is_current: bool
    query: str


@dataclass(frozen=True)
class Catalogue:
    services: list[EService]
    categories: list[CategoryLink]
    search: str
    category: CategoryLink | None
    number: int
    """How many the whole choice holds, not only this page of it."""
    is_continued: bool
    first: str
    """Query of the choice's first page, with its question mark; "?" where nothing was chosen."""
    every: str
    """Query of the same search in every category."""
    number_in_all: int
    following: str
    """Query of the next page; empty on the last one."""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.search or self.category)

    @property
    def is_opening(self) -> bool:
        return not self.is_narrowed and not self.is_continued


def catalogue_of(
    municipality: Municipality, *, user: User | AnonymousUser, asked: Mapping[str, str], page: int = PAGE
) -> Catalogue:
    """Reads `kategori`, `q` and `efter` (the last service already seen); what cannot be understood is left out."""
    search = asked.get("q", "").replace("\x00", "").strip()[:SEARCH_LENGTH]
    offered = EService.objects.in_municipality(municipality).visible_to(user).present()
    found = offered.with_rank(search)
    categories = _categories(found, current=asked.get("kategori", ""), search=search)
    if search and sum(link.number for link in categories) < FEW:
        found = offered.with_rank(search, dotted=True)
        categories = _categories(found, current=asked.get("kategori", ""), search=search)
    category = next((link for link in categories if link.is_current), None)
    slug = category.slug if category else ""
    chosen = found.in_category(slug)
    last = _last_seen(chosen, asked.get("efter", ""))
    services = list(chosen.after(last).with_voices(user).select_related("municipality")[: page + 1])
    in_all = sum(link.number for link in categories)
    return Catalogue(
        services=services[:page],
        categories=categories,
        search=search,
        category=category,
        number=category.number if category else in_all,
        number_in_all=in_all,
        is_continued=last is not None,
        first=_query(kategori=slug, q=search),
        every=_query(q=search),
        following=_query(kategori=slug, q=search, efter=services[page - 1].pk) if len(services) > page else "",
    )


def _categories(found: EServiceQuerySet, *, current: str, search: str) -> list[CategoryLink]:
    rows = found.order_by().values("category_slug").annotate(name=Max("category"), number=Count("pk"))
    links = [
        CategoryLink(
            slug=row["category_slug"],
            name=row["name"],
            number=row["number"],
            is_current=bool(current) and row["category_slug"] == current,
            query=_query(kategori=row["category_slug"], q=search),
        )
        for row in rows
    ]
    return sorted(links, key=lambda link: (not link.name, swedish_order(link.name)))


def _last_seen(chosen: EServiceQuerySet, asked: str) -> EService | None:
    if not (asked.isascii() and asked.isdigit() and len(asked) < 12):
        return None
    return chosen.filter(pk=int(asked)).first()


def _query(**values: Any) -> str:
    said = {name: value for name, value in values.items() if value}
    return f"?{urlencode(said)}"  # a bare "?" leads to the page without its query
