from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from participation.faults.actions import answer_inquiry, change_status, set_publicity
from participation.faults.models import FaultReport, Inquiry, Question
from tests.faults.factories import IN_SUNDSVALL, IN_TIMRA, category_of, looked_at, reported, shown

from .reading import ATTRIBUTE, SERVICE, errors_of, ids_of, requests_of, rows_of

V2 = "/open311/v2"
HERE = "/open311/2281/v2"
BOTH = pytest.mark.parametrize("fmt", ["xml", "json"])


@BOTH
def test_discovery_says_where_the_server_is_and_the_calls_are_there(client, lamps, fmt):
    for path in (
        "/open311/discovery",
        "/open311/v2/discovery",
        "/open311/2281/discovery",
        "/open311/sundsvall/discovery",
    ):
        response = client.get(f"{path}.{fmt}")
        url = _endpoint(response, fmt)

        assert client.get(f"{urlsplit(url).path}/services.{fmt}").status_code == 200


def _endpoint(response, fmt):
    if fmt == "json":
        (endpoint,) = json.loads(response.content)["endpoints"]
        assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
        assert endpoint["formats"] == ["text/xml", "application/json"]
        return endpoint["url"]
    (endpoint,) = next(part for part in tree_of(response) if part.tag == "endpoints")
    return endpoint.find("url").text


def tree_of(response):
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


@BOTH
def test_services_are_those_to_choose_and_the_region_says_whose(client, lamps, timra, fmt):
    category_of(timra, name="Gatubelysning")
    category_of(timra, "gammal", is_active=False)

    here = rows_of(client.get(f"{HERE}/services.{fmt}"), "services", "service")
    everywhere = rows_of(client.get(f"{V2}/services.{fmt}"), "services", "service")

    assert list(here[0]) == SERVICE
    assert [row["service_code"] for row in here] == ["gatubelysning"]
    assert here[0]["metadata"] == "false"
    assert here[0]["type"] == "realtime"
    assert here[0]["keywords"] == "lyktan, lampa"
    assert [row["service_code"] for row in everywhere] == ["2281.gatubelysning", "2262.gatubelysning"]


@BOTH
def test_a_definition_asks_what_the_category_asks(client, lamps, fmt):
    question = Question.objects.create(
        category=lamps, code="stolpe", kind="singlevaluelist", words="Vilken?", is_required=True
    )
    question.choices.create(key="tra", name="Trä & järn")
    Question.objects.create(category=lamps, code="obs", kind="information", words="Rör inte kabeln.", order=2)

    services = rows_of(client.get(f"{HERE}/services.{fmt}"), "services", "service")
    for path in (f"{HERE}/services/gatubelysning", f"{V2}/services/2281.gatubelysning"):
        response = client.get(f"{path}.{fmt}")
        first, second = _attributes(response, fmt)

        assert list(first) == ATTRIBUTE
        assert (first["variable"], first["datatype"], first["required"], first["order"]) == (
            "true",
            "singlevaluelist",
            "true",
            "1",
        )
        assert (second["variable"], second["required"], second["order"]) == ("false", "false", "2")
        assert "Trä &amp; järn" in response.content.decode() or '"name":"Trä & järn"' in response.content.decode()
    assert services[0]["metadata"] == "true"


def _attributes(response, fmt):
    if fmt == "json":
        found = json.loads(response.content)
        assert list(found) == ["service_code", "attributes"]
        return [
            {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in one.items()}
            for one in found["attributes"]
        ]
    code, attributes = tree_of(response)
    assert code.tag == "service_code"
    return [{part.tag: part.text for part in one} for one in attributes]


@BOTH
def test_a_public_report_is_read_without_anything_of_who_sent_it(client, sundsvall, lamps, developed, fmt):
    report = shown(
        sundsvall, category=lamps, photos=[developed], text="Ring mig på 070-174 06 05 eller maja@exempel.se.",
        contact_email="maja@exempel.se", contact_phone="070-174 06 05", now=timezone.now(),
    )  # fmt: skip

    response = client.get(f"{HERE}/requests.{fmt}?extensions=true")

    (row,) = requests_of(response)
    assert row["service_request_id"] == report.number
    assert (row["status"], row["service_code"]) == ("open", "gatubelysning")
    assert (float(row["lat"]), float(row["long"])) == (IN_SUNDSVALL[1], IN_SUNDSVALL[0])
    photo = looked_at(client, urlsplit(row["media_url"]).path)
    assert (photo.status_code, photo["Content-Type"]) == (200, "image/jpeg")
    written = response.content.decode()
    for secret in ("maja@", "174 06 05", report.token, str(report.client_key)):
        assert secret not in written


@BOTH
def test_what_is_not_public_is_nowhere(client, sundsvall, lamps, fmt):
    now = timezone.now()
    hidden, waiting = reported(sundsvall, now=now), shown(sundsvall, now=now)
    set_publicity(report=waiting, by=None, publicity="waiting", now=now)

    for report in (hidden, waiting):
        assert ids_of(client.get(f"{HERE}/requests.{fmt}")) == []
        assert ids_of(client.get(f"{V2}/requests.{fmt}?service_request_id={report.number}")) == []
        errors_of(client.get(f"{V2}/requests/{report.number}.{fmt}"), 404)
    assert rows_of(client.get(f"{V2}/servicerequestupdates.{fmt}"), "service_request_updates", "request_update") == []


@BOTH
def test_one_report_is_an_array_of_one_with_its_history(client, sundsvall, lamps, fmt):
    now = timezone.now()
    report = shown(sundsvall, category=lamps, now=now)
    change_status(report=report, by=None, status="fixed", message="Ny lampa. Frågor: ring 060-19 10 00.", now=now)

    response = client.get(f"{V2}/requests/{report.number}.{fmt}?extensions=true")

    (row,) = requests_of(response)
    assert row["status"] == "closed"
    assert row["status_notes"].startswith("Ny lampa.")
    assert "19 10 00" not in response.content.decode()
    assert row["service_code"] == "2281.gatubelysning"
    assert '"fixed"' in response.content.decode() or ">fixed<" in response.content.decode()
    assert {"extended_attributes", "notes"} <= set(row)


@BOTH
def test_what_staff_and_reporter_ask_and_answer_is_nobody_elses(client, sundsvall, lamps, developed, fmt):
    now = timezone.now()
    report = shown(sundsvall, category=lamps, now=now)
    change_status(report=report, by=None, status="asked", message="Vilken lampa, Lisa?", now=now)
    answer_inquiry(inquiry=Inquiry.objects.get(), text="Den vid grind 7.", photos=[developed], now=now)
    change_status(report=report, by=None, status="planned", message="Vi kommer.", now=now)

    written = "".join(
        client.get(path).content.decode()
        for path in (
            f"{HERE}/requests.{fmt}?extensions=true",
            f"{HERE}/requests/{report.number}.{fmt}?extensions=true",
            f"{HERE}/servicerequestupdates.{fmt}",
        )
    )

    assert written.count("Vi kommer.") == 5
    for secret in ("Lisa", "grind 7", "/bild/"):
        assert secret not in written


def test_a_report_of_one_municipality_is_not_in_the_other(client, sundsvall, timra):
    now = timezone.now()
    here, there = shown(sundsvall, now=now), shown(timra, IN_TIMRA, now=now)

    assert ids_of(client.get("/open311/2281/v2/requests.json")) == [here.number]
    assert ids_of(client.get("/open311/v2/requests.json?jurisdiction_id=timra")) == [there.number]
    assert set(ids_of(client.get("/open311/v2/requests.xml"))) == {here.number, there.number}
    errors_of(client.get(f"/open311/2262/v2/requests/{here.number}.json"), 404)
    errors_of(client.get("/open311/2281/v2/requests.json?jurisdiction_id=2262"), 404)


def test_queries_narrow_what_is_given(client, sundsvall, lamps):
    now = timezone.now()
    old = shown(sundsvall, now=now - timedelta(days=100))
    lamp = shown(sundsvall, category=lamps, now=now - timedelta(days=2))
    away = shown(sundsvall, (17.40, 62.45), now=now - timedelta(days=1))
    change_status(report=away, by=None, status="fixed", message="", now=now)

    def asked(query):
        return ids_of(client.get(f"{HERE}/requests.json?{query}"))

    day = timezone.localdate(now - timedelta(days=100)).isoformat()
    assert asked("") == [away.number, lamp.number]
    assert asked("status=&service_code=&start_date=&lat=&page=") == [away.number, lamp.number]
    assert asked("status=open") == [lamp.number]
    assert asked("status=closed") == [away.number]
    assert asked("status=open,closed") == [away.number, lamp.number]
    assert asked("service_code=gatubelysning") == [lamp.number]
    assert asked(f"start_date={day}&end_date={day}") == [old.number]
    assert asked(f"updated_after={(now - timedelta(hours=1)).strftime('%Y-%m-%dT%H:%M:%SZ')}") == [away.number]
    assert asked("lat=62.3908&long=17.3069&radius=50") == [lamp.number]
    assert asked("bbox=17.39,62.44,17.41,62.46") == [away.number]
    assert asked("page=2&page_size=1") == [lamp.number]
    assert asked("page=3&page_size=1") == []
    assert asked(f"service_request_id={old.number},{lamp.number}&status=closed") == [lamp.number, old.number]


@BOTH
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("page=0", 400), ("page=99999999999", 400), ("page=102&page_size=5000", 400), ("page_size=-1", 400),
        ("page=1%00", 200), ("status=OPENED", 400), ("start_date=igår", 400), ("start_date=2026-13-45", 400),
        ("start_date=0001-01-01T00:00:00Z", 400), ("end_date=9999-12-31T23:59:59-12:00", 400),
        ("start_date=2026-01-01&end_date=2026-09-01", 400), ("start_date=2026-02-01&end_date=2026-01-01", 400),
        ("lat=NaN&long=17&radius=50", 400), ("lat=62&long=17", 400), ("lat=62&long=17&radius=inf", 400),
        ("lat=62&long=17&radius=1e9", 400), ("bbox=1,2,3", 400), ("bbox=nan,nan,nan,nan", 400), ("bbox=9,9,1,1", 400),
        ("service_code=finns-inte", 404), ("jurisdiction_id=0000", 404), ("jurisdiction_id=a.b", 404),
        ("start_date=2026-01-01T00:00:00 01:00&end_date=2026-02-01T00:00:00Z", 200), ("api_key=fel", 403),
        ("updated_after=2026-10-25T02:30:00", 200), ("service_code=<script>", 404),
    ],
)  # fmt: skip
def test_a_query_that_cannot_be_understood_is_told_so(client, lamps, fmt, query, status):
    response = client.get(f"{HERE}/requests.{fmt}?{query}")

    if status == 200:
        assert requests_of(response) == []
    else:
        errors_of(response, status)
        assert b"<script>" not in response.content or fmt == "json"


@BOTH
def test_what_xml_cannot_hold_is_left_out(client, sundsvall, fmt):
    report = shown(sundsvall, now=timezone.now())
    FaultReport.objects.filter(pk=report.pk).update(text='Hål <i> & "gropar"\x0b\x1b \U0001f6a7 ]]> åäö')

    (row,) = requests_of(client.get(f"{HERE}/requests.{fmt}"))

    assert row["description"].replace("\x0b\x1b", "") == 'Hål <i> & "gropar" \U0001f6a7 ]]> åäö'


@BOTH
def test_addresses_that_are_not_there_answer_in_the_right_format(client, sundsvall, fmt):
    for path in (
        f"{HERE}/services/finns-inte",
        f"{V2}/tokens/abc",
        f"{V2}/requests/0",
        f"{V2}/finns-inte",
        "/open311/9999/v2/services",
    ):
        errors_of(client.get(f"{path}.{fmt}"), 404)
    errors_of(client.delete(f"{HERE}/requests.{fmt}"), 405)
    errors_of(client.post(f"{HERE}/services.{fmt}"), 405)
    errors_of(client.get("/open311/"), 404)


@BOTH
@pytest.mark.parametrize("address", ["services", "discovery", "requests/F-2281-2026-0001", "tokens/abc"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_where_one_can_only_read_a_post_is_told_so(sundsvall, fmt, address, method):
    """By a real client, which has no token of ours."""
    response = getattr(Client(enforce_csrf_checks=True), method)(f"{HERE}/{address}.{fmt}")

    errors_of(response, 405)
    assert response["Allow"] == "GET, HEAD"


@BOTH
def test_a_thousand_reports_cost_as_many_queries_as_one(
    client, sundsvall, lamps, developed, fmt, django_assert_max_num_queries
):
    for _number in range(3):
        report = shown(sundsvall, category=lamps, photos=[developed], now=timezone.now())
        change_status(report=report, by=None, status="planned", message="På måndag.", now=timezone.now())

    with django_assert_max_num_queries(9):  # three of them count the calls
        assert len(ids_of(client.get(f"{HERE}/requests.{fmt}?extensions=true"))) == 3


def test_no_cookie_is_set_and_none_is_looked_at(client, sundsvall, citizen):
    reported(sundsvall, reporter=citizen, now=timezone.now())

    client.force_login(citizen)

    response = client.get(f"{HERE}/requests.json")

    assert ids_of(response) == []
    assert not response.cookies
    assert response["Access-Control-Allow-Origin"] == "*"


def test_updates_are_those_of_public_reports_in_the_last_two_hours(client, sundsvall):
    now = timezone.now()
    report = shown(sundsvall, now=now - timedelta(days=3))
    change_status(report=report, by=None, status="in_progress", message="Vi är där.", now=now - timedelta(hours=5))
    change_status(report=report, by=None, status="fixed", message="Klart. maja@exempel.se", now=now)

    (row,) = rows_of(client.get(f"{HERE}/servicerequestupdates.xml"), "service_request_updates", "request_update")
    both = rows_of(
        client.get(
            f"{HERE}/servicerequestupdates.json?start_date={(now - timedelta(days=1)).strftime('%Y-%m-%dT%H:%M:%SZ')}"
        ),
        "",
        "",
    )

    assert (row["service_request_id"], row["status"]) == (report.number, "fixed")
    assert "maja@" not in row["description"]
    assert [one["status"] for one in both] == ["in_progress", "fixed"]
    errors_of(client.get(f"{HERE}/servicerequestupdates.json?start_date=2026-01-01&end_date=2026-09-01"), 400)
