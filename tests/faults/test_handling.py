from __future__ import annotations

from itertools import product

import pytest

from participation.faults.actions import (
    Place,
    change_status,
    correct_position,
    hand_over,
    mark_double,
    set_publicity,
    split_off,
)
from participation.faults.errors import HandOverRefused, IsADouble, ReasonMissing, TransitionRefused
from participation.faults.integrity import off_the_map
from participation.faults.models import FaultReport, RoutingRule
from participation.faults.states import TRANSITIONS
from participation.moderation.models import Item
from participation.notifications.models import Notification, OutgoingMail

from .factories import NOW, category_of, reported

Status = FaultReport.Status
STEPS = list(product(Status.values, Status.values))


def put(report: FaultReport, status: str) -> FaultReport:
    original = reported(report.municipality) if status == Status.DUPLICATE else None
    ended_at = None if status in FaultReport.OPEN else NOW
    FaultReport.objects.filter(pk=report.pk).update(status=status, ended_at=ended_at, duplicate_of=original)
    report.refresh_from_db()
    return report


@pytest.mark.parametrize(("before", "after"), [step for step in STEPS if step[1] in TRANSITIONS[step[0]]])
def test_every_step_that_is_written_down_can_be_taken(report, case_officer, before, after):
    put(report, before)
    said = {"report": report, "by": case_officer, "message": "Därför.", "now": NOW}

    if after == Status.DUPLICATE:
        mark_double(original=reported(report.municipality), **said)
    else:
        change_status(status=after, **said)

    report.refresh_from_db()
    assert (report.status, report.status_since) == (after, NOW)
    last = list(report.events.all())[-1]
    assert (last.kind, last.status, last.by, last.message) == ("status", after, case_officer, "Därför.")
    assert last.detail["from"] == before


@pytest.mark.parametrize(("before", "after"), [step for step in STEPS if step[1] not in TRANSITIONS[step[0]]])
def test_no_other_step_can_be_taken(report, case_officer, before, after):
    put(report, before)

    with pytest.raises(IsADouble if before == Status.DUPLICATE else TransitionRefused):
        change_status(report=report, by=case_officer, status=after, message="Därför.", now=NOW)

    report.refresh_from_db()
    assert report.status == before
    assert report.events.count() == 1


def test_a_duplicate_always_has_an_original(report, case_officer):
    with pytest.raises(TransitionRefused):
        change_status(report=report, by=case_officer, status=Status.DUPLICATE, message="", now=NOW)


def test_an_ended_report_has_a_time_and_one_taken_up_again_has_none(report, case_officer):
    change_status(report=report, by=case_officer, status=Status.FIXED, message="", now=NOW)
    report.refresh_from_db()
    assert (report.ended_at, report.answered_at, report.reopened) == (NOW, NOW, 0)

    change_status(report=report, by=case_officer, status=Status.IN_PROGRESS, message="", now=NOW)

    report.refresh_from_db()
    assert (report.ended_at, report.answered_at, report.reopened) == (None, NOW, 1)


@pytest.mark.parametrize("status", ["asked", "not_ours", "closed"])
def test_a_no_is_never_given_without_a_why(report, case_officer, status):
    with pytest.raises(ReasonMissing):
        change_status(report=report, by=case_officer, status=status, message="  ", now=NOW)


def test_the_reporter_is_told_by_mail_and_on_their_page(sundsvall, citizen, case_officer):
    report = reported(sundsvall, reporter=citizen, contact_email="lisa@example.com")
    OutgoingMail.objects.all().delete()
    Notification.objects.all().delete()

    change_status(report=report, by=case_officer, status="fixed", message="Ny lampa är på plats.", now=NOW)

    news = Notification.objects.get()
    assert news.person == citizen
    assert "åtgärdat" in news.sentence
    assert news.body == "Ny lampa är på plats."
    assert {mail.to for mail in OutgoingMail.objects.all()} == {citizen.email, "lisa@example.com"}
    assert all("Ny lampa är på plats." in mail.text for mail in OutgoingMail.objects.all())


def test_what_staff_write_is_text_and_not_markup_in_the_mail(sundsvall, case_officer):
    report = reported(sundsvall, contact_email="lisa@example.com")

    change_status(report=report, by=case_officer, status="fixed", message="<script>alert(1)</script> {x}", now=NOW)

    mail = OutgoingMail.objects.latest("id")
    assert "<script>" not in mail.html
    assert "<script>alert(1)</script> {x}" in mail.text


def test_of_two_officers_at_once_the_second_is_told_that_it_changed(report, case_officer):
    mine, theirs = FaultReport.objects.get(), FaultReport.objects.get()
    change_status(report=theirs, by=case_officer, status="fixed", message="", now=NOW)

    with pytest.raises(TransitionRefused):
        change_status(report=mine, by=case_officer, status="closed", message="Nej.", now=NOW)


def test_a_corrected_position_keeps_what_it_was(report, case_officer):
    place = Place(words="Vid hamnen", lon=17.31, lat=62.4, source="staff")

    correct_position(report=report, by=case_officer, place=place, message="Vi flyttade nålen.", now=NOW)

    report.refresh_from_db()
    assert (report.place, report.position, report.position_source) == ("Vid hamnen", (17.31, 62.4), "staff")
    last = list(report.events.all())[-1]
    assert last.by == case_officer
    assert last.detail["from"] == {"lon": None, "lat": None, "place": "Storgatan 12"}
    assert last.detail["to"] == {"lon": 17.31, "lat": 62.4, "place": "Vid hamnen"}


def test_another_municipality_takes_over_with_number_and_address_kept(sundsvall, timra, case_officer, outsider):
    report = reported(sundsvall, contact_email="lisa@example.com")
    number, token = report.number, report.token
    change_status(report=report, by=case_officer, status="in_progress", message="", now=NOW)

    hand_over(report=report, by=case_officer, to=timra, message="Vägen är er.", now=NOW)

    report.refresh_from_db()
    assert (report.municipality, report.status, report.number, report.token) == (timra, "received", number, token)
    last = list(report.events.all())[-1]
    assert (last.kind, last.by, last.municipality) == ("handed_over", case_officer, timra)
    assert last.detail == {"from": "2281", "to": "2262"}
    assert Notification.objects.filter(person=outsider, path=f"/cms/felanmalningar/{report.pk}/").exists()
    assert "Timrå kommun" in OutgoingMail.objects.filter(to="lisa@example.com").latest("id").subject


@pytest.mark.parametrize("there", ["shown", "waiting", "hidden"])
@pytest.mark.parametrize("by_rule", [True, False])
def test_who_sees_what_was_handed_over_is_for_the_category_there(
    client, sundsvall, timra, case_officer, outsider, there, by_rule
):
    here = category_of(sundsvall, publicity="shown")
    category_of(timra, here.code, publicity=there)
    if by_rule:
        RoutingRule.objects.create(municipality=sundsvall, name="Till Timrå", hand_to=timra)
        report = reported(sundsvall, category=here)
    else:
        report = reported(sundsvall, category=here)
        hand_over(report=report, by=case_officer, to=timra, message="", now=NOW)

    report.refresh_from_db()
    page = client.get(f"/felanmalan/anmalan/{report.number}/")

    assert (report.municipality, report.publicity) == (timra, there)
    assert page.status_code == (200 if there == "shown" else 404)
    waiting = Item.objects.waiting().filter(municipality=timra, kind=Item.Kind.FAULT)
    assert waiting.count() == (1 if there == "waiting" else 0)
    assert list(off_the_map()) == []


@pytest.mark.parametrize("here", ["hidden", "waiting"])
def test_what_nobody_saw_is_read_before_others_see_it(sundsvall, timra, case_officer, here):
    report = reported(sundsvall, category=category_of(sundsvall, publicity=here))
    category_of(timra, report.category.code, publicity="shown")

    hand_over(report=report, to=timra, by=case_officer, message="Er väg.", now=NOW)

    report.refresh_from_db()
    assert report.publicity == "waiting"
    assert not FaultReport.objects.public().filter(pk=report.pk).exists()


def test_what_somebody_hid_stays_hidden_when_it_is_handed_over(sundsvall, timra, case_officer):
    report = reported(sundsvall, category=category_of(sundsvall, publicity="shown"))
    category_of(timra, report.category.code, publicity="shown")
    set_publicity(report=report, by=case_officer, publicity="hidden", is_decided=True, now=NOW)

    hand_over(report=report, by=case_officer, to=timra, message="", now=NOW)

    report.refresh_from_db()
    assert report.publicity == "hidden"
    assert not Item.objects.waiting().exists()


def test_a_part_that_is_handed_over_is_not_shown_by_itself(sundsvall, timra, case_officer):
    whole = reported(sundsvall, category=category_of(sundsvall, publicity="shown"))
    category_of(timra, whole.category.code, publicity="shown")
    FaultReport.objects.filter(pk=whole.pk).update(publicity="shown")
    said = {"text": "Stolpen.", "category": whole.category, "rest_is_done": False}
    part = split_off(report=whole, by=case_officer, now=NOW, **said)

    hand_over(report=part, by=case_officer, to=timra, message="", now=NOW)

    assert whole.parts.first().publicity == "hidden"


def test_a_report_is_not_handed_to_where_it_is_or_to_a_closed_door(report, sundsvall, timra, case_officer):
    with pytest.raises(HandOverRefused):
        hand_over(report=report, by=case_officer, to=sundsvall, message="", now=NOW)
    timra.is_open = False
    timra.save()
    with pytest.raises(HandOverRefused):
        hand_over(report=report, by=case_officer, to=timra, message="", now=NOW)


def test_a_report_that_is_done_is_not_handed_on(report, timra, case_officer):
    change_status(report=report, by=case_officer, status="fixed", message="", now=NOW)

    with pytest.raises(HandOverRefused):
        hand_over(report=report, by=case_officer, to=timra, message="", now=NOW)


def test_an_officer_who_leaves_takes_nothing_with_them(report, case_officer):
    change_status(report=report, by=case_officer, status="fixed", message="Klart.", now=NOW)

    case_officer.delete()

    assert [event.message for event in report.events.all()] == ["", "Klart."]
