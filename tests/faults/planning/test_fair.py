from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from participation.faults.actions import change_status, mark_double, split_off
from participation.faults.models import FaultReport
from participation.faults.planning.fair import Month, fair_figures, last_whole_month, spans_of

from ..factories import category_of, reported

LEAST = 5
TODAY = timezone.localdate()
UNTIL = last_whole_month(TODAY)
PAGE = "/felanmalan/anmalda/2281/sa-gar-det/"
FILE = "/felanmalan/anmalda/2281/sa-gar-det.csv"


def moment(month: date):
    return timezone.make_aware(timezone.datetime(month.year, month.month, 3, 12))


def many(municipality, number: int, category, month: date = UNTIL, **fields) -> list[FaultReport]:
    reports = [reported(municipality, category=category, now=moment(month)) for _one in range(number)]
    FaultReport.objects.filter(pk__in=[report.pk for report in reports]).update(
        **{"publicity": "shown", "shown_at": moment(month), **fields}
    )
    return reports


def told(municipality):
    return {row.category.code: row for row in fair_figures(municipality, year=UNTIL.year, until=UNTIL)}


def months_of(*numbers: int | tuple[int, int]) -> list[Month]:
    pairs = [one if isinstance(one, tuple) else (one, 0) for one in numbers]
    return [Month(date(2026, place, 1), number, 0, unseen) for place, (number, unseen) in enumerate(pairs, 1)]


def numbers(spans):
    return [(len(span.months), span.number) for span in spans]


def test_few_months_are_laid_together_and_the_last_wait_for_more():
    assert numbers(spans_of(months_of(5, 1, 0, 4, 9, 2, 2))) == [(1, 5), (3, 5), (1, 9), (2, None)]


def test_a_span_never_lets_one_count_the_few_that_others_cannot_read():
    assert numbers(spans_of(months_of((6, 1), (6, 3), (6, 1), (6, 0)))) == [(3, 18), (1, 6)]
    assert numbers(spans_of(months_of((6, 1), (6, 3)))) == [(2, None)]


few = some.integers(0, 12)


@given(some.lists(some.tuples(few, few).map(lambda pair: (max(pair), min(pair))), max_size=12))
def test_whatever_is_subtracted_no_smaller_number_comes_out(year):
    """Of two pages, seen in any two months of the year, and of the public list."""
    told = []
    for length in range(len(year) + 1):
        spans = [span for span in spans_of(months_of(*year[:length])) if span.number is not None]
        assert all(span.number >= LEAST for span in spans)
        unseen = [sum(month.unseen for month in span.months) for span in spans]
        assert all(number == 0 or number >= LEAST for number in unseen)
        told.append(spans)
    for earlier, later in pairwise(told):
        assert later[: len(earlier)] == earlier  # what was said stays, and what is new is a whole span


def test_numbers_and_times_by_category(sundsvall, django_assert_num_queries):
    lamps, roads = category_of(sundsvall), category_of(sundsvall, code="vag")
    for days, report in enumerate(many(sundsvall, 10, lamps), 1):
        FaultReport.objects.filter(pk=report.pk).update(answered_at=report.created_at + timedelta(days=days, hours=-1))
    many(sundsvall, 4, roads)

    with django_assert_num_queries(4):
        rows = told(sundsvall)

    assert (rows["gatubelysning"].number, rows["gatubelysning"].waits) == (10, [5, 9, None, None])
    assert (rows["vag"].number, rows["vag"].waits) == (None, [None] * 4)


def test_a_category_that_is_kept_private_is_in_no_figure(client, sundsvall):
    secret = category_of(sundsvall, code="kvinnofrid", name="Kvinnofrid", publicity="hidden")
    many(sundsvall, 20, secret, publicity="hidden")
    many(sundsvall, 8, secret)
    many(sundsvall, 6, None)
    many(sundsvall, 6, category_of(sundsvall))

    assert {code: row.number for code, row in told(sundsvall).items()} == {"gatubelysning": 6}
    for path in (PAGE, FILE):
        answer = client.get(path)
        page = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        assert "Kvinnofrid" not in page
        assert "kvinnofrid" not in page


def test_what_is_hidden_makes_nothing_look_better_but_single_ones_are_not_told(sundsvall):
    lamps = category_of(sundsvall)
    many(sundsvall, 6, lamps)
    hidden = many(sundsvall, 4, lamps, publicity="hidden", answered_at=moment(UNTIL) + timedelta(days=98, hours=9))
    assert (told(sundsvall)["gatubelysning"].number, told(sundsvall)["gatubelysning"].waits[0]) == (6, None)

    hidden += many(sundsvall, 1, lamps, publicity="waiting", answered_at=moment(UNTIL) + timedelta(days=98, hours=9))
    assert (told(sundsvall)["gatubelysning"].number, told(sundsvall)["gatubelysning"].waits[0]) == (11, 99)


def test_a_report_that_was_split_is_one(sundsvall, case_officer):
    lamps = category_of(sundsvall)
    for report in many(sundsvall, 6, lamps):
        split_off(report=report, by=case_officer, text="Stolpen", category=lamps, rest_is_done=False, now=moment(UNTIL))

    assert told(sundsvall)["gatubelysning"].number == 6


def test_doubles_and_the_month_that_goes_on_are_not_in_it(sundsvall, case_officer):
    lamps = category_of(sundsvall)
    first, *_others, double = many(sundsvall, 7, lamps)
    mark_double(report=double, original=first, by=case_officer, message="", now=timezone.now())
    many(sundsvall, 9, lamps, month=TODAY.replace(day=1))
    many(sundsvall, 9, lamps, month=date(UNTIL.year - 1, 12, 1))

    assert told(sundsvall)["gatubelysning"].number == 6


@pytest.mark.parametrize(("ended", "share"), [(0, 0), (4, None), (5, 50), (6, None), (10, 100)])
def test_the_share_that_ended_tells_of_no_few(sundsvall, case_officer, ended, share):
    for report in many(sundsvall, 10, category_of(sundsvall))[:ended]:
        change_status(report=report, by=case_officer, status="fixed", message="", now=timezone.now())

    assert told(sundsvall)["gatubelysning"].ended == share


def test_the_page_says_how_it_was_counted_and_the_list_leads_to_it(client, sundsvall):
    many(sundsvall, 6, category_of(sundsvall))

    page = client.get(PAGE).content.decode()

    assert "Så går det med felen i Sundsvall" in page
    assert "De som fortfarande väntar är inte med i tiderna." in page
    assert f"Vi visar inget tal under {LEAST}" in page
    assert ">6</td>" in page
    assert f'href="{PAGE}"' in client.get("/felanmalan/anmalda/2281/").content.decode()


def test_the_page_costs_the_same_however_many_there_are(client, sundsvall, django_assert_max_num_queries):
    lamps = category_of(sundsvall)
    many(sundsvall, 30, lamps)
    client.get(PAGE)

    with django_assert_max_num_queries(12):
        assert client.get(PAGE).status_code == 200


def test_the_figures_are_open_data(client, sundsvall):
    many(sundsvall, 6, category_of(sundsvall, name="=Lampor"), month=date(UNTIL.year, 1, 1))

    text = b"".join(client.get(FILE, {"ar": str(UNTIL.year)}).streaming_content).decode()

    head, year, january, *rest = csv.reader(io.StringIO(text[1:]))
    assert len(head) == 12
    assert year[:5] == ["2281", "Sundsvall", "gatubelysning", "'=Lampor", f"{UNTIL.year}-01"]
    assert year[6] == january[6] == "6"
    assert all(line[6] == "" for line in rest)


def test_a_closed_municipality_and_a_strange_year(client, sundsvall, timra):
    timra.is_open = False
    timra.save()

    assert client.get("/felanmalan/anmalda/2262/sa-gar-det/").status_code == 404
    assert client.get("/felanmalan/anmalda/2262/sa-gar-det.csv").status_code == 404
    assert client.get("/felanmalan/anmalda/9999/sa-gar-det/").status_code == 404
    for year in ("1", "99999999", "x", "2026-01"):
        assert client.get(PAGE, {"ar": year}).context["year"] == UNTIL.year
