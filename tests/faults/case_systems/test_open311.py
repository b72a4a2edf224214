"""The whole loop with an Open311 server that misbehaves as real ones do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from participation.faults.actions import add_words, change_status
from participation.faults.case_systems import carrying, hearing
from participation.faults.case_systems.client import LARGEST
from participation.faults.case_systems.open311 import reading
from participation.faults.case_systems.sending_again import found_there
from participation.faults.case_systems.told import moment_of
from participation.faults.case_systems.trouble import Again
from participation.faults.models import CaseSystem, Dispatch, FaultReport, IncomingUpdate
from participation.notifications.models import OutgoingMail

from .conftest import as_if_killed, ask, now, sent_in, work
from .open311_double import told
from .server import Asked, CutOff, Said

if TYPE_CHECKING:
    from pathlib import Path

    from participation.attachments.intake import ReceivedPhoto
    from participation.places.models import Municipality

    from .open311_double import Open311Double

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fmt", ["xml", "json"])
def test_a_report_goes_there_and_its_status_comes_back(
    fmt: str, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, developed: ReceivedPhoto
) -> None:
    o_system.settings["format"] = fmt
    o_system.save()
    report = sent_in(sundsvall, photos=[developed], contact_email="anna@example.se")

    row = work(o_system)
    open311.updates = [told("u1", "1", "FIXED", now())]
    ask(o_system)

    assert row is not None
    assert (row.state, row.external_id, row.attempts) == ("done", "1", 0)
    there = open311.requests["1"]
    assert there["service_code"] == "172"
    assert there["lat"], there["long"] == ("62.390800", "17.306900")
    assert report.number in there["description"]
    assert "email" not in there
    assert there["api_key"] == "k"
    assert len(open311.photos) == 1
    report.refresh_from_db()
    assert report.status == "fixed"
    assert OutgoingMail.objects.filter(to="anna@example.se", text__contains="Lampan är bytt.").count() == 1


def test_contact_details_go_only_to_a_system_that_may_have_them(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    o_system.shares_contact = True
    o_system.save()
    sent_in(sundsvall, contact_email="anna@example.se")

    work(o_system)

    assert open311.requests["1"]["email"] == "anna@example.se"


@pytest.mark.parametrize("status", [200, 201])
@pytest.mark.parametrize("root", ["service_requests", "requests"])
def test_either_answer_to_creating_is_good(
    status: int, root: str, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    open311.created_status, open311.root = status, root
    sent_in(sundsvall)

    row = work(o_system)

    assert row is not None
    assert row.external_id == "1"


def test_a_token_is_redeemed_however_long_it_takes(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    open311.tokens = {"wait": 3}
    sent_in(sundsvall)

    rows = [work(o_system) for _ in range(4)]

    assert [row.external_id for row in rows if row] == ["", "", "", "1"]
    assert len(open311.posts("requests.xml")) == 1


def test_a_time_out_after_success_creates_nothing_twice(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    sent_in(sundsvall)
    open311.after = cut_when_posted

    first = work(o_system)
    open311.after = None
    second = work(o_system)

    assert first is not None
    assert (first.state, first.step) == ("waiting", "posted")
    assert second is not None
    assert (second.state, second.external_id) == ("done", "1")
    assert len(open311.requests) == 1


def test_a_server_that_cannot_be_searched_is_left_to_people_after_a_broken_line(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    sent_in(sundsvall)
    open311.searches, open311.after = False, cut_when_posted

    work(o_system)
    open311.after = None
    row = work(o_system)

    assert row is not None
    assert row.state == "dead"
    assert "Titta i ärendesystemet" in row.error
    assert len(open311.requests) == 1


def test_a_duplicate_answer_is_success(o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality) -> None:
    sent_in(sundsvall)
    said = {"once": False}

    def duplicate(asked: Asked) -> Said | None:
        if asked.method == "POST" and not said["once"]:
            said["once"] = True
            open311.answer(asked)
            return open311.error(400, "Duplicate request, already exists", "xml")
        return None

    open311.mischief = duplicate
    row = work(o_system)

    assert row is not None
    assert (row.state, row.external_id) == ("done", "1")


def test_the_id_nought_is_no_id(o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality) -> None:
    open311.first = 0
    sent_in(sundsvall)

    row = work(o_system)

    assert row is not None
    assert row.external_id == ""
    assert row.state == "waiting"


def test_a_server_that_is_down_holds_up_but_loses_nothing(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    sent_in(sundsvall)
    address = o_system.url
    o_system.url = "http://127.0.0.1:9/v2"
    o_system.save()

    away = work(o_system)
    o_system.refresh_from_db()
    paused, error = o_system.paused_until, o_system.error
    o_system.url = address
    o_system.save()
    back = work(o_system)

    assert away is not None
    assert (away.state, away.step, away.attempts) == ("waiting", "new", 0)
    assert paused is not None
    assert "svarar inte" in error
    assert back is not None
    assert back.state == "done"
    o_system.refresh_from_db()
    assert (o_system.failures, o_system.failing_since) == (0, None)


def test_a_no_is_told_to_staff_in_words(o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality) -> None:
    sent_in(sundsvall)
    open311.mischief = lambda asked: open311.error(400, "service_code is unknown", "json")

    row = work(o_system)

    assert row is not None
    assert row.state == "dead"
    assert row.error.startswith("Systemet sade nej (svar 400)")


@pytest.mark.parametrize(
    "body",
    [
        b"<html><p>Hej",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><b>&x;</b></a>',
        b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><l><r><token>&b;</token></r></l>',
        b"[" * 100_000,
        b"x" * (LARGEST + 10),
    ],
    ids=["not XML", "outer entity", "inner entity", "deep", "endless"],
)
def test_an_answer_that_cannot_be_read_is_no_success_and_no_second_case(
    body: bytes, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    sent_in(sundsvall)
    open311.after = lambda asked: Said(200, body) if asked.method == "POST" else None

    first = work(o_system)
    second = work(o_system)

    assert first is not None
    assert (first.state, first.step) == ("waiting", "posted")
    assert second is not None
    assert second.external_id == "1"
    assert len(open311.requests) == 1


def test_a_redirect_is_not_followed(o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality) -> None:
    sent_in(sundsvall)
    open311.mischief = lambda asked: Said(302, headers={"Location": f"{open311.url}/inner/requests.xml"})

    row = work(o_system)

    assert row is not None
    assert row.state == "dead"
    assert not [asked for asked in open311.asked if "inner" in asked.path]


def test_what_happens_here_goes_there_once_and_in_order(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, case_officer: Any
) -> None:
    report = sent_in(sundsvall)
    add_words(report=report, text="Den blinkar nu.", now=now())
    work(o_system)
    change_status(report=report, by=case_officer, status="planned", message="På torsdag.", now=now())
    add_words(report=report, text="Tack!", now=now())
    failing = {"left": 2}

    def now_and_then(asked: Asked) -> Said | None:
        if asked.method == "POST" and failing["left"]:
            failing["left"] -= 1
            return open311.error(500, "later", "xml")
        return None

    open311.mischief = now_and_then
    for _ in range(4):
        row = work(o_system)

    assert row is not None
    assert row.state == "done"
    said = [(form["status"], form["description"]) for form in open311.received.values()]
    assert said == [("UNCHANGED", "Den blinkar nu."), ("ACTION_SCHEDULED", "På torsdag."), ("UNCHANGED", "Tack!")]


def test_an_update_fifty_times_and_out_of_order_counts_once(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall, contact_email="anna@example.se")
    work(o_system)
    newer, older = told("u2", "1", "FIXED", now()), told("u1", "1", "IN_PROGRESS", now() - timedelta(minutes=2))

    open311.updates = [newer] * 50
    ask(o_system)
    open311.updates = [newer, older] * 25
    ask(o_system)

    report.refresh_from_db()
    assert report.status == "fixed"
    assert dict(IncomingUpdate.objects.values_list("update_id", "outcome")) == {"u1": "late", "u2": "changed"}
    assert report.events.filter(kind="status").count() == 1
    assert report.events.filter(kind="system_note", message__contains="Kom för sent").count() == 1
    assert OutgoingMail.objects.filter(to="anna@example.se", text__contains="Lampan är bytt.").count() == 1


def test_a_long_answer_of_a_server_that_knows_no_pages_is_all_there_is(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    work(o_system)
    open311.updates = [told(f"u{number}", "1", "OPEN", now()) for number in range(99)]
    open311.updates.append(told("u99", "1", "FIXED", now()))
    open311.mischief = lambda asked: open311.error(400, "page?", "xml") if "page" in asked.query else None

    ask(o_system)

    report.refresh_from_db()
    assert report.status == "fixed"
    assert open311.asked[-1].query["page"] == "2"


def test_an_update_that_is_not_in_the_table_is_noted_for_staff(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    work(o_system)
    open311.updates = [told("u1", "1", "strange", now(), "Hos Kalle.")]

    ask(o_system)

    report.refresh_from_db()
    assert report.status == "received"
    assert report.events.get(kind="system_note").message == "strange: Hos Kalle."
    assert not report.events.for_reporter().filter(message__contains="Kalle").exists()


@pytest.mark.parametrize(
    ("code", "status", "ours", "kept"),
    [
        ("SKARP-7", "FIXED", "fixed", "fixed"),
        ("IN_PROGRESS", "FIXED", "in_progress", "in_progress"),
        ("SKARP-7", "open", "received", "skarp-7"),
    ],
)
def test_a_code_of_their_own_counts_where_the_table_has_it_and_else_the_status_beside_it(
    code: str,
    status: str,
    ours: str,
    kept: str,
    o_system: CaseSystem,
    open311: Open311Double,
    sundsvall: Municipality,
) -> None:
    report = sent_in(sundsvall)
    work(o_system)
    open311.updates = [told("u1", "1", status, now()) | {"external_status_code": code}]

    ask(o_system)

    report.refresh_from_db()
    assert report.status == ours
    assert IncomingUpdate.objects.get().status == kept


def test_handed_to_the_contractor_is_said_in_plain_words_without_a_new_status(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    work(o_system)
    open311.updates = [told("u1", "1", "CONTRACTOR", now())]

    ask(o_system)

    report.refresh_from_db()
    assert report.status == "received"
    assert report.events.get(kind="news").message == "Lämnat till entreprenören."


def test_an_update_that_is_faster_than_the_answer_to_creating_is_not_lost(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    open311.after = cut_when_posted
    work(o_system)
    open311.after = None
    open311.updates = [told("u1", "1", "IN_PROGRESS", now())]
    ask(o_system)
    before = IncomingUpdate.objects.get().outcome

    work(o_system)

    report.refresh_from_db()
    assert before == "unknown"
    assert report.status == "in_progress"


def test_it_is_not_lost_either_where_staff_say_which_case_it_is(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    open311.searches, open311.after = False, cut_when_posted
    work(o_system)
    open311.after = None
    row = work(o_system)
    open311.updates = [told("u1", "1", "FIXED", now())]
    ask(o_system)
    assert row is not None
    assert row.state == "dead"

    found_there(dispatch=row, external_id="1", now=now())
    work(o_system)

    report.refresh_from_db()
    assert report.status == "fixed"
    assert report.events.filter(kind="sent").count() == 1


def test_nor_where_the_worker_was_killed_when_it_had_just_written_down_the_number(
    monkeypatch: pytest.MonkeyPatch, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    class Killed(BaseException):
        pass

    def die(**said: Any) -> None:
        raise Killed

    report = sent_in(sundsvall)
    open311.updates = [told("u1", "1", "FIXED", now())]
    ask(o_system)
    monkeypatch.setattr(carrying, "record_sent", die)
    with pytest.raises(Killed):
        work(o_system)
    monkeypatch.undo()
    as_if_killed(o_system)

    row = work(o_system)

    report.refresh_from_db()
    assert row is not None
    assert (row.state, report.status) == ("done", "fixed")
    assert report.events.filter(kind="sent").count() == 1


def test_nor_where_it_came_between_two_transactions(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    """It is found when the last day is read again. One that nobody can take in stops no other."""
    report = sent_in(sundsvall)
    work(o_system)
    said = {"system": o_system, "status": "fixed", "at": now(), "received_at": now(), "outcome": "unknown"}
    IncomingUpdate.objects.create(update_id="u1", external_id="1", **said)
    IncomingUpdate.objects.create(update_id="u2", external_id="900", **said)
    CaseSystem.objects.update(caught_up_at=now() - timedelta(hours=7))

    ask(o_system)

    report.refresh_from_db()
    assert report.status == "fixed"
    assert IncomingUpdate.objects.get(update_id="u2").outcome == "unknown"


def test_an_early_update_that_cannot_be_taken_in_holds_up_nothing_that_goes_there(
    monkeypatch: pytest.MonkeyPatch, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    open311.updates = [told("u1", "1", "FIXED", now())]
    ask(o_system)
    add_words(report=report, text="Den blinkar.", now=now())
    settle = hearing._settle
    monkeypatch.setattr(hearing, "_settle", lambda *said: 1 / 0)

    row = work(o_system)
    monkeypatch.setattr(hearing, "_settle", settle)
    CaseSystem.objects.update(caught_up_at=None)
    ask(o_system)

    assert row is not None
    assert (row.state, len(open311.received)) == ("done", 1)
    report.refresh_from_db()
    assert report.status == "fixed"


@pytest.mark.parametrize("told_at", ["", "i går"])
def test_an_update_that_does_not_say_when_is_of_when_it_came(
    told_at: str, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    work(o_system)
    open311.updates = [told("u1", "1", "FIXED", now()) | {"updated_datetime": told_at}]

    ask(o_system)
    ask(o_system)

    report.refresh_from_db()
    assert report.status == "fixed"
    assert abs(IncomingUpdate.objects.get().at - now()) < timedelta(minutes=1)


def test_a_request_of_a_list_that_does_not_say_when_it_changed_is_of_when_it_was_seen(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, case_officer: Any
) -> None:
    o_system.settings["updates"] = "requests"
    o_system.save()
    report = sent_in(sundsvall)
    work(o_system)
    change_status(report=report, by=case_officer, status="planned", message="", now=now())
    open311.requests["1"]["status"] = "fixed"  # and its updated_datetime is empty
    ask(o_system)
    open311.requests["1"] |= {"status": "in_progress", "requested_datetime": ""}

    ask(o_system)
    ask(o_system)

    report.refresh_from_db()
    assert report.status == "in_progress"
    assert IncomingUpdate.objects.count() == 2


def test_without_updates_of_their_own_the_list_of_cases_is_read(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    o_system.settings["updates"] = "requests"
    o_system.save()
    reports = [sent_in(sundsvall) for _ in range(5)]
    work(o_system)
    open311.requests["3"] |= {"status": "fixed", "updated_datetime": now().isoformat()}

    ask(o_system)
    ask(o_system)

    assert sum(FaultReport.objects.get(pk=report.pk).status == "fixed" for report in reports) == 1
    assert Dispatch.objects.get(external_id="3").report.status == "fixed"


def test_latin_1_in_the_clothes_of_utf_8_is_read(data: Path) -> None:
    found = reading.rows_of((data / "open311" / "helsinki_services_sv.xml").read_bytes())

    assert all("�" not in reading.text_of(row, "service_name") for row in found)
    assert any("ä" in reading.text_of(row, "service_name") for row in found)


@pytest.mark.parametrize(
    ("file", "rows"),
    [
        ("open311status_requests_single.xml", 1),
        ("helsinki_services.json", None),
        ("helsinki_services.xml", None),
        ("chicago_requests_50.json", 50),
        ("open311status_requests_many.xml", None),
        ("open311status_services_giessen.xml", None),
    ],
)
def test_real_answers_are_read(file: str, rows: int | None, data: Path) -> None:
    found = reading.rows_of((data / "open311" / file).read_bytes())

    assert found
    assert rows is None or len(found) == rows
    assert all(reading.text_of(row, "service_code") or reading.text_of(row, "service_request_id") for row in found)


def test_small_differences_are_read() -> None:
    near = (17.3, 62.4)

    assert [reading.truth_of(told) for told in ("true", True, "1", 1, "false", None)] == [True] * 4 + [False] * 2
    assert reading.position_of({"lat": "62.39", "long": 17.31}, near=near) == (17.31, 62.39)
    assert reading.position_of({"lat": "17.31", "long": "62.39"}, near=near) == (17.31, 62.39)
    assert reading.position_of({"lat": "1", "long": "2"}, near=near) is None
    assert moment_of("") is None
    assert moment_of("2026-11-21T12:00:00") == datetime(2026, 11, 21, 12, tzinfo=UTC)
    rows = reading.rows_of(b"<r><request><media_url>a</media_url><media_url>b</media_url></request></r>")
    assert rows == [{"media_url": ["a", "b"]}]
    with pytest.raises(Again):
        reading.rows_of(b"<a>")


def cut_when_posted(asked: Asked) -> Said | None:
    if asked.method == "POST":
        raise CutOff
    return None
