from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from participation.faults.actions import mark_double, split_off
from participation.faults.grid import Frame, inside, on_grid
from participation.faults.models import FINEST, FaultReport
from participation.faults.picture import whole_of
from participation.faults.planning.repeats import AGAIN_AFTER, repeats
from participation.faults.planning.spots import grid_map
from participation.faults.squares import Place
from participation.places.borders import atlas
from participation.places.models import Address
from participation.places.squares import square_of

from ..factories import IN_SUNDSVALL, category_of, placed, reported

LON, LAT = IN_SUNDSVALL
PAGE = "/cms/felanmalningar/planering/"
METRE = (1 / 51_600, 1 / 111_195)  # degrees east and north, in Sundsvall


def east(metres: float):
    return placed((LON + metres * METRE[0], LAT))


def now():
    return timezone.now() - timedelta(days=3)


def everything():
    return FaultReport.objects.all()


def ended(report: FaultReport, at: datetime | None = None) -> FaultReport:
    FaultReport.objects.filter(pk=report.pk).update(status="fixed", ended_at=at or report.created_at)
    return report


@pytest.mark.parametrize(
    "position", [IN_SUNDSVALL, (17.0, 62.0), (0.0, 0.0), (-71.5, -33.25), (17.3069001, 62.3908001)]
)
def test_the_database_lays_the_same_squares_as_the_map(sundsvall, position):
    reported(sundsvall, place=placed(position))
    x, y = square_of(*position)

    for level in (14, 18, FINEST):
        found = on_grid(everything(), level).get()
        assert (found.grid_x, found.grid_y) == (x >> (FINEST - level), y >> (FINEST - level))
    assert inside(everything(), (x, y, x, y)).exists()
    assert not inside(everything(), (x + 1, y, x + 1, y)).exists()


@given(x=some.integers(0, 2**14), y=some.integers(0, 2**14), across=some.integers(1, 2))
def test_a_place_covers_its_squares_and_no_other(x, y, across):
    west, north, right, bottom = Place(x, y, 15, (0, 0), across).squares

    assert (west, north) == (x * 32, y * 32)
    assert (right - west + 1, bottom - north + 1) == (32 * across, 32 * across)


def test_the_darkest_square_has_most_and_its_list_holds_as_many(
    client, sundsvall, case_officer, django_assert_num_queries
):
    for metres in (0, 0, 0, 0, 9000, 9000):
        reported(sundsvall, place=east(metres), now=now())
    reported(sundsvall, now=now())

    atlas().surfaces()

    with django_assert_num_queries(4):
        found = grid_map(everything(), whole_of([sundsvall]), [sundsvall])

    assert [(spot.number, spot.shade) for spot in found.spots] == [(4, 5), (2, 4)]
    assert [(one.number, one.open) for one in found.listed] == [(4, 4), (2, 2)]
    client.force_login(case_officer)
    for spot in (*found.listed, *found.spots):
        page = client.get("/cms/felanmalningar/", {"ko": "alla", "rutor": spot.place.written})
        assert len(page.context["rows"]) == spot.number
        assert "Listan visar en ruta på kartan." in page.content.decode()


def test_a_closer_look_has_finer_squares(sundsvall):
    for metres in (-10, 60):
        reported(sundsvall, place=east(metres))
    far = grid_map(everything(), whole_of([sundsvall]), [sundsvall])
    assert len(far.spots) == 1

    near = grid_map(everything(), Frame(LON - 0.001, LAT - 0.0005, LON + 0.002, LAT + 0.0005), [sundsvall])

    assert len(near.spots) == 2
    assert near.metres < far.metres


def test_squares_have_the_name_of_the_nearest_address(sundsvall, timra):
    Address.objects.create(
        municipality=sundsvall, street="Storgatan", number="12", lon=LON, lat=LAT, key="storgatan 12", order="storgatan"
    )
    reported(sundsvall, place=placed(IN_SUNDSVALL))
    reported(sundsvall, place=east(9000))

    names = {spot.place.name for spot in grid_map(everything(), whole_of([sundsvall]), [sundsvall]).listed}

    assert "Kring Storgatan 12" in names
    assert len(names) == 2


@pytest.mark.parametrize("start", range(0, 160, 8))
def test_two_faults_near_each_other_are_found_wherever_the_squares_begin(sundsvall, start):
    lamps = category_of(sundsvall)
    first = ended(reported(sundsvall, place=east(start), category=lamps, now=now()))
    last = reported(sundsvall, place=east(start + 30), category=lamps, now=now())

    (found,) = repeats(everything(), 18)

    assert (found.times, found.number, found.first, found.last) == (2, 2, first, last)


def test_other_categories_other_places_doubles_and_parts_are_no_repeats(
    sundsvall, case_officer, django_assert_max_num_queries
):
    lamps, roads = category_of(sundsvall), category_of(sundsvall, code="vag")
    first = reported(sundsvall, place=east(0), category=lamps, now=now())
    reported(sundsvall, place=east(0), category=roads, now=now())
    reported(sundsvall, place=east(400), category=lamps, now=now())
    double = reported(sundsvall, place=east(0), category=lamps, now=now())
    mark_double(report=double, original=first, by=case_officer, message="", now=now())
    split_off(report=first, by=case_officer, text="Stolpen", category=lamps, rest_is_done=False, now=now())
    assert repeats(everything(), 18) == []

    ended(first)
    for _time in range(3):
        reported(sundsvall, place=east(1), category=lamps, now=now())

    with django_assert_max_num_queries(10):
        (found,) = repeats(everything(), 18)
    assert (found.times, found.number) == (2, 4)


def test_several_reports_of_one_fault_are_no_repeats(sundsvall):
    lamps = category_of(sundsvall)
    for hours in (0, 1, 3, 24 * 20):
        reported(sundsvall, place=east(hours / 100), category=lamps, now=now() + timedelta(hours=hours))

    assert repeats(everything(), 18) == []


def test_each_time_that_it_is_reported_anew_counts_once(sundsvall):
    """Mended, then reported by two at once; one of them closed, the other not, when a third writes."""
    lamps, days = category_of(sundsvall), lambda number: now() - timedelta(days=number)
    ended(reported(sundsvall, place=east(0), category=lamps, now=days(100)), at=days(95))
    second = reported(sundsvall, place=east(1), category=lamps, now=days(80))
    reported(sundsvall, place=east(2), category=lamps, now=days(80))
    ended(second, at=days(75))
    reported(sundsvall, place=east(3), category=lamps, now=days(70))

    (found,) = repeats(everything(), 18)
    assert (found.times, found.number) == (2, 4)

    reported(sundsvall, place=east(4), category=lamps, now=days(70) + AGAIN_AFTER)  # nobody closed it meanwhile
    (found,) = repeats(everything(), 18)
    assert (found.times, found.number) == (3, 5)


def test_what_was_closed_later_had_not_been_when_the_next_came(sundsvall):
    lamps = category_of(sundsvall)
    first = reported(sundsvall, place=east(0), category=lamps, now=now() - timedelta(days=9))
    reported(sundsvall, place=east(0), category=lamps, now=now() - timedelta(days=8))
    ended(first, at=now())

    assert repeats(everything(), 18) == []


def test_the_page_and_the_file_say_what_counts(client, sundsvall, case_officer):
    client.force_login(case_officer)
    lamps = category_of(sundsvall)
    ended(reported(sundsvall, place=east(0), category=lamps, now=now()))
    for _time in range(2):
        reported(sundsvall, place=east(0), category=lamps, now=now())

    page = client.get(f"{PAGE}samma-plats/").content.decode()
    table = b"".join(client.get(f"{PAGE}samma-plats.csv").streaming_content).decode()

    assert "Ett fel har kommit tillbaka när det anmäls igen" in page
    assert "efter 30 dagar" in page
    assert "<td>2</td><td>3</td>" in page
    assert "Gånger,Anmälningar" in table
    assert ",2,3,2," in table


def test_a_large_place_is_listed_once_and_links_to_its_reports(client, sundsvall, case_officer):
    client.force_login(case_officer)
    lamps = category_of(sundsvall)
    reports = [ended(reported(sundsvall, place=east(metres), category=lamps, now=now())) for metres in (0, 5, 10, 15)]
    reported(sundsvall, place=east(0), category=lamps, now=timezone.now() - timedelta(days=300))

    page = client.get(f"{PAGE}samma-plats/")

    (found,) = page.context["repeats"]
    assert (found.times, found.number) == (4, 4)
    assert f"{reports[-1].number}</a>" in page.content.decode()
    listed = client.get("/cms/felanmalningar/" + page.context["form"].query(ko="alla", rutor=found.place.written))
    assert len(listed.context["rows"]) == 4


def test_a_strange_square_in_an_address_is_left_out(client, sundsvall, case_officer):
    client.force_login(case_officer)
    reported(sundsvall, place=placed(IN_SUNDSVALL))

    for strange in ("1-2-3", "a-b-c-d", "9999999-9999999-0-0", "-1--1--1--1", "1-2-3-4-5"):
        assert client.get("/cms/felanmalningar/", {"rutor": strange}).status_code == 200
        assert client.get(f"{PAGE}rutor/", {"ruta": strange}).status_code == 200
