from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.places.actions import store_borders
from participation.places.borders import atlas, find_municipality, municipalities_near
from participation.places.models import Border

from .test_rings import square, surface

pytestmark = pytest.mark.django_db
IN_SUNDSVALL = (17.3063, 62.3908)
AT_SEA = (19.5, 62.0)


def test_without_stored_borders_the_shipped_ones_answer() -> None:
    assert find_municipality(*IN_SUNDSVALL) == "2281"
    assert find_municipality(*AT_SEA) is None


def test_a_stored_border_answers_as_soon_as_it_is_stored_changed_or_removed() -> None:
    assert find_municipality(*AT_SEA) is None

    store_borders(borders={"2281": surface(square(19, 61.5, 1))}, source="")
    assert find_municipality(*AT_SEA) == "2281"

    store_borders(borders={"2281": surface(square(17, 62, 1))}, source="")
    assert find_municipality(*AT_SEA) is None

    store_borders(borders={"2262": surface(square(19, 61.5, 1))}, source="")
    assert find_municipality(*AT_SEA) == "2262"

    Border.objects.filter(code="2262").delete()
    assert find_municipality(*AT_SEA) is None


def test_the_atlas_is_kept_and_asking_it_costs_one_query() -> None:
    kept = atlas()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert atlas() is kept
        find_municipality(*IN_SUNDSVALL)

    assert len(queries) == 2


def test_neighbours_are_found_by_distance() -> None:
    near = municipalities_near(*IN_SUNDSVALL, 20_000)

    assert near[0] == ("2281", 0.0)
    assert "2262" in dict(near)


def test_storing_tells_new_from_changed_from_unchanged_and_leaves_the_unchanged_alone() -> None:
    first, second = surface(square(17, 62, 1)), surface(square(18, 62, 1))
    store_borders(borders={"2281": first, "2262": first}, source="Lantmäteriet")
    before = Border.objects.get(code="2281").updated_at

    report = store_borders(borders={"2281": first, "2262": second, "2260": first}, source="Lantmäteriet")

    assert (report.new, report.changed, report.unchanged) == (["2260"], ["2262"], ["2281"])
    assert Border.objects.get(code="2281").updated_at == before
    assert Border.objects.get(code="2262").geometry == second
