"""The municipalities of the region, as its front page lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from participation.eservices.models import EServiceIndexPage
from participation.faults.models import FaultIndexPage
from participation.ideas.models import IdeaIndexPage

from .menus import prefix

if TYPE_CHECKING:
    from wagtail.models import Locale

    from participation.places.models import Municipality

    from .models import RegionHomePage

# What somebody wants, as the address says it, and the page that it takes.
WISHES: dict[str, tuple[str, type[Any]]] = {
    "foresla": ("idea", IdeaIndexPage),
    "tyck-till": ("eservice", EServiceIndexPage),
    "felanmal": ("fault", FaultIndexPage),
}


@dataclass(frozen=True)
class Place:
    name: str
    full_name: str
    url: str


def municipalities_that_take_part(locale: Locale, wish: str = "") -> list[Place]:
    """Those that are open, by their front page; with a wish, where that door is open, by the address behind it."""
    from .models import MunicipalityHomePage

    homes = MunicipalityHomePage.objects.live().filter(locale=locale, municipality__is_open=True)
    places = [page.municipality for page in homes.select_related("municipality").defer("body", "doors")]
    root = prefix(locale.language_code)
    if wish not in WISHES:
        addresses = {place.pk: f"{root}{place.slug}/" for place in places}
    else:
        addresses = _addresses(places, wish, root, locale)
    there = [place for place in places if place.pk in addresses]
    return [Place(p.name, p.full_name, addresses[p.pk]) for p in sorted(there, key=lambda p: p.name)]


def _addresses(places: list[Municipality], wish: str, root: str, locale: Locale) -> dict[int, str]:
    kind, model = WISHES[wish]
    slugs = dict(model.objects.live().filter(locale=locale).values_list("municipality_id", "slug"))
    return {
        place.pk: _new_idea(place.code) if kind == "idea" else f"{root}{place.slug}/{slugs[place.pk]}/"
        for place in places
        if place.pk in slugs
    }


def _new_idea(code: str) -> str:
    try:
        return reverse("ideas:new", args=[code])
    except NoReverseMatch:
        return reverse("home:search")


def doors_that_ask(page: RegionHomePage) -> list[dict[str, str]]:
    """The variables of components/doors.html; each door asks in which municipality."""
    wishes = {kind: wish for wish, (kind, _model) in WISHES.items()}
    return [
        {
            "kind": door.block_type,
            "title": door.value["title"],
            "text": door.value["text"],
            "url": f"?vill={wishes[door.block_type]}#kommuner",
        }
        for door in page.doors
    ]


def question_about(wish: str) -> str:
    """Nothing where nobody came through a door."""
    return {
        "foresla": _("I vilken kommun vill du föreslå något?"),
        "tyck-till": _("I vilken kommun vill du tycka till?"),
        "felanmal": _("I vilken kommun är felet?"),
    }.get(wish, "")
