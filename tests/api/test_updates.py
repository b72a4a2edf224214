from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from participation.api.actions import make_client
from participation.api.models import Update
from participation.api.states import DETAILED, INCOMING
from participation.faults.actions import change_status, mark_double, say_still_broken
from participation.faults.models import FaultReport
from participation.notifications.models import OutgoingMail
from tests.faults.factories import IN_TIMRA, NOW, reported, shown

from .reading import errors_of, rows_of

HERE = "/open311/2281/v2"
FORM = "application/x-www-form-urlencoded"
BOTH = pytest.mark.parametrize("fmt", ["xml", "json"])


def told(key, report, update_id="u1", status="IN_PROGRESS", fmt="xml", **more):
    data = {
        "api_key": key, "jurisdiction_id": "2281", "service_request_id": report.number, "update_id": update_id,
        "status": status, "updated_datetime": timezone.now().isoformat(), "description": "Vi åker dit.",
        "first_name": "Per", "last_name": "Ek", "email": "per@exempel.se",
        "media_url": "http://127.0.0.1:1/a.jpg", **more,
    }  # fmt: skip
    return Client(enforce_csrf_checks=True).post(f"{HERE}/servicerequestupdates.{fmt}", urlencode(data), FORM)


def state_of(report):
    report.refresh_from_db()
    return report.status


@BOTH
def test_an_update_of_the_municipalitys_own_system_changes_the_state(sundsvall, updating_key, fmt):
    report = reported(sundsvall)

    response = told(updating_key, report, fmt=fmt)

    assert rows_of(response, "service_request_updates", "request_update") == [{"update_id": "u1"}]
    assert state_of(report) == "in_progress"
    assert report.events.get(kind="status").message == "Vi åker dit."


def test_the_same_update_fifty_times_counts_once(sundsvall, updating_key):
    report = reported(sundsvall)

    for _time in range(50):
        assert told(updating_key, report).status_code == 200

    assert (report.events.filter(kind="status").count(), Update.objects.count()) == (1, 1)


def test_an_older_update_is_kept_for_staff_and_changes_nothing(sundsvall, updating_key):
    report = reported(sundsvall)
    told(updating_key, report, "u2", "FIXED")

    late = (timezone.now() - timedelta(hours=1)).isoformat()
    told(updating_key, report, "u1", "REOPEN", updated_datetime=late)

    assert state_of(report) == "fixed"
    assert report.events.filter(kind="system_note", message__contains="u1").exists()


def test_what_is_older_than_what_staff_did_changes_nothing_and_mails_nobody(sundsvall, updating_key, case_officer):
    report = reported(sundsvall, contact_email="anna@example.se", now=timezone.now() - timedelta(days=1))
    change_status(report=report, by=case_officer, status="fixed", message="Klart.", now=timezone.now())
    before = OutgoingMail.objects.count()

    told(updating_key, report, updated_datetime=(timezone.now() - timedelta(hours=3)).isoformat())

    assert (state_of(report), OutgoingMail.objects.count()) == ("fixed", before)
    assert report.events.get(kind="system_note").message == "u1, kom sent eller passade inte: Vi åker dit."


def test_its_own_steps_make_what_it_says_next_no_later(sundsvall, updating_key):
    report = reported(sundsvall, now=timezone.now() - timedelta(days=1))
    told(updating_key, report, "u1", updated_datetime=(timezone.now() - timedelta(hours=3)).isoformat())

    told(updating_key, report, "u2", "FIXED", updated_datetime=(timezone.now() - timedelta(hours=2)).isoformat())

    assert state_of(report) == "fixed"


def test_fixed_again_after_it_was_still_broken_counts(sundsvall, updating_key):
    report = reported(sundsvall, now=timezone.now() - timedelta(days=1))
    told(updating_key, report, "u1", "FIXED")
    say_still_broken(report=report, text="Nej", now=timezone.now())

    told(updating_key, report, "u2", "FIXED")

    assert state_of(report) == "fixed"


@pytest.mark.parametrize("status", ["IN_PROGRESS", "FIXED"])
def test_a_duplicate_stays_with_its_original(sundsvall, updating_key, case_officer, status):
    first, second = reported(sundsvall), reported(sundsvall)
    mark_double(report=second, original=first, by=case_officer, message="", now=timezone.now())

    told(updating_key, second, status=status)

    assert (state_of(second), second.duplicate_of) == ("duplicate", first)
    assert second.events.filter(kind="system_note").count() == 1


@pytest.mark.parametrize("status", INCOMING)
def test_every_state_of_theirs_is_understood(sundsvall, updating_key, status):
    report = reported(sundsvall)

    assert told(updating_key, report, status=status.upper(), description="").status_code == 200

    assert state_of(report) == (INCOMING[status] or "received")


def test_every_state_of_ours_has_a_word_of_theirs():
    assert set(DETAILED) == set(FaultReport.Status.values)
    assert set(DETAILED.values()) <= set(INCOMING)


def test_a_step_that_cannot_be_taken_is_a_note_and_no_error(sundsvall, updating_key):
    report = reported(sundsvall)
    told(updating_key, report, "u1", "FIXED")

    assert told(updating_key, report, "u2", "PLANNED").status_code == 200

    assert state_of(report) == "fixed"
    assert report.events.filter(kind="system_note").count() == 1


def test_words_without_a_new_state_are_news_that_everybody_reads(client, sundsvall, updating_key):
    report = shown(sundsvall, now=timezone.now())

    told(updating_key, report, status="UNCHANGED", description="Reservdelen är beställd.")

    (row,) = rows_of(client.get(f"{HERE}/servicerequestupdates.json"), "", "")
    assert (row["status"], row["description"]) == ("open", "Reservdelen är beställd.")
    assert "per@" not in repr(list(report.events.values()))


@pytest.mark.parametrize("status", ["UNCHANGED", "IN_PROGRESS"])
def test_words_without_a_new_state_are_mailed_to_the_reporter(sundsvall, updating_key, case_officer, status):
    report = reported(sundsvall, contact_email="anna@example.se")
    change_status(report=report, by=case_officer, status="in_progress", message="", now=NOW)

    for _time in range(2):
        told(updating_key, report, status=status, description="Reservdelen är beställd.")

    mail = OutgoingMail.objects.get(to="anna@example.se", text__contains="Reservdelen är beställd.")
    assert mail.subject == f"Nytt om felet du anmälde, {report.number}"


def test_a_client_is_not_told_again_what_it_said_itself(client, sundsvall, timra, updating_key, case_officer):
    report = shown(sundsvall, now=timezone.now())
    _other, other_key = make_client(municipality=sundsvall, name="Vägen", rate=1000, may_update=True, now=NOW)
    told(updating_key, report, status="UNCHANGED", description="Reservdelen är beställd.")
    told(updating_key, report, "u2", "FIXED", description="Klart.")
    change_status(report=report, by=case_officer, status="in_progress", message="Inte klart.", now=timezone.now())

    def read(key):
        rows = rows_of(client.get(f"{HERE}/servicerequestupdates.json", {"api_key": key} if key else {}), "", "")
        return [row["description"] for row in rows]

    everything = ["Reservdelen är beställd.", "Klart.", "Inte klart."]
    assert (read(updating_key), read(other_key), read("")) == (["Inte klart."], everything, everything)


def test_a_client_that_may_only_create_adds_words_to_its_own_reports_and_no_more(client, sundsvall, lamps, key):
    lon, lat = 17.3069, 62.3908
    data = {"api_key": key, "service_code": "gatubelysning", "lat": lat, "long": lon, "description": "Mörkt."}
    number = client.post(f"{HERE}/requests.json", data).json()[0]["service_request_id"]
    own, other = FaultReport.objects.get(number=number), reported(sundsvall)

    assert told(key, own, status="FIXED", description="Lyser igen.").status_code == 200

    assert state_of(own) == "received"
    assert own.events.get(kind="words").message == "Lyser igen."
    errors_of(told(key, other), 404)


def test_the_reports_of_another_municipality_are_not_there(timra, updating_key):
    report = shown(timra, IN_TIMRA)

    errors_of(told(updating_key, report), 404)

    assert state_of(report) == "received"


@BOTH
@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"api_key": ""}, 403), ({"api_key": "fel"}, 403), ({"service_request_id": ""}, 400), ({"update_id": ""}, 400),
        ({"service_request_id": "F-2281-2026-9999"}, 404), ({"status": "KLAR"}, 400),
        ({"updated_datetime": "nyss"}, 400),
        ({"description": "x" * 2001}, 400), ({"update_id": "x" * 201}, 400), ({"jurisdiction_id": "2262x"}, 404),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_update_is_said(sundsvall, updating_key, fmt, wrong, status):
    report = reported(sundsvall)

    errors_of(told(updating_key, report, fmt=fmt, **wrong), status)

    assert state_of(report) == "received"


def test_nobody_is_told_of_the_future(sundsvall, updating_key):
    report = reported(sundsvall)
    far = (timezone.now() + timedelta(days=400)).isoformat()

    told(updating_key, report, "u1", "PLANNED", updated_datetime=far)
    told(updating_key, report, "u2", "FIXED")

    assert state_of(report) == "fixed"


def test_what_happened_is_read_in_english_where_it_has_english_words(client, sundsvall):
    report, now = shown(sundsvall, now=timezone.now()), timezone.now()
    change_status(report=report, by=None, status="planned", message="Snart.", message_en="Soon.", now=now)
    change_status(report=report, by=None, status="fixed", message="Klart.", now=now)

    def read(more: str) -> tuple[list[str], list[str], list[str]]:
        updates = client.get(f"{HERE}/servicerequestupdates.json?{more}").json()
        (row,) = client.get(f"{HERE}/requests.json?extensions=true&{more}").json()
        notes = [note["description"] for note in row["notes"] if note["description"]]
        return [one["description"] for one in updates], notes, [row["status_notes"]]

    assert read("") == (["Snart.", "Klart."], ["Snart.", "Klart."], ["Klart."])
    assert read("locale=en") == (["Soon.", "Klart."], ["Soon.", "Klart."], ["Klart."])
