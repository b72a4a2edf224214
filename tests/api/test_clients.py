"""Clients that others wrote, against the running server."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
import requests
from django.utils import timezone
from georeport import GeoReport

from participation.faults.actions import change_status
from participation.faults.models import Question
from tests.faults.factories import IN_SUNDSVALL, shown

from .reading import REQUEST, SERVICE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(sundsvall, lamps):
    question = Question.objects.create(category=lamps, code="stolpe", kind="singlevaluelist", words="Vilken?")
    question.choices.create(key="tra", name="Trä")
    question.choices.create(key="jarn", name="Järn")
    reports = [shown(sundsvall, category=lamps, now=timezone.now()) for _number in range(2)]
    change_status(report=reports[0], by=None, status="fixed", message="Klart.", now=timezone.now())
    return reports


@pytest.mark.parametrize("fmt", ["json", "xml"])
@pytest.mark.parametrize(("path", "jurisdiction"), [("/open311/2281/v2/", None), ("/open311/v2", "2281")])
def test_georeport_reads_all_of_it(live_server, world, fmt, path, jurisdiction):
    client = GeoReport(live_server.url + path, jurisdiction=jurisdiction, output_format=fmt)

    services, definition = client.get_service_list(), client.get_service_definition("gatubelysning")
    found, closed = client.get_service_requests(), client.get_service_requests(status="closed")
    one = client.get_service_request(world[0].number)

    service = services[0] if isinstance(services, list) else services  # xmltodict: one is no list
    assert list(service) == SERVICE
    assert definition["service_code"] == "gatubelysning"
    assert [list(row) for row in found] == [REQUEST, REQUEST]
    assert {row["service_request_id"] for row in found} == {report.number for report in world}
    closed = closed[0] if isinstance(closed, list) else closed
    assert (closed["service_request_id"], closed["status_notes"]) == (world[0].number, "Klart.")
    one = one[0] if isinstance(one, list) else one
    assert one["status"] == "closed"


def test_a_client_that_knows_nothing_of_us_creates_a_report_and_follows_it(live_server, world, key):
    """By the discovery alone, as a stranger would."""
    endpoint = requests.get(f"{live_server.url}/open311/2281/discovery.json", timeout=9).json()["endpoints"][0]
    base = live_server.url + urlsplit(endpoint["url"]).path
    code = requests.get(f"{base}/services.json", timeout=9).json()[0]["service_code"]
    lon, lat = IN_SUNDSVALL
    data = {"api_key": key, "service_code": code, "lat": lat, "long": lon, "description": "Mörkt igen."}

    created = requests.post(f"{base}/requests.json", data=data, timeout=9)

    number = created.json()[0]["service_request_id"]
    assert created.status_code == 201
    assert requests.get(f"{base}/requests/{number}.json", timeout=9).json()[0]["description"] == "Mörkt igen."
