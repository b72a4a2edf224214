from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from participation.moderation.models import Appeal, Decision, Item
from participation.moderation.openly.figures import LEAST, REST, appealed, decided, folded, spans_of
from tests.factories import TopicFactory

PAGE = "/granskning/2281/"
UNTIL = date(2026, 6, 1)
NOW = datetime(2026, 7, 10, 12, tzinfo=UTC)


def decide(topic, number, *, month, outcome="hidden", rule="spam", found="flag", hours=10, of=None):
    at = datetime(2026, month, 5, 12, tzinfo=UTC)
    reasons = {"rule": rule, "ground": "rules", "facts": "Reklam"} if outcome != "kept" else {}
    made = []
    for _each in range(number):
        decision = Decision.objects.create(
            municipality=of or topic.municipality, topic=topic, outcome=outcome, found=found, decided_at=at, **reasons
        )
        Item.objects.create(
            municipality=topic.municipality,
            kind="topic",
            topic=topic,
            since=at - timedelta(hours=hours),
            due_at=at,
            turn_at=at,
            settled_at=at,
            decision=decision,
        )
        made.append(decision)
    return made


def answer(decisions, outcome, month):
    for one in decisions:
        at = datetime(2026, month, 9, 12, tzinfo=UTC)
        Appeal.objects.create(decision=one, words="Fel", outcome=outcome, answer="Så är det", decided_at=at)


@given(st.dictionaries(st.integers(0, 30), st.integers(1, 40), max_size=12))
def test_no_part_is_small_and_none_comes_out_by_subtraction(counted):
    parts = folded(counted)

    assert sum(number for _key, number in parts) == sum(counted.values())
    if sum(counted.values()) >= LEAST:
        assert all(number >= LEAST for _key, number in parts)
    assert all(counted[key] == number for key, number in parts if key != REST)


@given(st.dictionaries(st.integers(1, 6), st.integers(0, 30)))
def test_what_was_told_is_told_the_same_later(numbers):
    counted = {date(2026, month, 1): number for month, number in numbers.items()}
    early, late = (spans_of(counted, until=date(2026, month, 1), enough=10) for month in (4, 6))

    assert late[: len(early)] == early
    assert all(sum(counted.get(month, 0) for month in run) >= 10 for run in late)


@pytest.mark.django_db
class TestOfAMunicipality:
    @pytest.fixture
    def topic(self, sundsvall):
        return TopicFactory(municipality=sundsvall)

    def test_decisions_by_reason_outcome_and_how_they_were_found(self, topic, sundsvall, django_assert_num_queries):
        decide(topic, 7, month=3)
        decide(topic, 6, month=3, outcome="kept", found="signal", hours=30)
        decide(topic, 2, month=3, rule="hate")

        with django_assert_num_queries(2):
            (span,) = decided(sundsvall, until=UNTIL)

        assert (span.words, span.number) == ("mars 2026", 15)
        assert [(part.label, part.number) for part in span.outcomes] == [
            ("Doldes: Reklam eller skräp", 7),
            ("Övrigt, för få för att visas var för sig", 8),
        ]
        assert [part.number for part in span.found] == [9, 6]
        assert span.waits == (10, 30)

    def test_months_with_few_are_laid_together_and_the_last_wait(self, topic, sundsvall):
        decide(topic, 4, month=1)
        decide(topic, 8, month=3)
        decide(topic, 9, month=5)

        (span,) = decided(sundsvall, until=UNTIL)

        assert (span.words, span.number) == ("januari–mars 2026", 12)

    def test_another_municipalitys_are_not_counted(self, topic, sundsvall, timra):
        decide(topic, 12, month=3, of=timra)

        assert decided(sundsvall, until=UNTIL) == []

    def test_appeals_and_their_outcome(self, topic, sundsvall):
        made = decide(topic, 22, month=1)
        answer(made[:6], "changed", 2)
        answer(made[6:11], "upheld", 2)
        answer(made[11:17], "upheld", 4)
        answer(made[17:18], "changed", 4)

        late, early = appealed(sundsvall, until=UNTIL)

        assert (early.number, early.changed) == (11, 6)
        assert (late.number, late.changed) == (7, None)

    @time_machine.travel(NOW, tick=False)
    def test_everybody_reads_the_page_and_the_open_data(self, client, topic, sundsvall):
        decide(topic, 12, month=6)
        decide(topic, 3, month=7)

        page = client.get(PAGE).content.decode()
        lines = list(csv.reader(io.StringIO(b"".join(client.get(f"{PAGE}granskning.csv")).decode("utf-8-sig"))))
        said = client.get(f"{PAGE}granskning.json").json()

        assert "12 beslut" in page
        assert "10 timmar" in page
        assert ["2281", "Sundsvall", "2026-06", "2026-06", "Beslut", "12"] in lines
        assert said["decisions"][0]["number"] == 12
        assert said["decisions"][0]["hours_90th"] == 10
        assert len(said["decisions"]) == 1
        assert PAGE in client.get("/du-sa-vi-gjorde/2281/").content.decode()

    @time_machine.travel(NOW, tick=False)
    def test_the_open_data_in_english_counts_decisions(self, client, topic):
        decide(topic, 12, month=6)

        lines = b"".join(client.get(f"/en{PAGE}granskning.csv")).decode("utf-8-sig")

        assert ",Decisions,12" in lines

    def test_with_little_to_tell_it_says_so(self, client, topic):
        decide(topic, 3, month=1)

        assert "för få beslut" in client.get(PAGE).content.decode()

    def test_a_municipality_that_is_not_open_has_no_page(self, client, sundsvall):
        type(sundsvall).objects.filter(pk=sundsvall.pk).update(is_open=False)

        assert [client.get(f"{PAGE}{end}").status_code for end in ("", "granskning.csv", "granskning.json")] == [
            404
        ] * 3
