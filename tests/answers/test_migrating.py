"""What was answered to ideas, before anything else could be answered: no word of it is lost on the way to `answers`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from tests.earlier import Earlier, empty_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BEFORE = [("answers", "0001_initial"), ("ideas", "0007_handed_in")]
MIGRATION, DELETES = ("answers", "0002_answers_to_ideas"), ("ideas", "0008_delete_ideaanswer")
MANY = 502  # more than one batch
NOW = timezone.now()


@pytest.fixture
def earlier(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[Earlier]:
    with django_db_blocker.unblock(), empty_database(tmp_path):
        yield Earlier(BEFORE, ["ideas.IdeaAnswer", "answers.Answer"])


def words_of(row: Any) -> dict[str, Any]:
    """All that a row holds, but for what it answers and its own number."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields if field.name not in OWN}


OWN = ("id", "idea", "topic", "file")  # the earlier ones had no file


def fill(earlier: Earlier) -> dict[int, dict[str, Any]]:
    """Ideas, whose numbers differ from those of their topics, with every kind of answer. What was said, by topic."""
    place = earlier.model("places.Municipality").objects.create(
        code="2281", name="Sundsvall", full_name="Sundsvalls kommun", slug="sundsvall", county_code="22"
    )
    department = earlier.model("places.Department").objects.create(name="Fritid", municipality=place)
    officer = earlier.model("accounts.User").objects.create(email="handlaggare@example.se")
    topics = earlier.model("topics.Topic").objects
    topics.bulk_create(topics.model(kind="eservice", title="En e-tjänst", municipality=place) for _one in range(7))
    topics.bulk_create(topics.model(kind="idea", title=f"Idé {n}", municipality=place) for n in range(MANY + 1))
    ideas = earlier.model("ideas.Idea").objects
    of_ideas = list(topics.filter(kind="idea").order_by("-pk"))
    ideas.bulk_create(ideas.model(title=topic.title, status_since=NOW, topic=topic) for topic in of_ideas)
    answers = earlier.model("ideas.IdeaAnswer").objects
    answers.bulk_create(
        answers.model(idea=idea, department=department, **said(n, officer))
        for n, idea in enumerate(ideas.order_by("pk")[:MANY])  # the last has no answer
    )
    return {row.idea.topic_id: words_of(row) for row in answers.select_related("idea")}


def said(number: int, officer: Any) -> dict[str, Any]:
    is_done = number % 3 == 0
    return {
        "outcome": ("will_do", "partly", "will_not", "exists")[number % 4],
        "sentence": f"Ja, det gör vi, sade vi {number}: ”å”, 'ä' & <ö>.",
        "text": f"Första stycket.\n\nAndra stycket, {number}.\n",
        "registry_number": f"KS 2026/{number}" if number % 2 else "",
        "next_step": f"Vi börjar {number}.",
        "next_step_on": date(2026, 5, 1) + timedelta(days=number) if number % 2 else None,
        "answered_at": NOW - timedelta(hours=number, microseconds=number),
        "answered_by": officer if number % 5 else None,
        "done_on": date(2026, 6, 1) if is_done else None,
        "done_sentence": "Nu är det gjort." if is_done else "",
    }


def test_every_answer_is_there_word_for_word_and_finds_the_way_back(earlier: Earlier) -> None:
    before = fill(earlier)
    answers, old = earlier.model("answers.Answer").objects, earlier.model("ideas.IdeaAnswer").objects

    earlier.forth(*MIGRATION)
    assert {row.topic_id: words_of(row) for row in answers.all()} == before
    assert len(before) == MANY

    old.all().delete()
    earlier.back(*MIGRATION)
    assert {row.idea.topic_id: words_of(row) for row in old.select_related("idea")} == before


def test_where_nothing_was_answered_nothing_comes(earlier: Earlier) -> None:
    earlier.forth(*MIGRATION)

    assert not earlier.model("answers.Answer").objects.exists()


def test_the_earlier_table_goes_only_when_all_of_it_was_taken_over(earlier: Earlier) -> None:
    assert MIGRATION in earlier.loader.graph.forwards_plan(DELETES)
