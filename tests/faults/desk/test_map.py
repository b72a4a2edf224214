"""The desk as a map beside the table: the same reports, counted by square, and nothing of another municipality."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.faults.actions import change_status, split_off
from participation.faults.models import FaultReport
from tests.faults.factories import IN_SUNDSVALL, IN_TIMRA, NOW, category_of, placed, reported

INDEX = "/cms/felanmalningar/"
FAR = (16.5, 62.5)


@pytest.fixture
def officer(client, case_officer):
    client.force_login(case_officer)
    return case_officer


def figures(page: str) -> list[int]:
    """Of the squares, the largest first."""
    return sorted(map(int, re.findall(r">(\d+)</text>", page)), reverse=True)


def shown(client, **asked) -> str:
    return client.get(INDEX, {"vy": "karta", **asked}).content.decode()


def test_the_map_counts_what_the_table_lists(client, sundsvall, officer):
    for _time in range(3):
        reported(sundsvall, place=placed(IN_SUNDSVALL))
    far, nowhere = reported(sundsvall, place=placed(FAR)), reported(sundsvall)

    page = shown(client)

    assert figures(page) == [3, 1]
    assert "4 anmälningar på kartan" in page
    assert nowhere.number in page
    assert f'class="spot s3" href="{INDEX}{far.pk}/"' in page
    assert "<svg viewBox" not in client.get(INDEX).content.decode()


def test_a_square_leads_to_a_closer_map_with_its_own_list(client, sundsvall, officer):
    near = [reported(sundsvall, place=placed(IN_SUNDSVALL)) for _time in range(2)]
    far = reported(sundsvall, place=placed(FAR))
    link = re.search(r'class="spot s5" href="([^"]+)"', shown(client))[1].replace("&amp;", "&")

    page = client.get(f"{INDEX}{link}").content.decode()

    assert figures(page) == [2]
    assert all(report.number in page for report in near)
    assert far.number not in page
    assert "Hela kartan" in page
    assert "Listan visar en ruta på kartan." in page


def test_queue_and_filters_are_those_of_the_list(client, sundsvall, officer):
    lamps = category_of(sundsvall)
    reported(sundsvall, place=placed(IN_SUNDSVALL), category=lamps)
    done = reported(sundsvall, place=placed(IN_SUNDSVALL), text="Klart")
    change_status(report=done, by=officer, status="fixed", message="", now=NOW)

    assert figures(shown(client)) == [1]
    assert figures(shown(client, ko="alla")) == [2]
    assert figures(shown(client, ko="alla", q="Klart")) == [1]
    assert figures(shown(client, category=lamps.pk)) == [1]
    assert figures(shown(client, ko="mina")) == []
    page = shown(client, q="Klart")
    assert '<input type="hidden" name="vy" value="karta">' in page
    assert "q=Klart" in page[page.index('id="karta"') :]


def test_what_is_asked_wrongly_is_left_out(client, sundsvall, officer):
    reported(sundsvall, place=placed(IN_SUNDSVALL))

    for frame in ("x", "1,2,3", "17,62,16,63", "nan,nan,nan,nan", "9" * 300):
        assert figures(shown(client, ruta=frame)) == [1]


def test_nothing_of_another_municipality_is_counted(client, sundsvall, timra, officer, moderator, outsider):
    reported(sundsvall, place=placed(IN_SUNDSVALL))
    theirs = reported(timra, place=placed(IN_TIMRA))

    everywhere = {"ko": "alla", "ruta": "10,55,24,69", "municipality": timra.pk}
    assert theirs.number not in shown(client, **everywhere)
    for person, expected in ((officer, 1), (moderator, 1), (outsider, 1)):
        client.force_login(person)
        assert sum(figures(shown(client, **everywhere))) == expected
    assert theirs.number in shown(client)


def test_the_table_of_a_file_holds_the_same_square(client, sundsvall, officer):
    near, far = reported(sundsvall, place=placed(IN_SUNDSVALL)), reported(sundsvall, place=placed(FAR))

    answer = client.get(f"{INDEX}tabell.csv", {"ruta": "17.2,62.3,17.4,62.5"})

    table = b"".join(answer.streaming_content).decode()
    assert near.number in table
    assert far.number not in table


def test_a_part_lies_where_its_whole_does(client, sundsvall, officer):
    whole = reported(sundsvall, place=placed(IN_SUNDSVALL))
    split_off(report=whole, by=officer, text="Bänken", rest_is_done=True, now=NOW)

    assert figures(shown(client)) == [2]


def test_the_map_costs_the_same_however_many_there_are(client, sundsvall, officer):
    asked = []
    for number in (3, 40):
        for place in range(number):
            reported(sundsvall, place=placed((17 + place / 100, 62.4)))
        shown(client)
        with CaptureQueriesContext(connection) as queries:
            page = shown(client)
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 15
    assert sum(figures(page)) == FaultReport.objects.count()
