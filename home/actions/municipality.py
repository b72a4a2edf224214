from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation

from home.models import MunicipalityHomePage
from home.starting import words_en, words_sv
from home.starting.lists import CATEGORIES, DEPARTMENTS, FAULT_CATEGORIES
from home.starting.pages import STARTING_PAGES
from participation.accounts.models import Role
from participation.eservices.workflow import ensure_workflow
from participation.faults.models import FaultCategory
from participation.places.actions import store_borders
from participation.places.facts import MunicipalityFact, municipality_facts
from participation.places.models import Department, Municipality
from participation.topics.models import Category

from .region import ensure_region
from .staff import ensure_collection, ensure_groups, permit_pages, permit_translation
from .tree import add_page, add_translation, begin_translations, swedish

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from home.models import RegionHomePage


class UnknownMunicipality(Exception):
    """No municipality in Sweden has this code."""


@dataclass(frozen=True)
class Added:
    municipality: Municipality
    home: MunicipalityHomePage
    is_new: bool


@transaction.atomic
def add_municipality(
    *,
    code: str,
    fact: MunicipalityFact | None = None,
    borders: Mapping[str, Any] | None = None,
    border_source: str = "",
    region_name: str = "",
) -> Added:
    """A municipality that runs: row, lists, pages in both languages, staff groups, workflow, files, border.

    Makes what is missing and leaves the rest as it is, so that it can be run again at any time.
    `fact` is for one that is not in Sweden (portal/leaks). Raises UnknownMunicipality.
    """
    fact = fact or municipality_facts().get(code)
    if fact is None:
        raise UnknownMunicipality(code)
    with translation.override("sv"):
        municipality, is_new = Municipality.objects.get_or_create(
            code=code,
            defaults={
                "name": fact.name,
                "full_name": fact.full_name,
                "slug": fact.slug,
                "county_code": fact.county_code,
            },
        )
        _begin_lists(municipality)
        homes = _pages(municipality, ensure_region(name=region_name or fact.county_name))
        groups = ensure_groups(municipality)
        permit_pages(groups, homes)
        permit_translation(groups)
        ensure_collection(municipality, groups)
        for page in homes:
            ensure_workflow(municipality, page, groups[Role.PUBLISHER], groups[Role.ADMINISTRATOR])
        if borders:
            store_borders(borders=borders, source=border_source)
    return Added(municipality, homes[0], is_new)


def _begin_lists(municipality: Municipality) -> None:
    """Only where there are none: what the municipality took away stays away."""
    if not municipality.departments.exists():
        Department.objects.bulk_create([Department(municipality=municipality, name=name) for name in DEPARTMENTS])
    if not municipality.categories.exists():
        Category.objects.bulk_create(
            Category(municipality=municipality, slug=slug, name=name, name_en=name_en, order=order)
            for order, (slug, name, name_en) in enumerate(CATEGORIES, start=1)
        )
    if not municipality.fault_categories.exists():
        _begin_fault_categories(municipality)


def _begin_fault_categories(municipality: Municipality) -> None:
    departments = {department.name: department for department in municipality.departments.all()}
    FaultCategory.objects.bulk_create(
        FaultCategory(
            municipality=municipality,
            code=code,
            name=name,
            name_en=name_en,
            group=group,
            department=departments.get(department),
            keywords="\n".join(words.split()),
            priority=priority,
            order=order,
        )
        for order, (code, name, name_en, group, department, words, priority) in enumerate(FAULT_CATEGORIES, start=1)
    )


def _pages(municipality: Municipality, region: RegionHomePage) -> list[MunicipalityHomePage]:
    """All that are missing. Returns the front pages, the Swedish one first."""
    home = MunicipalityHomePage.objects.filter(municipality=municipality, locale=swedish()).first()
    if home is None:
        page = MunicipalityHomePage(
            slug=municipality.slug, locale=swedish(), municipality=municipality, **words_sv.home(municipality)
        )
        home = add_page(parent=region, page=page)
    english_home = add_translation(page=home, values=words_en.home(municipality))
    for start in STARTING_PAGES:
        page = start.model.objects.child_of(home).filter(slug=start.slug).first() or add_page(
            parent=home,
            page=start.model(
                slug=start.slug,
                locale=swedish(),
                municipality=municipality,
                show_in_menus=start.in_menu,
                **start.swedish(municipality),
            ),
            is_published=start.is_published,
        )
        add_translation(page=page, values=start.english(municipality), is_published=start.is_published)
    return [home, english_home, *begin_translations(home)]
