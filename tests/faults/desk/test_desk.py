from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.faults.actions import assign, change_status, set_category, set_priority
from participation.faults.models import FaultReport
from tests.factories import DepartmentFactory, UserFactory

from ..factories import NOW, category_of, reported

INDEX = "/cms/felanmalningar/"
LEFT = "har inte längre uppdraget"


@pytest.fixture
def officer(client, case_officer):
    client.force_login(case_officer)
    return case_officer


def numbers(client, queue=""):
    page = client.get(INDEX, {"ko": queue} if queue else {}).content.decode()
    return [report.number for report in FaultReport.objects.order_by("pk") if f">{report.number}</a>" in page]


def test_each_queue_holds_what_waits_there(client, sundsvall, officer):
    mine, nobodys, late, ended = (reported(sundsvall, text=text) for text in ("Ett", "Två", "Tre", "Fyra"))
    assign(report=mine, by=officer, to=officer, now=NOW)
    FaultReport.objects.filter(pk=late.pk).update(close_due_on=date.today() - timedelta(days=1), publicity="waiting")
    change_status(report=ended, by=officer, status="fixed", message="", now=NOW)
    change_status(report=nobodys, by=officer, status="in_progress", message="", now=NOW)

    assert numbers(client) == [mine.number, nobodys.number, late.number]
    assert numbers(client, "mina") == [mine.number]
    assert numbers(client, "ingens") == [nobodys.number, late.number]
    assert numbers(client, "nytt") == [mine.number, late.number]
    assert numbers(client, "sena") == [late.number]
    assert numbers(client, "visa") == [late.number]
    assert len(numbers(client, "alla")) == 4


def test_what_somebody_who_left_had_counts_as_nobodys_and_says_so(client, sundsvall, officer):
    gone, other = UserFactory(email="borta@example.com", display_name="Borta"), reported(sundsvall, text="Två")
    gone.groups.set(officer.groups.all())
    report = reported(sundsvall, text="Ett")
    assign(report=report, by=officer, to=gone, now=NOW)
    assign(report=other, by=officer, to=officer, now=NOW)
    place = f"{INDEX}{report.pk}/"
    assert numbers(client, "ingens") == []
    assert LEFT not in client.get(INDEX).content.decode() + client.get(place).content.decode()

    gone.groups.clear()

    assert numbers(client, "ingens") == [report.number]
    assert client.get(INDEX).content.decode().count(LEFT) == 1
    assert LEFT in client.get(place).content.decode()
    assert LEFT not in client.get(f"{INDEX}{other.pk}/").content.decode()


def test_a_new_category_leaves_it_to_nobody_who_has_left(sundsvall, officer):
    gone = UserFactory(email="borta@example.com")
    gone.groups.set(officer.groups.all())
    report = reported(sundsvall)
    assign(report=report, by=officer, to=gone, now=NOW)
    gone.groups.clear()

    set_category(report=report, by=officer, category=category_of(sundsvall, code="annat"), now=NOW)

    report.refresh_from_db()
    assert report.assigned_to is None


def test_what_weighs_most_stands_first_and_then_what_is_oldest(client, sundsvall, officer):
    old, heavy = reported(sundsvall, now=NOW - timedelta(days=9)), reported(sundsvall)
    set_priority(report=heavy, by=officer, priority=4, now=NOW)

    page = client.get(INDEX).content.decode()

    assert page.index(heavy.number) < page.index(old.number)


def test_a_page_costs_the_same_however_many_there_are(client, sundsvall, officer):
    department = DepartmentFactory(municipality=sundsvall)
    category = category_of(sundsvall, department=department)
    asked = []
    for number in (3, 40):
        for _time in range(number):
            assign(report=reported(sundsvall, category=category), by=officer, to=officer, now=NOW)
        client.get(INDEX)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(INDEX).content.decode()
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 12
    assert page.count('name="pk"') == 30
    following = page[page.index('rel="next" href="') + 17 :].split('"')[0].replace("&amp;", "&")
    assert client.get(f"{INDEX}{following}").content.decode().count('name="pk"') == 13


def test_a_report_is_given_a_person_a_weight_and_a_note_on_one_page(client, sundsvall, officer):
    report = reported(sundsvall)
    path = f"{INDEX}{report.pk}/fordela/"
    assert "Ändra inte" in client.get(path).content.decode()

    client.post(path, {"person": officer.pk, "priority": "3", "note": "Ring hamnen."})

    report.refresh_from_db()
    assert (report.assigned_to, report.priority) == (officer, 3)
    assert "Ring hamnen." in client.get(f"{INDEX}{report.pk}/").content.decode()
    assert "Ring hamnen." not in client.get(report.get_absolute_url()).content.decode()


def test_many_are_changed_at_once_and_one_that_cannot_stops_no_other(client, sundsvall, officer):
    one, two, done = (reported(sundsvall, text=text) for text in ("Ett", "Två", "Tre"))
    change_status(report=done, by=officer, status="fixed", message="", now=NOW)
    picked = {"pk": [one.pk, two.pk, done.pk]}
    shown = client.post(f"{INDEX}flera/", picked).content.decode()
    assert one.number in shown
    assert FaultReport.objects.filter(status="planned").count() == 0

    said = {**picked, "gor": "1", "status": "planned", "message": "I vår.", "person": officer.pk}
    answer = client.post(f"{INDEX}flera/", said, follow=True).content.decode()

    assert FaultReport.objects.filter(status="planned", assigned_to=officer).count() == 2
    assert "2 anmälningar är ändrade." in answer
    assert done.number in answer


def test_of_many_those_that_stand_there_already_are_said_to(client, sundsvall, officer):
    there, other = reported(sundsvall, text="Ett"), reported(sundsvall, text="Två")
    change_status(report=there, by=officer, status="planned", message="", now=NOW)
    picked = {"pk": [there.pk, other.pk], "status": "planned", "message": "I vår."}
    words = "Läget är redan ”Åtgärden är planerad”, så inget meddelande skickades."

    preview = client.post(f"{INDEX}flera/", {**picked, "gor": "visa"}).content.decode()
    answer = client.post(f"{INDEX}flera/", {**picked, "gor": "1"}, follow=True).content.decode()
    both = client.post(f"{INDEX}flera/", {**picked, "gor": "1", "person": officer.pk}, follow=True).content.decode()

    assert words in preview
    assert f"{there.number}: {words}" in answer
    assert "1 anmälan är ändrad." in answer
    assert "har ändrats sedan" not in answer
    assert (f"{other.number}: {words}" in both, "2 anmälningar är ändrade." in both) == (True, True)
    assert FaultReport.objects.filter(assigned_to=officer).count() == 2
    assert there.events.filter(kind="status").count() == 1


def test_nothing_of_another_municipality_is_changed(client, sundsvall, timra, officer, moderator, outsider):
    theirs, mine = reported(timra), reported(sundsvall)

    client.post(f"{INDEX}flera/", {"pk": [theirs.pk, mine.pk], "gor": "1", "priority": "4"})
    client.post(f"{INDEX}{theirs.pk}/fordela/", {"priority": "4"})
    for nobody in (moderator, outsider):
        client.force_login(nobody)
        client.post(f"{INDEX}flera/", {"pk": [mine.pk], "gor": "1", "priority": "1"})
        client.post(f"{INDEX}{mine.pk}/fordela/", {"priority": "1"})

    theirs.refresh_from_db()
    mine.refresh_from_db()
    assert (theirs.priority, mine.priority) == (2, 4)


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "9999-12-31", "igår"])
def test_a_day_that_no_report_came_on_is_left_out(client, sundsvall, officer, day):
    report = reported(sundsvall)

    page = client.get(INDEX, {"ko": "alla", "since": day, "until": day})

    assert [row.pk for row in page.context["rows"]] == [report.pk]
