from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from participation.accounts.models import Role
from participation.faults.actions import change_status, mark_double
from participation.faults.models import FaultReport
from participation.faults.planning.figures import figures, grouping_named
from participation.faults.planning.times import waits
from tests.factories import staff

from ..factories import IN_SUNDSVALL, category_of, placed, reported

PAGE = "/cms/felanmalningar/planering/"
PAGES = (PAGE, f"{PAGE}rutor/", f"{PAGE}samma-plats/")
FILES = ("figurer", "rutor", "samma-plats")
CATEGORY, MONTH, AREA = (grouping_named(key) for key in ("", "manad", "omrade"))


def answered_after(municipality, *days: int, **said) -> None:
    for number in days:
        report = reported(municipality, **{"now": timezone.now() - timedelta(days=30), **said})
        FaultReport.objects.filter(pk=report.pk).update(answered_at=report.created_at + timedelta(days=number))


def everything():
    return FaultReport.objects.all()


def test_the_median_and_the_90th_are_waits_that_somebody_had(sundsvall, django_assert_num_queries):
    answered_after(sundsvall, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9)
    reported(sundsvall)

    with django_assert_num_queries(1):
        (found,) = waits(everything(), until="answered_at", by=["municipality_id"]).values()

    assert found == {50: timedelta(days=5), 90: timedelta(days=9)}


def test_four_are_too_few_to_tell_about_and_five_are_enough(sundsvall):
    answered_after(sundsvall, 1, 2, 3, 4)
    (row,) = figures(everything(), CATEGORY)
    assert [row.number, row.open, row.again, *row.waits] == [None] * 7

    answered_after(sundsvall, 5)
    (row,) = figures(everything(), CATEGORY)
    assert [row.number, row.open, row.again, *row.waits] == [5, 5, None, 3.0, 5.0, None, None]


def test_municipalities_and_categories_are_kept_apart_in_three_queries(sundsvall, timra, django_assert_num_queries):
    lamps = category_of(sundsvall)
    answered_after(sundsvall, 1, 2, 3, 4, 5)
    answered_after(sundsvall, 6, 6, 6, 6, 6, category=lamps)
    answered_after(timra, 9)

    with django_assert_num_queries(3):
        rows = figures(everything(), CATEGORY)

    assert {(row.municipality, row.label): row.waits for row in rows} == {
        ("Sundsvall", "Ingen kategori"): [3.0, 5.0, None, None],
        ("Sundsvall", "Gatubelysning"): [6.0, 6.0, None, None],
        ("Timrå", "Ingen kategori"): [None] * 4,
    }


def test_a_month_is_that_of_swedish_clocks(sundsvall):
    new_year = timezone.make_aware(timezone.datetime(2026, 1, 1, 0, 30))
    answered_after(sundsvall, *[2] * 5, now=new_year)

    (row,) = figures(everything(), MONTH)

    assert (row.label, row.number, row.waits[0]) == ("januari 2026", 5, 2.0)


def test_an_area_is_a_square_and_leads_to_its_reports(client, sundsvall, case_officer, django_assert_num_queries):
    far = (IN_SUNDSVALL[0] + 0.2, IN_SUNDSVALL[1] + 0.1)
    answered_after(sundsvall, *[2] * 5, place=placed(IN_SUNDSVALL))
    answered_after(sundsvall, *[9] * 6, place=placed(far))
    answered_after(sundsvall, 1)
    with django_assert_num_queries(4):
        rows = figures(everything(), AREA)
    assert [(row.number, row.waits[0]) for row in rows] == [(6, 9.0), (5, 2.0)]

    client.force_login(case_officer)
    found = client.get("/cms/felanmalningar/", {"ko": "alla", "rutor": rows[1].place.written}).context["rows"]

    assert len(found) == 5
    assert {(report.lon, report.lat) for report in found} == {IN_SUNDSVALL}


def test_doubles_count_once_and_what_came_back_is_a_share_of_what_had_ended(sundsvall, case_officer):
    now = timezone.now()
    reports = [reported(sundsvall, now=now - timedelta(days=9)) for _one in range(6)]
    for report in reports[:5]:
        change_status(report=report, by=case_officer, status="fixed", message="", now=now)
    change_status(report=reports[0], by=case_officer, status="in_progress", message="", now=now)
    double = reported(sundsvall, now=now)
    mark_double(report=double, original=reports[5], by=case_officer, message="", now=now)

    (row,) = figures(everything(), CATEGORY)

    assert (row.number, row.open, row.again) == (6, 2, 20)


@pytest.mark.parametrize("page", [*PAGES, *(f"{PAGE}{name}.{kind}" for name in FILES for kind in ("csv", "xlsx"))])
@pytest.mark.parametrize(("role", "status"), [(Role.CASE_OFFICER, 200), (Role.MODERATOR, 302), (Role.EDITOR, 302)])
def test_case_officers_alone_plan(client, sundsvall, role, status, page):
    client.force_login(staff(sundsvall, role))

    assert client.get(page).status_code == status


@pytest.mark.parametrize("page", PAGES)
def test_an_officer_sees_their_own_municipality_alone_whatever_they_ask_for(client, sundsvall, timra, page):
    theirs = category_of(timra, code="timras-egen", name="Timrås egen")
    for municipality, category in ((sundsvall, category_of(sundsvall)), (timra, theirs)):
        answered_after(municipality, *[1] * 6, place=placed(IN_SUNDSVALL), category=category)
    FaultReport.objects.update(status="fixed", ended_at=F("created_at"))  # each came back after the one before
    client.force_login(staff(sundsvall, Role.CASE_OFFICER))

    for query in ({}, {"municipality": timra.pk}, {"category": theirs.pk}):
        answer = client.get(page, query)
        assert "Timrå" not in answer.content.decode()
        assert "6</td>" in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_the_same_however_many_reports_there_are(client, sundsvall, case_officer, page):
    client.force_login(case_officer)
    category, asked = category_of(sundsvall), []
    for number in (6, 60):
        for step in range(number):
            answered_after(sundsvall, 1, category=category, place=placed((17.3 + step / 1000, 62.39)))
            answered_after(sundsvall, 1, category=category, place=placed((17.3 + step / 1000, 62.39)))
        client.get(page)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(page).status_code == 200
        asked.append(len(queries))

    assert asked[0] == asked[1]
    assert asked[1] <= 20


def test_the_period_is_of_whole_days_and_never_longer_than_five_years(client, sundsvall, case_officer):
    client.force_login(case_officer)
    morning = timezone.make_aware(timezone.datetime(2026, 3, 1, 0, 0))
    for moment in (morning - timedelta(seconds=1), *[morning] * 5, morning + timedelta(days=1)):
        reported(sundsvall, now=moment)

    (row,) = client.get(PAGE, {"since": "2026-03-01", "until": "2026-03-01"}).context["rows"]
    assert row.number == 5

    for since, until in (("0001-01-01", "9999-12-31"), ("9999-12-31", "0001-01-01"), ("x", "y")):
        form = client.get(PAGE, {"since": since, "until": until}).context["form"]
        assert date(2000, 1, 1) <= form.first_day <= form.last_day <= timezone.localdate()
        assert form.last_day - form.first_day <= timedelta(days=5 * 366)


def test_the_page_says_that_those_who_wait_are_not_in_the_times(client, case_officer):
    client.force_login(case_officer)

    assert "De som fortfarande väntar är inte med i tiderna." in client.get(PAGE).content.decode()


def test_the_files_hold_what_the_page_shows_and_no_formula(client, sundsvall, case_officer):
    client.force_login(case_officer)
    answered_after(sundsvall, 1, 2, 3, 4, 5, category=category_of(sundsvall, name="=1+1"))

    text = b"".join(client.get(f"{PAGE}figurer.csv").streaming_content).decode()
    sheet = load_workbook(io.BytesIO(client.get(f"{PAGE}figurer.xlsx").content)).active

    written = list(csv.reader(io.StringIO(text[1:])))
    assert written[1] == ["Sundsvall", "'=1+1", "5", "5", "3.0", "5.0", "", "", ""]
    assert [cell.value for cell in sheet[2]][:6] == ["Sundsvall", "'=1+1", 5, 5, 3, 5]
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "inlineStr", "n"}


def test_there_are_no_other_files(client, case_officer):
    client.force_login(case_officer)

    assert client.get(f"{PAGE}figurer.html").status_code == 404
    assert client.get(f"{PAGE}allt.csv").status_code == 404


def test_an_analyst_sees_figures_and_no_report(client, sundsvall, timra):
    answered_after(sundsvall, 1, 2, 3, 4, 5, place=placed(IN_SUNDSVALL))
    client.force_login(staff(sundsvall, Role.ANALYST))

    html = client.get("/cms/felanmalningar/planering/?per=omrade").content.decode()
    menu = client.get("/cms/").content.decode()

    assert "<td>Sundsvall</td><td>5</td>" in html
    assert "/cms/felanmalningar/?" not in html
    assert "/cms/felanmalningar/planering/rutor/" not in html
    assert client.get("/cms/felanmalningar/planering/figurer.csv").status_code == 200
    assert "/cms/felanmalningar/planering/" in menu
    for closed in ("", "tabell.csv", *(f"planering/{name}" for name in ("rutor/", "samma-plats/", "rutor.csv"))):
        assert client.get(f"/cms/felanmalningar/{closed}").status_code == 302, closed


def test_an_analyst_counts_nothing_of_the_neighbours(client, sundsvall, timra):
    answered_after(timra, 1, 2, 3, 4, 5)
    client.force_login(staff(sundsvall, Role.ANALYST))

    assert "Timrå" not in client.get("/cms/felanmalningar/planering/").content.decode()
