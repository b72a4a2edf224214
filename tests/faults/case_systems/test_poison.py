"""What no text holds, from every door: half an emoji, NUL, controls. One of them holds up nothing else.

On PostgreSQL too: only there the database refuses NUL.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, OperationalError

from participation.faults.case_systems import carrying, hearing, lanes, taking
from participation.faults.case_systems.open311.reading import rows_of, text_of
from participation.faults.case_systems.protocol import Change
from participation.faults.case_systems.support_management import login
from participation.faults.models import CaseSystem, Dispatch, FaultEvent, IncomingUpdate

from .conftest import ask, now, sent_in, work
from .open311_double import told
from .server import Said

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality

    from .open311_double import Open311Double
    from .server import Asked
    from .support_double import SupportDouble

pytestmark = pytest.mark.django_db

POISON = ["Lagat \ud83d", "Lagat \0", "Lagat \x0b"]


@pytest.fixture
def json_system(o_system: CaseSystem) -> CaseSystem:
    o_system.settings["format"] = "json"
    o_system.save()
    return o_system


def words_heard() -> set[str]:
    return set(IncomingUpdate.objects.values_list("words", flat=True))


@pytest.mark.parametrize("poison", POISON)
def test_one_update_that_no_text_holds_stops_no_later_one(
    poison: str, json_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    first, second = sent_in(sundsvall), sent_in(sundsvall)
    work(json_system)
    ids = {row.report_id: row.external_id for row in Dispatch.objects.all()}
    open311.updates = [
        told("p1\ud83d", ids[first.pk], "contractor\0", now() - timedelta(seconds=2), poison),
        told("p2", ids[second.pk], "FIXED", now()),
    ]

    ask(json_system)
    ask(json_system)

    second.refresh_from_db()
    json_system.refresh_from_db()
    assert second.status == "fixed"
    assert {words.strip() for words in words_heard()} == {"Lagat", ""}
    assert IncomingUpdate.objects.filter(update_id="p1").count() == 1
    assert json_system.seen_until is not None
    assert (json_system.failing_since, json_system.error) == (None, "")


@pytest.mark.parametrize("said", ["a\x0bb", "a&#11;b", "a&#x0;b", "a&#xD83D;b", "a&#55357;b", "a\x00b", "a&#9999999;b"])
def test_a_control_character_in_xml_makes_the_rest_no_less_readable(said: str) -> None:
    body = f"<r><request_update><description>{said}</description></request_update><request_update/></r>"

    rows = rows_of(body.encode())

    assert text_of(rows[0], "description").split() in (["ab"], ["a", "b"])


def test_numbered_characters_that_xml_has_stay() -> None:
    [row] = rows_of(b"<r><x><description>&#229;&#xE4;&#128161;&#10;&amp;</description></x></r>")

    assert text_of(row, "description") == "åä💡\n&"


def test_a_raw_line_break_within_a_text_of_json_is_read() -> None:
    [row] = rows_of(b'[{"description": "a\x0bb\nc"}]')

    assert text_of(row, "description") == "a\nb\nc"


@pytest.mark.parametrize("poison", POISON[1:])
def test_a_push_that_no_text_holds_is_taken_without_it(
    poison: str, client: Any, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    work(o_system)
    form = {
        "api_key": o_system.push_key,
        "update_id": "p1\0",
        "service_request_id": "1\0",
        "status": "FIXED\0",
        "updated_datetime": now().isoformat(),
        "description": poison,
    }

    pushed = client.post(f"/felanmalan/arendesystem/{o_system.pk}/servicerequestupdates.json", form)

    report.refresh_from_db()
    assert (pushed.status_code, report.status) == (200, "fixed")


def test_an_errand_whose_status_no_text_holds_stops_no_other(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality
) -> None:
    first, second = sent_in(sundsvall), sent_in(sundsvall)
    work(s_system)
    ids = {row.report_id: row.external_id for row in Dispatch.objects.all()}
    support.set(ids[first.pk], status="ONGOING\ud83d\0", touched="2026-13-45T00:00:00+01:00")
    support.errands[ids[first.pk]]["touched"] = (now() - timedelta(hours=1)).isoformat()
    support.set(ids[second.pk], status="SOLVED")

    ask(s_system)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("in_progress", "fixed")


def test_an_errand_with_a_date_that_is_none_stops_no_other(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality
) -> None:
    first, second = sent_in(sundsvall), sent_in(sundsvall)
    work(s_system)
    ids = {row.report_id: row.external_id for row in Dispatch.objects.all()}
    support.set(ids[second.pk], status="SOLVED")

    def search(asked: Asked) -> Said | None:
        if asked.method != "GET" or not asked.path.endswith("/errands"):
            return None
        odd = {**support.errands[ids[first.pk]], "touched": "2026-13-45T00:00:00+01:00"}
        old = {**odd, "touched": "0001-01-01T00:00:00+02:00"}
        return support.json({"content": [odd, old, 7, support.errands[ids[second.pk]]]})

    support.contract, support.mischief = None, search
    ask(s_system)

    second.refresh_from_db()
    assert second.status == "fixed"


def test_lists_in_lists_are_an_answer_that_cannot_be_read(s_system: CaseSystem, support: SupportDouble) -> None:
    support.contract = None
    support.mischief = lambda asked: None if asked.path == "/token" else Said(200, b"[" * 200_000, "application/json")

    ask(s_system)

    s_system.refresh_from_db()
    assert s_system.error == "Systemets svar går inte att läsa."


def test_a_token_that_no_header_holds_is_said_in_words(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality
) -> None:
    login._tokens.clear()
    support.mischief = lambda asked: support.json({"access_token": "t\ud83d", "expires_in": 60})
    sent_in(sundsvall)

    row = work(s_system)

    assert row is not None
    assert row.error == "Inloggningen hos systemet svarade något som inte går att läsa."


def test_words_by_the_link_of_a_mail_come_without_it(e_system: CaseSystem, sundsvall: Municipality) -> None:
    report = sent_in(sundsvall)
    row = work(e_system)
    assert row is not None

    heard = hearing.hear_all(
        e_system,
        [Change("l1", row.external_id, "in_progress", now(), "Vi åker \ud83d\0ut")],
        now=now(),
    )

    report.refresh_from_db()
    assert (heard.new, heard.stumbled, report.status) == (1, 0, "in_progress")


def test_one_that_stumbles_stops_no_other_and_staff_see_it(
    monkeypatch: pytest.MonkeyPatch,
    client: Any,
    case_officer: User,
    o_system: CaseSystem,
    open311: Open311Double,
    sundsvall: Municipality,
) -> None:
    report = sent_in(sundsvall)
    work(o_system)
    hear = hearing.hear

    def stumble(system: CaseSystem, change: Any, **said: Any) -> bool:
        if change.update_id == "p1":
            raise ValueError
        return hear(system, change, **said)

    monkeypatch.setattr(hearing, "hear", stumble)
    open311.updates = [told("p1", "1", "open", now() - timedelta(seconds=2)), told("p2", "1", "FIXED", now())]
    client.force_login(case_officer)

    ask(o_system)
    pages = [client.get(path).text for path in ("/cms/arendesystem/", f"/cms/arendesystem/{o_system.pk}/")]
    report.refresh_from_db()
    monkeypatch.undo()
    ask(o_system)

    assert report.status == "fixed"
    assert all("1 besked från systemet gick inte att ta in." in page for page in pages)
    o_system.refresh_from_db()
    assert o_system.error == ""
    assert IncomingUpdate.objects.count() == 2


def test_an_answer_that_nobody_foresaw_still_lets_reports_through(
    monkeypatch: pytest.MonkeyPatch, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    """The thread that asks is, on SQLite, the one that sends."""
    sent_in(sundsvall)
    monkeypatch.setattr(lanes, "poll", lambda *args, **said: 1 / 0)
    monkeypatch.setattr(lanes.connection, "close", lambda: None)

    lanes._lane(o_system.pk, 0)

    o_system.refresh_from_db()
    assert Dispatch.objects.get().state == "done"
    assert o_system.polled_at is None


# --- on the way there


@pytest.mark.parametrize("poison", ["nej \ud83d", "nej \0", "\ud83d"])
def test_a_refusal_that_no_text_holds_stalls_nothing(
    poison: str, json_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    refused = sent_in(sundsvall, text="Den här tar de inte emot.")
    healthy = [sent_in(sundsvall), sent_in(sundsvall)]
    body = json.dumps([{"code": 400, "description": poison}]).encode()
    open311.mischief = lambda asked: (
        Said(400, body, "application/json") if "tar de inte" in str(asked.form.get("description")) else None
    )

    work(json_system)

    row = refused.dispatches.get()
    assert (row.state, row.error.startswith("Systemet sade nej (svar 400)")) == ("dead", True)
    assert [report.dispatches.get().state for report in healthy] == ["done", "done"]


def test_what_cannot_be_written_down_is_put_off_with_words_of_ours(
    monkeypatch: pytest.MonkeyPatch, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    reports = [sent_in(sundsvall), sent_in(sundsvall)]
    first = reports[0].dispatches.get().pk
    open311.mischief = lambda asked: (
        open311.error(400, "no", "xml") if len(open311.posts("requests.xml")) == 1 else None
    )

    def give_up(row: Dispatch, error: str) -> None:
        raise DatabaseError(error)

    monkeypatch.setattr(carrying, "give_up", give_up)
    work(o_system)

    row = Dispatch.objects.get(pk=first)
    assert (row.state, row.error.startswith("Ett fel hos oss (DatabaseError)")) == ("waiting", True)
    assert reports[1].dispatches.get().state == "done"


def test_a_lane_that_ends_gives_back_what_it_had_taken(
    monkeypatch: pytest.MonkeyPatch, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    for _number in range(3):
        sent_in(sundsvall)

    def away(row: Dispatch, adapter: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(lanes, "carry", away)
    with pytest.raises(OperationalError):
        work(o_system)

    assert sorted(Dispatch.objects.values_list("state", flat=True)) == ["sending", "waiting", "waiting"]


def test_a_case_number_that_no_text_holds_is_kept_without_it(
    json_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    sent_in(sundsvall)
    body = json.dumps([{"service_request_id": "7\0\ud83d7"}]).encode()
    open311.mischief = lambda asked: Said(200, body, "application/json") if asked.method == "POST" else None

    row = work(json_system)

    assert row is not None
    assert (row.state, row.external_id) == ("done", "77")
    assert FaultEvent.objects.filter(kind="sent", message__endswith="77").exists()


# --- while it is tried


def test_a_service_whose_name_no_text_holds_is_shown_without_it(
    client: Any, case_officer: User, json_system: CaseSystem, open311: Open311Double
) -> None:
    rows = [{"service_code": "172", "service_name": "Lampor \ud800\0", "metadata": "true"}]
    body = json.dumps(rows).encode()
    open311.mischief = lambda asked: (
        Said(200, body, "application/json") if asked.path.endswith("/services.json") else None
    )
    client.force_login(case_officer)

    page = client.post(f"/cms/arendesystem/{json_system.pk}/anslutning/")

    assert page.status_code == 200
    assert "Lampor" in page.text


def test_an_answer_to_the_try_that_nobody_foresaw_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, client: Any, case_officer: User, o_system: CaseSystem
) -> None:
    monkeypatch.setattr("participation.faults.case_systems.open311.adapter.found_at", lambda *args: 1 / 0)
    client.force_login(case_officer)

    page = client.post(f"/cms/arendesystem/{o_system.pk}/anslutning/")

    assert "Systemets svar går inte att läsa." in page.text


def test_what_is_dead_says_why_whatever_was_left_of_their_words(o_system: CaseSystem, sundsvall: Municipality) -> None:
    sent_in(sundsvall)
    [row] = taking.take(o_system, now=now(), limit=1)

    taking.give_up(row, "\0")

    row.refresh_from_db()
    assert row.error
