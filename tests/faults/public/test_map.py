from __future__ import annotations

import pytest
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as some

from participation.faults import integrity
from participation.faults.actions import change_status, correct_position, hand_over, set_publicity
from participation.faults.grid import Frame, position_of
from participation.faults.models import FINEST, LEVELS, MapCell, MapPoint
from participation.places.squares import square_of

from ..factories import IN_SUNDSVALL, NOW, category_of, placed, reported, shown

ELSEWHERE = (17.20, 62.45)


def counted() -> dict[int, int]:
    rows = MapCell.objects.values_list("level").annotate(Sum("count")).order_by("level")
    return {level: count for level, count in rows if count}


def test_a_shown_report_is_counted_once_on_every_level(sundsvall):
    shown(sundsvall)

    assert counted() == dict.fromkeys(LEVELS, 1)
    assert list(integrity.off_the_map()) == []


def test_what_is_not_shown_or_has_no_position_is_not_on_the_map(sundsvall):
    reported(sundsvall, place=placed(IN_SUNDSVALL), category=category_of(sundsvall, publicity="waiting"))
    shown(sundsvall, None)

    assert not MapPoint.objects.exists()
    assert counted() == {}


def test_the_map_follows_what_happens_to_a_report(sundsvall, timra, case_officer):
    report = shown(sundsvall)

    change_status(report=report, by=case_officer, status="fixed", message="", now=NOW)
    assert set(MapCell.objects.filter(count=1).values_list("is_open", flat=True)) == {False}

    correct_position(report=report, by=case_officer, place=placed(ELSEWHERE), message="", now=NOW)
    point = MapPoint.objects.get()
    assert (point.x, point.y) == square_of(*ELSEWHERE)
    assert list(integrity.off_the_map()) == []

    change_status(report=report, by=case_officer, status="in_progress", message="", now=NOW)
    hand_over(report=report, by=case_officer, to=timra, message="", now=NOW)
    assert not MapPoint.objects.exists()
    assert counted() == {}


def test_what_is_hidden_is_off_the_map_with_the_same_commit(sundsvall, case_officer):
    report = shown(sundsvall)

    set_publicity(report=report, by=case_officer, publicity="hidden", now=NOW)

    assert counted() == {}
    assert list(integrity.off_the_map()) == []


def test_a_wrong_map_is_found_and_made_anew(sundsvall):
    shown(sundsvall)
    MapCell.objects.filter(level=LEVELS[0]).update(count=7)
    MapPoint.objects.update(x=1)

    assert len(list(integrity.off_the_map())) >= 2
    assert integrity.mend_the_map() >= 2

    assert list(integrity.off_the_map()) == []
    assert integrity.mend_the_map() == 0  # a right one is left as it is, and not said to be mended
    assert counted() == dict.fromkeys(LEVELS, 1)


@given(lon=some.floats(-180, 180), lat=some.floats(-90, 90))
def test_a_position_lies_in_its_square(lon, lat):
    x, y = square_of(lon, lat)
    back_lon, back_lat = position_of(x, y)

    assert abs(back_lon - lon) <= 360 / 2**FINEST
    assert abs(back_lat - lat) <= 180 / 2**FINEST


@given(lon=some.floats(-170, 170), lat=some.floats(-80, 80), wide=some.floats(0.0001, 20), high=some.floats(0.0001, 20))
def test_a_view_never_reads_more_squares_than_fit_it(lon, lat, wide, high):
    frame = Frame(max(lon - wide, -180), max(lat - high, -90), min(lon + wide, 180), min(lat + high, 90))
    west, north, east, south = frame.squares
    shift = FINEST - frame.level

    if frame.level > LEVELS[0]:
        assert ((east >> shift) - (west >> shift) + 1) * ((south >> shift) - (north >> shift) + 1) <= 24 * 24


@pytest.mark.parametrize(
    "written", ["", "1,2,3", "a,b,c,d", "nan,1,2,3", "inf,0,1,1", "3,2,1,0", "1,1,1,1", "-999,0,1,1", "1" * 500]
)
def test_what_is_no_part_of_the_earth_is_none(written):
    assert Frame.read(written) is None


def test_a_part_is_read_as_it_is_written():
    frame = Frame(17.1, 62.3, 17.5, 62.5)

    assert Frame.read(frame.written) == frame
