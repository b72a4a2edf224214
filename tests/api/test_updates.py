from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from participation.api.models import Update
from participation.api.states import DETAILED, INCOMING
from participation.faults.models import FaultReport
from tests.faults.factories import IN_TIMRA, reported, shown

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
