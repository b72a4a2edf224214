"""What does not get through is seen: a token that becomes no number, and a system that answers and takes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from participation.faults.actions import add_words
from participation.faults.models import CaseSystem, Dispatch

from .conftest import ask, now, sent_in, work

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality

    from .open311_double import Open311Double
    from .server import Asked, Said

pytestmark = pytest.mark.django_db
FOR_EVER = 10**9


def long_ago(**ago: int) -> None:
    Dispatch.objects.update(waiting_since=now() - timedelta(**ago))


# --- a token


@pytest.mark.parametrize(
    ("status", "words"), [(404, "token not found"), (400, "404 : token not found"), (400, "Token hittades inte")]
)
def test_a_token_that_the_system_does_not_know_yet_is_waited_for(
    status: int, words: str, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    open311.tokens = {"wait": 1}
    sent_in(sundsvall)
    work(o_system)
    open311.mischief = lambda asked: open311.error(status, words, "xml") if "/tokens/" in asked.path else None
    waiting = work(o_system)
    open311.mischief = None

    row = work(o_system)

    assert waiting is not None
    assert (waiting.state, waiting.external_id) == ("waiting", "")
    assert "har gett den inget nummer än" in waiting.error
    assert row is not None
    assert (row.state, row.external_id, row.attempts, row.error) == ("done", "1", 0, "")


def test_a_no_to_a_token_that_says_something_else_is_a_no(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    open311.tokens = {"wait": 1}
    sent_in(sundsvall)
    work(o_system)
    open311.mischief = lambda asked: open311.error(400, "jurisdiction_id missing", "xml")

    row = work(o_system)

    assert row is not None
    assert row.state == "dead"


def test_a_token_that_never_becomes_a_number_is_handed_to_staff(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, case_officer: User, client: Any
) -> None:
    open311.tokens, open311.searches = {"wait": FOR_EVER}, False
    report = sent_in(sundsvall)
    work(o_system)
    long_ago(days=3)
    waiting = work(o_system)
    client.force_login(case_officer)
    before = client.get("/cms/").text
    long_ago(days=5)

    row = work(o_system)

    assert waiting is not None
    assert waiting.state == "waiting"
    assert "tar inte emot anmälningar" in before  # for a day and more
    assert row is not None
    assert row.state == "dead"
    assert "inget nummer på 4 dagar" in row.error
    assert report.number in client.get("/cms/").text
    assert report.number in client.get("/cms/arendesystem/inte-skickade/").text
    assert "Ärendet finns inte där" in client.get(f"/cms/arendesystem/skickad/{row.pk}/").text


def test_before_a_token_is_given_up_the_case_is_looked_for(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    open311.tokens = {"wait": FOR_EVER}
    sent_in(sundsvall)
    work(o_system)
    long_ago(days=5)

    row = work(o_system)

    assert row is not None
    assert (row.state, row.external_id) == ("done", "1")


def test_the_wait_for_a_number_counts_from_when_the_token_came(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    open311.tokens, open311.searches = {"wait": FOR_EVER}, False
    sent_in(sundsvall)
    long_ago(days=5)

    work(o_system)
    row = work(o_system)

    assert row is not None
    assert row.state == "waiting"


def test_a_token_is_asked_for_soon_and_then_more_seldom(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    open311.tokens = {"wait": FOR_EVER}
    sent_in(sundsvall)

    waits = []
    for _attempt in range(8):
        row = work(o_system)
        assert row is not None
        waits.append(round((row.next_attempt_at - now()).total_seconds()))

    assert waits[0] <= 20
    assert waits == sorted(waits)
    assert waits[-1] <= 600


# --- a system that answers and takes nothing


@pytest.mark.parametrize(("status", "words"), [(403, "Kontrollera nycklarna"), (500, "svar 500"), (503, "svar 503")])
def test_a_system_that_takes_nothing_is_not_said_to_work(
    status: int,
    words: str,
    o_system: CaseSystem,
    open311: Open311Double,
    sundsvall: Municipality,
    case_officer: User,
    outsider: User,
    client: Any,
) -> None:
    CaseSystem.objects.update(listed_ours_at=now())
    open311.mischief = lambda asked: open311.error(status, "no", "xml") if asked.method == "POST" else None
    for _report in range(3):
        sent_in(sundsvall)
    for _attempt in range(4):
        work(o_system)
        ask(o_system)

    client.force_login(case_officer)
    desk, index = client.get("/cms/").text, client.get("/cms/arendesystem/").text
    page = client.get(f"/cms/arendesystem/{o_system.pk}/").text
    listed = client.get("/cms/arendesystem/inte-skickade/").text
    client.force_login(outsider)
    elsewhere = client.get("/cms/").text

    assert "Gatukontoret tar inte emot anmälningar" in desk
    for shown in (desk, index, page, listed):
        assert "3 anmälningar kommer inte fram" in shown
        assert words in shown
        assert "Fungerar" not in shown
    assert "Alla anmälningar har kommit fram" not in listed
    assert "Gatukontoret" not in elsewhere


def test_once_it_takes_them_it_works(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, case_officer: User, client: Any
) -> None:
    open311.mischief = lambda asked: open311.error(403, "no", "xml") if asked.method == "POST" else None
    sent_in(sundsvall)
    for _attempt in range(4):
        work(o_system)
    open311.mischief = None
    work(o_system)
    client.force_login(case_officer)

    index = client.get("/cms/arendesystem/").text

    assert "Fungerar" in index
    assert "Alla anmälningar har kommit fram" in client.get("/cms/arendesystem/inte-skickade/").text
    assert "Gatukontoret" not in client.get("/cms/").text


def test_a_system_that_refused_a_report_for_good_is_not_said_to_work(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, case_officer: User, client: Any
) -> None:
    open311.mischief = lambda asked: open311.error(400, "no such code", "xml") if asked.method == "POST" else None
    sent_in(sundsvall)
    work(o_system)
    client.force_login(case_officer)

    for address in ("/cms/arendesystem/", f"/cms/arendesystem/{o_system.pk}/"):
        page = client.get(address).text
        assert "1 anmälan gick inte att skicka." in page
        assert "Fungerar" not in page


def test_what_passes_by_itself_is_nobodys_job_yet(
    o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, case_officer: User, client: Any
) -> None:
    open311.mischief = refuse_once(open311)
    report = sent_in(sundsvall)
    add_words(report=report, text="Den blinkar.", now=now())
    work(o_system)
    client.force_login(case_officer)

    assert "Gatukontoret" not in client.get("/cms/").text
    assert "1 anmälan kommer inte fram" in client.get("/cms/arendesystem/").text


def test_a_system_that_has_been_away_for_an_hour_is_on_the_desk(
    o_system: CaseSystem, sundsvall: Municipality, case_officer: User, client: Any
) -> None:
    sent_in(sundsvall)
    o_system.url = "http://127.0.0.1:9/v2"
    o_system.save()
    work(o_system)
    client.force_login(case_officer)
    at_once = client.get("/cms/").text
    type(o_system).objects.update(failing_since=now() - timedelta(hours=2))

    later = client.get("/cms/").text

    assert "Gatukontoret" not in at_once
    assert "Gatukontoret tar inte emot anmälningar" in later


def refuse_once(open311: Open311Double) -> Any:
    left = {"n": 1}

    def refuse(asked: Asked) -> Said | None:
        if asked.method == "POST" and left["n"]:
            left["n"] -= 1
            return open311.error(500, "later", "xml")
        return None

    return refuse
