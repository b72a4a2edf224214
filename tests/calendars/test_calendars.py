"""Dates as calendars: read again with a library, and held against RFC 5545 by hand."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from participation.calendars.dates import Entry
from participation.calendars.writing import written
from participation.eservices.models import StageEntry
from participation.ideas.models import Idea
from participation.topics.models import Topic
from tests.eservices.proposals import index_page, proposal, up
from tests.factories import TopicFactory
from tests.ideas.factories import published

FEED = "/kalender/2281/samskapa.ics"
HOSTILE = 'Bänk; "ny", \\n BEGIN:VEVENT\r\nEND:VCALENDAR\r\nX-EVIL:1 åäö🪑'


def events(raw: bytes) -> dict[str, dict]:
    calendar = Calendar.from_ical(raw)
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


def gathering(municipality, days: int = 10, **fields) -> Idea:
    idea = published(municipality, **fields)
    Idea.objects.filter(pk=idea.pk).update(
        status="gathering", threshold=50, gathering_until=timezone.now() + timedelta(days=days)
    )
    idea.refresh_from_db()
    return idea


def to_be_answered(municipality, days: int = 20, **fields) -> Idea:
    idea = published(municipality, **fields)
    due = timezone.localdate() + timedelta(days=days)
    Idea.objects.filter(pk=idea.pk).update(status="to_be_answered", answer_due_on=due)
    idea.refresh_from_db()
    return idea


@pytest.mark.django_db
class TestTheFeed:
    def test_it_holds_what_is_decided_and_when(self, client, sundsvall):
        window, answer = gathering(sundsvall, title="Fler bänkar"), to_be_answered(sundsvall, title="Ny brygga")
        proposal = TopicFactory(municipality=sundsvall, kind="proposal", title="Byt förskola", path="/x/")
        StageEntry.objects.create(topic=proposal, stage="prototype", at=timezone.now(), note="Prova den")

        response = client.get(FEED)

        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        found = events(response.content)
        ends = found["Sista stunden att stödja: Fler bänkar"]["DTSTART"].dt
        assert ends == window.gathering_until.replace(microsecond=0)
        assert ends.tzinfo.key == "Europe/Stockholm"
        assert found["Kommunen svarar senast: Ny brygga"]["DTSTART"].dt == answer.answer_due_on
        assert found["Prototyp: Byt förskola"]["DTSTART"].dt == timezone.localdate()
        assert b"BEGIN:VTIMEZONE" in response.content

    @pytest.mark.usefixtures("built")
    @pytest.mark.parametrize(
        ("fields", "stands"),
        [
            ({}, True),
            ({"stage": "in_use"}, False),
            ({"stage": "stopped", "stopped_reason": "Dyrt."}, False),
            ({"ask_title": ""}, False),
        ],
    )
    def test_a_request_stands_in_it_until_the_proposal_is_in_use_or_stopped(self, client, sundsvall, fields, stands):
        last = timezone.localdate() + timedelta(days=9)
        page = proposal(index_page(sundsvall), title="Byt förskola")
        page = up(page, **{"ask_title": "Prova", "ask_until": last, **fields})

        for feed in (FEED, f"/kalender/om/{page.topic_id}/samskapa.ics"):
            found = events(client.get(feed).content)
            assert ("Sista dagen att hjälpa till: Byt förskola" in found) is stands
        assert ("att hjälpa till" in client.get("/kalender/2281/").content.decode()) is stands

    def test_a_date_that_moves_keeps_its_name_and_grows(self, client, sundsvall):
        idea = to_be_answered(sundsvall)
        (before,) = events(client.get(FEED).content).values()

        Idea.objects.filter(pk=idea.pk).update(
            answer_due_on=idea.answer_due_on + timedelta(days=7), changed_at=timezone.now() + timedelta(minutes=3)
        )

        (after,) = events(client.get(FEED).content).values()
        assert after["UID"] == before["UID"]
        assert after["SEQUENCE"] > before["SEQUENCE"]
        assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
        assert after["DTSTART"].dt == before["DTSTART"].dt + timedelta(days=7)

    def test_nothing_new_gives_the_same_file(self, client, sundsvall):
        to_be_answered(sundsvall)
        gathering(sundsvall)

        assert client.get(FEED).content == client.get(FEED).content

    def test_what_is_hidden_or_next_door_is_not_in_it(self, client, sundsvall, timra):
        hidden = to_be_answered(sundsvall, title="Dold")
        Topic.objects.filter(pk=hidden.topic_id).update(visibility="staff")
        to_be_answered(timra, title="Grannens")

        assert events(client.get(FEED).content) == {}
        assert client.get(f"/kalender/om/{hidden.topic_id}/samskapa.ics").status_code == 404

    def test_a_topic_has_a_calendar_of_its_own(self, client, sundsvall):
        idea = to_be_answered(sundsvall, title="Min")
        to_be_answered(sundsvall, title="En annan")

        found = events(client.get(f"/kalender/om/{idea.topic_id}/samskapa.ics").content)

        assert list(found) == ["Kommunen svarar senast: Min"]
        assert f"/kalender/om/{idea.topic_id}/samskapa.ics" in client.get(idea.get_absolute_url()).content.decode()

    def test_a_municipality_that_is_closed_has_none(self, client, sundsvall):
        idea = to_be_answered(sundsvall)
        sundsvall.is_open = False
        sundsvall.save()

        for path in (FEED, "/kalender/2281/", f"/kalender/om/{idea.topic_id}/samskapa.ics"):
            assert client.get(path).status_code == 404

    def test_english_has_english_words(self, client, sundsvall):
        to_be_answered(sundsvall, title="Bänk")

        assert "The municipality answers at the latest: Bänk" in events(client.get(f"/en{FEED}").content)

    def test_many_cost_no_more_than_few(self, client, sundsvall, django_assert_max_num_queries):
        for number in range(8):
            to_be_answered(sundsvall, title=f"Idé {number}")

        with django_assert_max_num_queries(12):
            assert len(events(client.get(FEED).content)) == 8


@pytest.mark.django_db
class TestThePage:
    def test_it_lists_what_comes_soonest_first(self, client, sundsvall):
        to_be_answered(sundsvall, days=30, title="Sedan")
        to_be_answered(sundsvall, days=3, title="Snart")
        to_be_answered(sundsvall, days=-3, title="Var")

        page = client.get("/kalender/2281/").content.decode()

        assert page.index("Snart") < page.index("Sedan")
        assert "senast: Var" not in page
        assert FEED in page

    def test_without_dates_it_says_so(self, client, sundsvall):
        assert "Inga datum är satta just nu" in client.get("/kalender/2281/").content.decode()


NOW = timezone.now()


def entry(title: str, text: str = "", when: object = date(2026, 12, 24)) -> Entry:
    return Entry(name="idea-1-answer", when=when, title=title, text=text, path="/ideer/1/", changed_at=NOW)  # type: ignore[arg-type]


def lines_of(raw: bytes) -> list[bytes]:
    assert raw.endswith(b"\r\n")
    return raw[:-2].split(b"\r\n")


@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_a_title_holds_the_file_keeps_to_the_specification(title: str, text: str) -> None:
    """RFC 5545, 3.1: lines end with CRLF, are folded at 75 octets and hold no control characters."""
    raw = written([entry(title, text), entry("en annan")], name=title, language="sv")

    lines = lines_of(raw)
    assert all(len(line) <= 75 for line in lines)
    assert not any(re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line) for line in lines)
    assert raw.count(b"BEGIN:VEVENT\r\n") == raw.count(b"END:VEVENT\r\n") == 2
    assert [line for line in lines if line.startswith(b"END:VCALENDAR")] == [lines[-1]]
    first = Calendar.from_ical(raw).walk("VEVENT")[0]
    assert str(first["SUMMARY"]) == " ".join("".join(s if s.isprintable() else " " for s in title).split())


def test_hostile_words_end_nothing() -> None:
    raw = written([entry(HOSTILE, HOSTILE)], name=HOSTILE, language="sv")

    assert not re.search(rb"(?m)^(X-EVIL|END:VCALENDAR\r\n.)", raw)
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    assert "X-EVIL:1 åäö🪑" in str(event["SUMMARY"])
    assert rb"\;" in raw
    assert rb"\," in raw


def test_every_event_has_what_it_must() -> None:
    (event,) = Calendar.from_ical(written([entry("x")], name="n", language="sv")).walk("VEVENT")

    for name in ("UID", "DTSTAMP", "DTSTART", "LAST-MODIFIED", "SEQUENCE", "URL"):
        assert name in event
    assert "@" in event["UID"]
    assert event["TRANSP"] == "TRANSPARENT"
