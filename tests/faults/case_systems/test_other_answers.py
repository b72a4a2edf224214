"""A login page, a page about maintenance, an error under 200: none is the system's answer, and nothing is done."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from participation.faults.actions import add_words, say_still_broken
from participation.faults.models import CaseSystem, Dispatch

from .conftest import ask, now, sent_in, work
from .server import CutOff, Said

if TYPE_CHECKING:
    from participation.attachments.intake import ReceivedPhoto
    from participation.places.models import Municipality

    from .open311_double import Open311Double
    from .server import Asked
    from .support_double import SupportDouble

pytestmark = pytest.mark.django_db

PAGE = Said(200, b"<!DOCTYPE html>\n<html><body><form>Logga in<br></form></body></html>", "text/html")
STRICT_PAGE = Said(200, b"<html><head><title>Logga in</title></head><body><p>Hej</p></body></html>", "text/html")
PROBLEM = Said(200, b'{"title": "Maintenance", "status": 503, "detail": "Back at noon"}', "application/json")
NOTHING = Said(200, b"", "text/html")
WORD = Said(200, b"null", "application/json")
A_PAGE = "Systemet svarade med en webbsida (inloggning eller underhåll?) i stället för med ett besked."


def errors(code: int, words: str = "Ogiltigt") -> list[Said]:
    rows = [{"code": code, "description": words}]
    xml = f"<errors><error><code>{code}</code><description>{words}</description></error></errors>"
    return [Said(200, json.dumps(rows).encode(), "application/json"), Said(200, xml.encode())]


def instead(double: Any, said: Said, method: str, ending: str) -> None:
    double.contract = None  # what stands before a system keeps to no contract
    double.mischief = lambda asked: said if asked.method == method and asked.path.endswith(ending) else None


# --- SupportManagement


@pytest.mark.parametrize("said", [PAGE, STRICT_PAGE, PROBLEM, NOTHING, WORD])
@pytest.mark.parametrize("ending", ["/attachments", "/notes"])
def test_what_is_not_the_answer_to_a_photo_or_a_note_is_tried_again(
    ending: str,
    said: Said,
    s_system: CaseSystem,
    support: SupportDouble,
    sundsvall: Municipality,
    developed: ReceivedPhoto,
) -> None:
    report = sent_in(sundsvall, photos=[developed])
    add_words(report=report, text="Den blinkar.", now=now())
    instead(support, said, "POST", ending)

    first = work(s_system)
    support.mischief = None
    second = work(s_system)

    assert first is not None
    assert (first.state, first.external_id, bool(first.error)) == ("waiting", "e-1", True)
    assert second is not None
    assert (second.state, second.photos_sent) == ("done", 1)
    assert (len(support.errands), len(support.attachments["e-1"]), len(support.notes["e-1"])) == (1, 1, 1)


def test_staff_read_what_came_instead_of_an_answer(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality, developed: ReceivedPhoto
) -> None:
    sent_in(sundsvall, photos=[developed])
    told = []
    for said in (PAGE, PROBLEM, NOTHING):
        instead(support, said, "POST", "/attachments")
        row = work(s_system)
        assert row is not None
        told.append(row.error)

    assert told == [
        A_PAGE,
        "Systemet svarade något annat än att det är gjort: Back at noon",
        "Systemets svar går inte att läsa.",
    ]


@pytest.mark.parametrize("said", [PAGE, PROBLEM, NOTHING])
@pytest.mark.parametrize("ending", ["/attachments", "/notes"])
def test_a_list_that_cannot_be_read_is_not_an_empty_one(
    ending: str,
    said: Said,
    s_system: CaseSystem,
    support: SupportDouble,
    sundsvall: Municipality,
    developed: ReceivedPhoto,
) -> None:
    """Or what is there already would be sent once more."""
    report = sent_in(sundsvall, photos=[developed])
    add_words(report=report, text="Den blinkar.", now=now())

    def cut(asked: Asked) -> Said | None:
        if asked.method == "POST" and asked.path.endswith(ending):
            raise CutOff
        return None

    support.after = cut
    work(s_system)
    support.after = None
    instead(support, said, "GET", ending)
    blind = work(s_system)
    support.mischief = None
    row = work(s_system)

    assert blind is not None
    assert blind.state == "waiting"
    assert row is not None
    assert row.state == "done"
    assert (len(support.attachments["e-1"]), len(support.notes["e-1"])) == (1, 1)


@pytest.mark.parametrize("said", [PAGE, PROBLEM])
@pytest.mark.parametrize("method", ["GET", "PATCH"])
def test_a_status_is_set_only_by_the_system_itself(
    method: str, said: Said, s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality
) -> None:
    s_system.settings["reopened_status"] = "REOPENED"
    s_system.save()
    report = sent_in(sundsvall)
    work(s_system)
    support.set("e-1", status="SOLVED")
    ask(s_system)
    say_still_broken(report=report, text="Nej", now=now())
    instead(support, said, method, "/errands/e-1")

    row = work(s_system)
    before = support.errands["e-1"]["status"]
    support.mischief = None
    work(s_system)

    assert row is not None
    assert (row.state, before) == ("waiting", "SOLVED")
    assert support.errands["e-1"]["status"] == "REOPENED"
    assert len(support.notes["e-1"]) == 1


def test_no_errand_is_looked_for_on_a_page_for_people(
    s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality
) -> None:
    support.after = lambda asked: Said(502) if asked.path.endswith("/errands") and asked.method == "POST" else None
    support.contract = None
    sent_in(sundsvall)
    work(s_system)
    support.after = None
    for said in (PAGE, PROBLEM, Said(200, b"[]", "application/json")):
        instead(support, said, "GET", "/errands")
        work(s_system)
    support.mischief = None

    row = work(s_system)

    assert row is not None
    assert (row.state, len(support.errands)) == ("done", 1)


@pytest.mark.parametrize("said", [PROBLEM, NOTHING])
def test_changes_that_are_no_list_are_said_to_be_none(
    said: Said, s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    work(s_system)
    support.set("e-1", status="SOLVED")
    instead(support, said, "GET", "/errands")
    ask(s_system)
    s_system.refresh_from_db()
    error = s_system.error
    support.mischief = None
    ask(s_system)

    report.refresh_from_db()
    assert (error, report.status) == ("Systemets svar går inte att läsa.", "fixed")


@pytest.mark.parametrize(
    "said",
    [
        Said(201),
        Said(204),
        Said(200, headers={"Location": "/2281/FELANMALAN/errands/e-1/notes/1"}),
        Said(200, b'{"id": "n-1"}', "application/json"),
    ],
)
def test_a_yes_without_words_is_a_yes(
    said: Said, s_system: CaseSystem, support: SupportDouble, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    add_words(report=report, text="Den blinkar.", now=now())
    instead(support, said, "POST", "/notes")

    row = work(s_system)

    assert row is not None
    assert row.state == "done"
    assert len(support.posts("/notes")) == 1


# --- Open311


@pytest.mark.parametrize("said", [PAGE, STRICT_PAGE, PROBLEM, WORD, *errors(500)])
def test_news_that_no_system_took_are_sent_again(
    said: Said, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality, developed: ReceivedPhoto
) -> None:
    o_system.settings["photos"] = "after"
    o_system.save()
    report = sent_in(sundsvall, photos=[developed])
    add_words(report=report, text="Den blinkar.", now=now())
    instead(open311, said, "POST", "/servicerequestupdates.xml")

    first = work(o_system)
    open311.mischief = None
    second = work(o_system)

    assert first is not None
    assert (first.state, first.photos_sent, bool(first.error)) == ("waiting", 0, True)
    assert second is not None
    assert (second.state, second.photos_sent, len(open311.photos)) == ("done", 1, 1)
    assert len(open311.received) == 2


@pytest.mark.parametrize("said", errors(400))
def test_an_error_under_200_is_what_it_says(
    said: Said, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    add_words(report=report, text="Den blinkar.", now=now())
    instead(open311, said, "POST", "/servicerequestupdates.xml")

    row = work(o_system)

    assert row is not None
    assert (row.state, row.error) == ("dead", "Systemet sade nej (svar 400): Ogiltigt")


@pytest.mark.parametrize("said", errors(400, "Update already exists"))
def test_that_it_is_there_already_is_a_yes_under_200_too(
    said: Said, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    add_words(report=report, text="Den blinkar.", now=now())
    instead(open311, said, "POST", "/servicerequestupdates.xml")

    row = work(o_system)

    assert row is not None
    assert row.state == "done"


@pytest.mark.parametrize("said", [Said(200), Said(201), Said(204), Said(200, b'[{"update_id": 7}]')])
def test_an_open311_system_that_says_yes_shortly_is_told_once(
    said: Said, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    report = sent_in(sundsvall)
    add_words(report=report, text="Den blinkar.", now=now())
    instead(open311, said, "POST", "/servicerequestupdates.xml")

    row = work(o_system)

    assert row is not None
    assert row.state == "done"
    assert len(open311.posts("/servicerequestupdates.xml")) == 1


@pytest.mark.parametrize("said", [STRICT_PAGE, PROBLEM, Said(200), *errors(500)])
def test_a_case_is_not_made_twice_where_the_search_brought_something_else(
    said: Said, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    sent_in(sundsvall)
    work(o_system)
    o_system.refresh_from_db()
    assert o_system.listed_ours_at is not None
    sent_in(sundsvall)
    open311.after = lambda asked: Said(502) if asked.method == "POST" else None
    work(o_system)
    open311.after = None
    instead(open311, said, "GET", "/requests.xml")
    work(o_system)
    open311.mischief = None

    work(o_system)

    assert len(open311.requests) == 2
    assert set(Dispatch.objects.values_list("state", flat=True)) == {"done"}


@pytest.mark.parametrize(
    ("updates", "ending"), [("updates", "/servicerequestupdates.xml"), ("requests", "/requests.xml")]
)
@pytest.mark.parametrize("said", [STRICT_PAGE, PROBLEM, *errors(500)])
def test_what_is_no_list_of_news_is_not_taken_for_no_news(
    said: Said, updates: str, ending: str, o_system: CaseSystem, open311: Open311Double, sundsvall: Municipality
) -> None:
    o_system.settings["updates"] = updates
    o_system.save()
    sent_in(sundsvall)
    work(o_system)
    instead(open311, said, "GET", ending)

    ask(o_system)

    o_system.refresh_from_db()
    assert o_system.error
    assert o_system.seen_until is None
