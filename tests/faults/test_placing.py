from __future__ import annotations

from datetime import date, timedelta

import pytest

from participation.accounts.models import Role
from participation.faults.actions import (
    answer_inquiry,
    assign,
    change_status,
    hand_over,
    hand_to_unit,
    set_category,
    set_priority,
    write_note,
)
from participation.faults.errors import AlreadySo, NotHere
from participation.faults.models import FaultReport, RoutingRule
from participation.notifications.models import Notification
from tests.factories import DepartmentFactory, staff

from .factories import NOW, category_of, reported

FRIDAY = date(2026, 11, 20)  # NOW is the Saturday after it


def test_a_new_report_goes_where_the_rules_say(sundsvall, case_officer):
    parks, streets = DepartmentFactory(municipality=sundsvall), DepartmentFactory(municipality=sundsvall)
    lamps = category_of(sundsvall, department=streets)
    RoutingRule.objects.create(municipality=sundsvall, name="Av", order=1, department=streets, is_active=False)
    RoutingRule.objects.create(
        municipality=sundsvall,
        name="Lampor",
        order=2,
        category=lamps,
        department=parks,
        person=case_officer,
        priority=4,
    )

    report = reported(sundsvall, category=lamps)

    assert (report.department, report.assigned_to, report.priority) == (parks, case_officer, 4)
    assert Notification.objects.filter(person=case_officer, sentence__contains="Du har fått hand om").count() == 1
    assert reported(sundsvall).department is None


def test_nobody_gets_a_report_who_handles_none_there(sundsvall, outsider):
    RoutingRule.objects.create(municipality=sundsvall, name="Fel person", person=outsider)

    assert reported(sundsvall).assigned_to is None


def test_a_rule_hands_over_at_once_and_never_back(sundsvall, timra):
    RoutingRule.objects.create(municipality=sundsvall, name="Till Timrå", hand_to=timra)
    RoutingRule.objects.create(municipality=timra, name="Till Sundsvall", hand_to=sundsvall)

    report = reported(sundsvall)
    report.refresh_from_db()

    assert report.municipality == timra
    assert [event.kind for event in report.events.all()] == ["received", "handed_over"]


def test_what_the_category_promises_is_counted_in_working_days(sundsvall):
    report = reported(sundsvall, category=category_of(sundsvall, answer_within=2, close_within=5))

    assert (report.answer_due_on, report.close_due_on) == (date(2026, 11, 25), date(2026, 11, 30))
    assert reported(sundsvall).close_due_on is None


def test_the_clock_stands_still_while_the_reporter_is_asked(sundsvall, case_officer):
    report = reported(sundsvall, category=category_of(sundsvall, answer_within=2, close_within=5))
    change_status(report=report, by=case_officer, status="asked", message="Vilken lampa?", now=NOW)
    report.refresh_from_db()
    inquiry = report.inquiries.get()

    answer_inquiry(inquiry=inquiry, text="Den vid bron.", photos=[], now=NOW + timedelta(days=7))

    report.refresh_from_db()
    assert report.close_due_on == date(2026, 12, 7)
    assert report.has_news


def test_staff_see_that_the_reporter_spoke_until_they_answer(sundsvall, case_officer):
    report = reported(sundsvall)
    assert report.has_news

    write_note(report=report, by=case_officer, text="Jag ringer i morgon.", now=NOW)
    report.refresh_from_db()
    assert report.has_news
    change_status(report=report, by=case_officer, status="in_progress", message="", now=NOW)

    report.refresh_from_db()
    assert not report.has_news


def test_a_colleague_is_given_a_report_and_told(sundsvall, case_officer):
    report, colleague = reported(sundsvall), staff(sundsvall, Role.CASE_OFFICER, Role.EDITOR)
    Notification.objects.all().delete()

    assign(report=report, by=case_officer, to=colleague, now=NOW)

    assert Notification.objects.get().person == colleague
    with pytest.raises(AlreadySo):
        assign(report=report, by=case_officer, to=colleague, now=NOW)
    assign(report=report, by=case_officer, to=None, now=NOW)
    report.refresh_from_db()
    assert report.assigned_to is None


def test_nobody_is_given_a_report_of_a_municipality_where_they_handle_none(
    sundsvall, case_officer, outsider, moderator
):
    report = reported(sundsvall)

    for person in (outsider, moderator):
        with pytest.raises(NotHere):
            assign(report=report, by=case_officer, to=person, now=NOW)


def test_a_report_of_another_kind_goes_where_that_kind_goes(sundsvall, timra, case_officer):
    parks = DepartmentFactory(municipality=sundsvall)
    report = reported(sundsvall, category=category_of(sundsvall, answer_within=2))
    trees = category_of(sundsvall, "trad", department=parks, answer_within=1)

    set_category(report=report, by=case_officer, category=trees, now=NOW)

    report.refresh_from_db()
    assert (report.category, report.department, report.answer_due_on) == (trees, parks, date(2026, 11, 24))
    with pytest.raises(NotHere):
        set_category(report=report, by=case_officer, category=category_of(timra), now=NOW)


def test_another_department_takes_over(sundsvall, timra, case_officer):
    report, parks = reported(sundsvall), DepartmentFactory(municipality=sundsvall)
    assign(report=report, by=case_officer, to=case_officer, now=NOW)

    hand_to_unit(report=report, by=case_officer, department=parks, message="De har nyckeln.", now=NOW)

    report.refresh_from_db()
    assert (report.department, report.assigned_to) == (parks, None)
    with pytest.raises(NotHere):
        hand_to_unit(report=report, by=case_officer, department=DepartmentFactory(municipality=timra), now=NOW)


def test_the_other_municipality_gets_it_as_its_own_kind_and_with_its_own_promise(sundsvall, timra, case_officer):
    theirs = category_of(timra, answer_within=1)
    report = reported(sundsvall, category=category_of(sundsvall, answer_within=9))

    hand_over(report=report, by=case_officer, to=timra, message="", now=NOW)

    report.refresh_from_db()
    assert (report.category, report.answer_due_on) == (theirs, date(2026, 11, 24))


def test_notes_and_priorities_are_for_colleagues_alone(client, sundsvall, case_officer):
    report = reported(sundsvall)
    write_note(report=report, by=case_officer, text="Grannen är arg.", now=NOW)
    set_priority(report=report, by=case_officer, priority=4, now=NOW)

    page = client.get(report.get_absolute_url()).content.decode()

    assert "Grannen är arg." not in page
    assert "Prioriteten" not in page
    report.refresh_from_db()
    assert report.priority == 4
    assert FaultReport.objects.get().events.for_reporter().count() == 1
