from __future__ import annotations

from io import BytesIO
from urllib.parse import urlencode, urlsplit

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from participation.accounts.models import Role
from participation.api.actions import make_client, revoke, rotate_key
from participation.api.models import ApiClient, Submission
from participation.faults.actions import set_publicity
from participation.faults.models import FaultReport, ObjectOwner, OwnedThing, Publicity, Question
from participation.notifications.models import OutgoingMail
from tests.factories import staff
from tests.faults.factories import IN_HARNOSAND, IN_ITALY, IN_SUNDSVALL, IN_TIMRA, NOW, category_of, photo

from .reading import errors_of, ids_of, requests_of, rows_of

V2, HERE = "/open311/v2", "/open311/2281/v2"
BOTH = pytest.mark.parametrize("fmt", ["xml", "json"])
FORM = "application/x-www-form-urlencoded"


def said(key, **more):
    lon, lat = IN_SUNDSVALL
    fields = {
        "api_key": key,
        "service_code": "gatubelysning",
        "lat": str(lat),
        "long": str(lon),
        "description": "Mörkt.",
        **more,
    }
    return {name: value for name, value in fields.items() if value is not None}


def sent(client, data, path=f"{HERE}/requests", fmt="json", **headers):
    """As other systems send: form-encoded, without cookies and without any token of ours."""
    return Client(enforce_csrf_checks=True).post(f"{path}.{fmt}", urlencode(data, doseq=True), FORM, headers=headers)


def number_of(response, status=201):
    assert response.status_code == status, response.content.decode()
    (row,) = rows_of(response, "service_requests", "request")
    assert "token" not in row
    return row["service_request_id"]


@BOTH
def test_a_report_is_created_and_everything_of_it_is_kept(client, lamps, key, fmt):
    data = said(
        key,
        address_string="Storgatan 12",
        email="maja@exempel.se",
        phone="070-174 06 05",
        first_name="Maja",
        account_id="7",
    )

    report = FaultReport.objects.get(number=number_of(sent(client, data, fmt=fmt)))

    assert (report.text, report.place, report.channel) == ("Mörkt.", "Storgatan 12", "open311")
    assert report.position == IN_SUNDSVALL
    assert (report.category, report.publicity) == (lamps, Publicity.SHOWN)
    assert (report.contact_email, report.contact_phone) == ("maja@exempel.se", "070-174 06 05")
    assert OutgoingMail.objects.filter(to="maja@exempel.se").exists()
    assert requests_of(client.get(f"{HERE}/requests/{report.number}.{fmt}"))[0]["description"] == "Mörkt."


@BOTH
@pytest.mark.parametrize("address", ["requests", "servicerequestupdates"])
@pytest.mark.parametrize("kind", ["application/json", "text/xml"])
def test_what_is_no_form_is_told_to_be_one_before_its_key_is_missed(lamps, fmt, address, kind):
    response = Client(enforce_csrf_checks=True).post(f"{HERE}/{address}.{fmt}", '{"api_key": "x"}', kind)

    assert response.status_code == 400
    assert "Skicka ett formulär" in response.content.decode()


def test_words_alone_are_a_place_and_a_category_alone_are_words(client, lamps, key):
    data = said(key, lat="", long="", address_string="Vid gungorna", description="")

    report = FaultReport.objects.get(number=number_of(sent(client, data)))

    assert (report.position, report.place, report.text) == (None, "Vid gungorna", "Gatubelysning")


def test_the_region_finds_the_municipality_by_the_code_or_by_the_place(client, lamps, timra, key):
    category_of(timra)

    for code in ("2281.gatubelysning", "gatubelysning"):
        assert number_of(sent(client, said(key, service_code=code), f"{V2}/requests"))
    no_place = said(key, lat="", long="", address_string="Storgatan")
    assert "jurisdiction_id" in errors_of(sent(client, no_place, f"{V2}/requests"), 400)
    assert number_of(sent(client, {**no_place, "jurisdiction_id": "2281"}, f"{V2}/requests"))


@BOTH
@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        ({"api_key": ""}, 403, "api_key saknas"),
        ({"api_key": "hej"}, 403, "api_key är fel"),
        ({"service_code": ""}, 400, "service_code"),
        ({"service_code": "finns-inte"}, 404, "finns-inte"),
        ({"jurisdiction_id": "0001"}, 404, "0001"),
        ({"lat": "", "long": ""}, 400, "Platsen saknas"),
        ({"lat": "", "long": "", "address_id": "12"}, 400, "address_id"),
        ({"lat": ""}, 400, "hör ihop"),
        ({"lat": "norr"}, 400, "norr"),
        ({"lat": "NaN"}, 400, "lat och long"),
        ({"lat": "inf"}, 400, "lat och long"),
        ({"lat": "620"}, 400, "lat och long"),
        ({"lat": str(IN_SUNDSVALL[0]), "long": str(IN_SUNDSVALL[1])}, 400, "bytt plats"),
        ({"lat": str(IN_HARNOSAND[1]), "long": str(IN_HARNOSAND[0])}, 400, "Härnösand"),
        ({"lat": str(IN_ITALY[1]), "long": str(IN_ITALY[0])}, 400, "utanför"),
        ({"lat": str(IN_TIMRA[1]), "long": str(IN_TIMRA[0])}, 400, "Timrå"),
        ({"description": "x" * 4001}, 400, "description"),
        ({"address_string": "x" * 201}, 400, "address_string"),
        ({"email": "inte en adress"}, 400, "email"),
        ({"phone": "<script>"}, 400, "phone"),
        ({"description": "noll\0"}, 400, "description"),
    ],
)
def test_what_is_wrong_is_said_in_the_right_format_and_nothing_is_stored(
    client, lamps, timra, key, fmt, wrong, status, words
):
    assert words in errors_of(sent(client, said(key, **wrong), fmt=fmt), status)
    assert not FaultReport.objects.exists()
    assert not Submission.objects.exists()


@BOTH
def test_all_that_is_wrong_is_said_at_once(client, lamps, key, fmt):
    response = sent(client, said(key, email="nej", phone="<", description="x" * 5000), fmt=fmt)

    assert len(rows_of(response, "errors", "error")) == 3


@BOTH
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "text/xml"),
        (b'{"service_code": "gatubelysning"}', "application/json"),
        (b"<a/>", "application/xml; charset=utf-8"),
        (b"api_key=x", "application/x-www-form-urlencoded; charset=iso-8859-1"),
        (b"--x\r\nContent-Disposition: form", "multipart/form-data"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"", ""),
    ],
)
def test_bodies_that_are_no_forms_are_refused_unread(client, lamps, key, fmt, body, kind):
    found = client.post(f"{HERE}/requests.{fmt}?api_key={key}", body, kind)

    sentence = errors_of(found, 400)
    assert "root:" not in sentence
    assert not FaultReport.objects.exists()


@BOTH
def test_latin_1_in_the_clothes_of_utf_8_is_told_so(client, lamps, key, fmt):
    body = urlencode(said(key, description="Hål på Åvägen"), encoding="latin-1")

    assert "UTF-8" in errors_of(client.post(f"{HERE}/requests.{fmt}", body, f"{FORM}; charset=utf-8"), 400)
    assert not FaultReport.objects.exists()


@BOTH
def test_more_than_four_megabytes_of_words_are_refused_in_the_right_format(client, lamps, key, fmt):
    errors_of(sent(client, said(key, description="x" * 5_000_000), fmt=fmt), 400)
    errors_of(sent(client, {f"attribute[a{n}]": "1" for n in range(3100)}, fmt=fmt), 400)
    assert not FaultReport.objects.exists()


def question(category, code, kind, **more):
    return Question.objects.create(category=category, code=code, kind=kind, words=f"{code}?", **more)


def test_attributes_are_answers(client, lamps, key):
    question(lamps, "antal", "number")
    some = question(lamps, "farg", "multivaluelist", is_required=True)
    for name in ("rod", "gul", "bla"):
        some.choices.create(key=name, name=name.capitalize())
    data = said(key) | {"attribute[antal]": "3", "attribute[farg][]": ["rod", "bla"], "attribute[okand]": "x"}

    report = FaultReport.objects.get(number=number_of(sent(client, data)))

    assert [(answer["code"], answer["values"], answer["names"]) for answer in report.answers] == [
        ("antal", ["3"], ["3"]), ("farg", ["rod", "bla"], ["Rod", "Bla"]),
    ]  # fmt: skip


def test_answers_that_are_missing_wrong_or_stop_are_refused(client, lamps, key):
    whose = question(lamps, "vems", "singlevaluelist", is_required=True)
    whose.choices.create(key="var", name="Kommunens")
    whose.choices.create(key="statens", name="Statens", stops=True, stop_words="Ring Trafikverket.")

    assert "attribute[vems]" in errors_of(sent(client, said(key)), 400)
    assert "attribute[vems]" in errors_of(sent(client, said(key) | {"attribute[vems]": "min"}), 400)
    assert "Ring Trafikverket" in errors_of(sent(client, said(key) | {"attribute[vems]": "statens"}), 400)
    assert number_of(sent(client, said(key) | {"attribute[vems]": "var"}))


@pytest.mark.parametrize("name", ["media", "media[]", "photo1", "photo"])
def test_photos_come_as_files_under_any_of_their_names(client, lamps, key, name):
    response = client.post(f"{HERE}/requests.xml", {**said(key), name: photo(IN_SUNDSVALL)})

    (row,) = requests_of(client.get(f"{HERE}/requests/{number_of(response)}.xml"))
    assert row["media_url"].startswith("http://")


def test_where_a_photo_was_taken_is_not_in_what_others_fetch(client, lamps, key):
    taken = photo(IN_SUNDSVALL)
    assert b"Exif" in taken.read()
    taken.seek(0)
    number = number_of(client.post(f"{HERE}/requests.json", {**said(key), "media[]": taken}))

    address = requests_of(client.get(f"{V2}/requests/{number}.json"))[0]["media_url"]
    response = client.get(urlsplit(address).path)
    content = b"".join(response.streaming_content)
    for close in response._resource_closers:
        close()

    assert content.startswith(b"\xff\xd8")
    assert b"Exif" not in content
    set_publicity(report=FaultReport.objects.get(number=number), by=None, publicity="hidden", now=NOW)
    assert client.get(urlsplit(address).path).status_code == 404


def test_somebody_elses_road_is_noted(client, lamps, key):
    owner = ObjectOwner.objects.create(name="Trafikverket", within=30)
    line = shapely.LineString([(17.30, 62.3908), (17.31, 62.3908)])
    OwnedThing.objects.create(owner=owner, name="E4", shape=shapely.to_wkb(line))

    number = number_of(sent(client, said(key)))

    assert FaultReport.objects.get(number=number).owner == owner


@BOTH
@pytest.mark.parametrize(
    "content",
    [
        b"", b"GIF89a hej", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"\xff\xd8\xff\xe0" + b"\0" * 400, b"MZ" + b"\0" * 100,
    ],
)  # fmt: skip
def test_what_is_no_photo_is_told_so_and_nothing_is_stored(client, lamps, key, fmt, content):
    hostile = SimpleUploadedFile("<b>.jpg", content, content_type="image/jpeg")

    assert "Foto 1" in errors_of(client.post(f"{HERE}/requests.{fmt}", {**said(key), "media": hostile}), 400)
    assert not FaultReport.objects.exists()


@BOTH
def test_thirty_megabytes_and_six_photos_are_too_much(client, lamps, key, fmt):
    large = BytesIO(b"\xff\xd8\xff\xe0" + b"\0" * 30_000_000)
    large.name = "stor.jpg"

    assert "15 MB" in errors_of(client.post(f"{HERE}/requests.{fmt}", {**said(key), "media": large}), 400)
    six = {f"photo{n}": photo(name=f"{n}.jpg") for n in range(6)}
    assert "5" in errors_of(client.post(f"{HERE}/requests.{fmt}", {**said(key), **six}), 400)
    assert not FaultReport.objects.exists()


def test_links_to_pictures_are_never_fetched_but_staff_read_them(client, lamps, key, monkeypatch):
    """No socket is opened in a test but to loopback; this one would refuse even that."""
    links = ["http://127.0.0.1:1/a.jpg", "http://169.254.169.254/latest/"]

    response = sent(client, said(key, media_url=links))

    assert "media_url" in rows_of(response, "", "")[0]["service_notice"]
    (note,) = FaultReport.objects.get().events.filter(kind="system_note")
    assert all(link in note.message for link in links)
    assert "169.254" not in client.get(f"{HERE}/requests.json?extensions=true").content.decode()


def test_the_same_id_of_the_client_is_one_report(client, lamps, key):
    first = number_of(sent(client, said(key), **{"Idempotency-Key": "a-1"}))

    assert number_of(sent(client, said(key), **{"Idempotency-Key": "a-1"}), 200) == first
    assert "redan" in errors_of(sent(client, said(key, description="Annat"), **{"Idempotency-Key": "a-1"}), 400)
    assert number_of(sent(client, said(key, idempotency_key="a-2", description="Annat"))) != first
    (row,) = rows_of(client.get(f"{V2}/tokens/a-1.xml?api_key={key}"), "service_requests", "request")
    assert row == {"service_request_id": first, "token": "a-1"}
    errors_of(client.get(f"{V2}/tokens/a-1.json"), 404)
    assert FaultReport.objects.count() == 2


def test_without_an_id_the_same_words_on_the_same_day_are_one_report(client, lamps, key, time_machine):
    time_machine.move_to(NOW)
    first = number_of(sent(client, said(key)))

    assert number_of(sent(client, said(key)), 200) == first
    assert number_of(sent(client, said(key, description="Annat."))) != first
    time_machine.move_to(NOW.replace(day=23))
    assert number_of(sent(client, said(key))) != first


def test_two_clients_with_the_same_id_are_two_reports(client, sundsvall, lamps, key):
    _other, theirs = make_client(municipality=sundsvall, name="Annan", now=NOW)

    numbers = {number_of(sent(client, said(one, idempotency_key="1"))) for one in (key, theirs)}

    assert len(numbers) == 2
    assert {row.client.name for row in Submission.objects.select_related("client")} == {"Annan", "FixaMinGata"}


def test_a_client_follows_what_it_sent_though_nobody_else_sees_it(client, sundsvall, lamps, key):
    lamps.publicity = "hidden"
    lamps.save()
    _other, theirs = make_client(municipality=sundsvall, name="Annan", now=NOW)
    number = number_of(client.post(f"{HERE}/requests.json", {**said(key), "media": photo()}))

    for query, found in ((f"?api_key={key}", [number]), (f"?api_key={theirs}", []), ("", [])):
        assert ids_of(client.get(f"{HERE}/requests.json{query}")) == found
    assert ids_of(client.get(f"{HERE}/requests.json", headers={"Authorization": f"Bearer {key}"})) == [number]
    assert requests_of(client.get(f"{HERE}/requests/{number}.json?api_key={key}"))[0]["media_url"] is None


def test_a_key_is_worth_something_in_its_municipality_alone(client, lamps, timra, key):
    category_of(timra)
    lon, lat = IN_TIMRA

    data = said(key, lat=str(lat), long=str(lon))

    assert "Nyckeln gäller" in errors_of(sent(client, data, "/open311/2262/v2/requests"), 403)
    assert "Nyckeln gäller" in errors_of(sent(client, data, f"{V2}/requests"), 403)
    assert not FaultReport.objects.exists()


def test_a_key_that_was_revoked_changed_or_may_only_update_creates_nothing(client, lamps, key, updating_key):
    row = ApiClient.objects.get(name="FixaMinGata")
    new = rotate_key(client=row)
    errors_of(sent(client, said(key)), 403)
    number_of(sent(client, said(new)))
    revoke(client=row)

    errors_of(sent(client, said(new, description="Annat")), 403)
    errors_of(client.get(f"{HERE}/requests.json?api_key={new}"), 403)
    assert "får inte" in errors_of(sent(client, said(updating_key)), 403)


def test_a_session_opens_nothing(client, sundsvall, lamps):
    client.force_login(staff(sundsvall, Role.CASE_OFFICER))

    errors_of(sent(client, said("")), 403)
    errors_of(client.post(f"{HERE}/requests.json", said("")), 403)


@BOTH
def test_a_key_has_its_limit_and_so_has_an_address(client, sundsvall, lamps, fmt, settings):
    _slow, key = make_client(municipality=sundsvall, name="Långsam", rate=2, now=NOW)
    answers = [sent(client, said(key, description=f"Nummer {n}"), fmt=fmt) for n in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    errors_of(answers[-1], 429)
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60


@BOTH
def test_two_hundred_reports_a_minute_from_one_address_are_limited(client, lamps, fmt, time_machine):
    time_machine.move_to(NOW, tick=False)

    answers = [sent(client, {"api_key": ""}, fmt=fmt) for _n in range(200)]

    assert [answer.status_code for answer in answers[:150]] == [403] * 150
    errors_of(answers[-1], 429)
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert client.get(f"{HERE}/services.{fmt}").status_code == 200


def test_the_key_is_nowhere_in_the_database(client, lamps, key):
    sent(client, said(key))

    row = ApiClient.objects.get()
    assert key not in repr(ApiClient.objects.values())
    assert row.last_used_on is not None


# --- what FixMyStreet and FixaMinGata send --------------------------------------------------


def test_fixmystreet_sends_once_in_its_own_words(client, lamps, key):
    data = said(
        key, lat="62.390811", long="17.306944", first_name="Maja", last_name="Ek", email="maja@exempel.se", phone="",
        description="Mörkt\r\n\r\nSe https://fixamingata.se/report/1",
        media_url=["https://fixamingata.se/photo/1.0.jpeg", "https://fixamingata.se/photo/1.1.jpeg"],
    ) | {"attribute[fixmystreet_id]": "1", "attribute[easting]": "1", "attribute[title]": "Mörkt"}  # fmt: skip

    first = number_of(sent(client, data, fmt="xml"))
    again = number_of(sent(client, {**data, "api_key": key}, fmt="xml"), 200)

    assert first == again
    assert first != "0"
    assert FaultReport.objects.get().position == (17.306944, 62.390811)


def test_fixmystreet_sends_photos_by_number(client, lamps, key):
    files = {"photo1": photo(colour="red"), "photo2": photo(colour="green")}

    report = FaultReport.objects.get(number=number_of(client.post(f"{HERE}/requests.xml", {**said(key), **files})))

    assert report.photos.count() == 2
