"""Every kind of answer of our server, held against the specification.

Open311's own JSON schemas (open311/schema-validation, schema/georeport-v2) carry no licence, so they are not shipped.
Whoever has them names their folder in OPEN311_SCHEMAS: then every answer that they describe is held against them too.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from jsonschema import Draft4Validator, Draft202012Validator, ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT4

from participation.faults.actions import change_status
from participation.faults.actions.from_systems import news_from_system, note_from_system
from participation.faults.models import CaseSystem, FaultReport, Question
from tests.faults.factories import IN_SUNDSVALL, category_of, photo, shown

from . import schemas

HERE, V2 = "/open311/2281/v2", "/open311/v2"


PUBLISHED = os.environ.get("OPEN311_SCHEMAS", "")


def held(response, schema, status=200, published=""):
    assert response.status_code == status, response.content.decode()
    told = json.loads(response.content)
    Draft202012Validator(schema).validate(told)
    if PUBLISHED and published:
        Draft4Validator({"$ref": published}, registry=Registry(retrieve=_published)).validate(told)
    return told


def _published(name: str) -> Any:
    return DRAFT4.create_resource(json.loads((Path(PUBLISHED) / name).read_text()))


@pytest.fixture
def world(sundsvall, timra, lamps, developed):
    """Reports with much and with little, open and ended, and categories that ask in every way."""
    for order, kind in enumerate(Question.Kind.values, start=1):
        question = Question.objects.create(category=lamps, code=f"fraga-{order}", kind=kind, words="Vad?", order=order)
        if question.has_choices:
            question.choices.create(key="tra", name="Trä")
    category_of(timra)
    reports = [shown(sundsvall, category=lamps, photos=[developed], now=timezone.now())]
    reports += [shown(sundsvall, None, text="En lykta.", now=timezone.now()), shown(timra, now=timezone.now())]
    for status, message in (("planned", "Snart."), ("closed", "Nej."), ("in_progress", ""), ("fixed", "")):
        change_status(report=reports[0], by=None, status=status, message=message, now=timezone.now())
    return reports


@pytest.mark.parametrize("place", ["", "2281/"])
def test_what_is_read_is_as_the_specification_says(client, world, place):
    base, number = f"/open311/{place}v2", world[0].number

    held(client.get(f"/open311/{place}discovery.json"), schemas.DISCOVERY)
    services = held(client.get(f"{base}/services.json"), schemas.SERVICES, published="services.json")
    for service in services:
        held(
            client.get(f"{base}/services/{service['service_code']}.json"),
            schemas.DEFINITION,
            published="service-definition.json",
        )
    FaultReport.objects.filter(pk=world[1].pk).update(category=None)
    found = held(client.get(f"{base}/requests.json"), schemas.REQUESTS, published="requests.json")
    extended = held(client.get(f"{base}/requests.json?extensions=true"), schemas.EXTENDED, published="requests.json")
    one = held(client.get(f"{base}/requests/{number}.json"), schemas.REQUESTS, published="requests.json")
    updates = held(client.get(f"{base}/servicerequestupdates.json"), schemas.UPDATES)

    assert [len(row) for row in (services, one, updates)] == [1 if place else 2, 1, 4]
    assert len(found) == len(extended) == (2 if place else 3)


def test_what_is_sent_is_answered_as_the_specification_says(client, lamps, key, updating_key):
    lon, lat = IN_SUNDSVALL
    sent = {"api_key": key, "service_code": "gatubelysning", "lat": lat, "long": lon, "description": "Mörkt."}

    (created,) = held(client.post(f"{HERE}/requests.json", {**sent, "media": photo()}), schemas.CREATED, 201)
    held(client.post(f"{HERE}/requests.json", {**sent, "media": photo()}), schemas.CREATED)
    client.post(f"{HERE}/requests.json", {**sent, "description": "Igen.", "idempotency_key": "eget-1"})
    held(client.get(f"{HERE}/tokens/eget-1.json?api_key={key}"), schemas.TOKEN)
    told = {"api_key": updating_key, "update_id": "u1", "service_request_id": created["service_request_id"]}
    posted = client.post(f"{HERE}/servicerequestupdates.json", {**told, "status": "FIXED"})
    held(posted, schemas.rows(schemas.thing({"update_id": schemas.WORDS})))


def test_every_no_is_as_the_specification_says(client, lamps, key):
    held(client.get(f"{HERE}/services/ingen.json"), schemas.ERRORS, 404)
    held(client.get(f"{HERE}/requests/F-0.json"), schemas.ERRORS, 404)
    held(client.get(f"{V2}/services.json?jurisdiction_id=9"), schemas.ERRORS, 404)
    held(client.get(f"{HERE}/requests.json?status=kanske"), schemas.ERRORS, 400)
    held(client.post(f"{HERE}/requests.json", {}), schemas.ERRORS, 403)
    held(client.post(f"{HERE}/requests.json", {"api_key": key}), schemas.ERRORS, 400)
    held(client.put(f"{HERE}/requests.json"), schemas.ERRORS, 405)


def test_the_schemas_refuse_what_is_not_so(client, world):
    (row,) = held(client.get(f"{HERE}/requests/{world[0].number}.json"), schemas.REQUESTS)

    for wrong in (
        {"status": "OPEN"},
        {"requested_datetime": "2026-11-29 10:00"},
        {"service_request_id": "0"},
        {"lat": "62.39"},
        {"email": "anna@example.se"},
    ):
        with pytest.raises(ValidationError):
            Draft202012Validator(schemas.REQUESTS).validate([{**row, **wrong}])


def test_what_is_internal_to_the_municipality_does_not_move_the_time_of_change(client, sundsvall, lamps):
    before = timezone.now() - timedelta(hours=2)
    report = shown(sundsvall, category=lamps, now=before)
    system = CaseSystem.objects.create(name="Gatan", kind="open311")
    asked = f"{HERE}/requests.json?updated_after={(before + timedelta(hours=1)).strftime('%Y-%m-%dT%H:%M:%SZ')}"

    note_from_system(report=report, system=system, words="Hos Kalle.", now=timezone.now())
    quiet = held(client.get(asked), schemas.REQUESTS)
    news_from_system(report=report, system=system, words="Vi är där.", tell=False, now=timezone.now())
    heard = held(client.get(asked), schemas.REQUESTS)

    assert quiet == []
    assert [row["service_request_id"] for row in heard] == [report.number]
    assert FaultReport.objects.get().updated_at > before
