from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from participation.core.dates import in_words
from participation.ideas import actions
from participation.ideas.faces import face_of
from participation.ideas.models import Idea
from participation.ideas.way import Stop, Way, goal_sentence, next_owner
from tests import answering
from tests.factories import TopicFactory

from .factories import NOW, add_supports, in_review, published

if TYPE_CHECKING:
    from django.test import Client

    from participation.accounts.models import User
    from participation.places.models import Department, Municipality

TODAY = NOW.date()


def stops(idea: Idea, today: date = TODAY) -> list[tuple[str, str, str]]:
    fresh = Idea.objects.for_page().get(pk=idea.pk)  # type: ignore[attr-defined]
    found: list[Stop] = Way(fresh, list(fresh.events.all()), today=today).stops()
    return [(stop.label, stop.date_text.replace("\u00a0", " "), stop.state) for stop in found]


def test_in_review_the_next_step_is_the_reviewers(sundsvall: Municipality) -> None:
    idea = in_review(sundsvall)

    assert stops(idea) == [("Inskickad", "14 september", "done"), ("Granskas", "", "now"), ("Publicerad", "", "later")]
    assert next_owner(idea) == "granskarna i Sundsvalls kommun"


def test_gathering_support_has_a_last_day(sundsvall: Municipality) -> None:
    assert stops(published(sundsvall))[2:] == [
        ("100 stöd", "senast 13 december", "now"),
        ("Kommunen svarar", "", "next"),
    ]


def test_a_municipality_that_reviews_afterwards_has_no_stop_for_it(reviewing_after: Municipality) -> None:
    assert [label for label, _date, _state in stops(published(reviewing_after))] == [
        "Inskickad",
        "100 stöd",
        "Kommunen svarar",
    ]


def test_an_answer_that_is_late_is_late_on_the_way(three_needed: Municipality) -> None:
    idea = published(three_needed)
    add_supports(idea, 3)
    actions.reach_threshold(idea=idea, now=NOW)

    assert stops(idea)[-1] == ("Kommunen svarar", "senast 13 november", "now")
    assert stops(idea, TODAY + timedelta(days=70))[-1] == ("Kommunen svarar", "senast 13 november", "late")


def test_a_promise_shows_the_step_that_was_named_and_the_end(
    sundsvall: Municipality, case_officer: User, department: Department
) -> None:
    idea = answering.answer(
        idea=published(sundsvall),
        by=case_officer,
        outcome="partly",
        sentence="Ja.",
        text="Text.",
        department=department,
        next_step="Beslut i nämnden",
        next_step_on=date(2026, 12, 16),
        now=NOW,
    )

    assert stops(idea)[-3:] == [
        ("Kommunen har svarat", "14 september", "now"),
        ("Beslut i nämnden", "senast 16 december", "next"),
        ("Genomförd", "", "later"),
    ]
    assert next_owner(idea) == "Kultur- och fritidsförvaltningen"


def test_a_no_ends_the_way(sundsvall: Municipality, case_officer: User, department: Department) -> None:
    words = {"sentence": "Nej.", "text": "Nej.", "department": department}
    idea = answering.answer(idea=published(sundsvall), by=case_officer, outcome="will_not", now=NOW, **words)  # type: ignore[arg-type]

    assert stops(idea)[-1] == ("Kommunen har svarat", "14 september", "done")
    assert next_owner(idea) == ""


def test_time_that_ran_out_stops_the_way(sundsvall: Municipality) -> None:
    idea = published(sundsvall)
    actions.close_window(idea=idea, now=NOW + timedelta(days=91))

    assert stops(idea)[-1][0::2] == ("100 stöd", "stopped")


def test_every_state_has_a_shape_and_a_word(sundsvall: Municipality) -> None:
    idea = published(sundsvall)

    for status in Idea.Status:
        idea.status = status
        face = face_of(idea, today=TODAY)
        assert face.shape
        assert face.word


def test_a_date_names_its_year_when_it_is_another() -> None:
    assert in_words(date(2026, 9, 3), today=TODAY) == "3\u00a0september"
    assert in_words(date(2027, 1, 3), today=TODAY) == "3\u00a0januari 2027"


def test_the_goal_is_reached_only_where_it_was(
    three_needed: Municipality, case_officer: User, department: Department
) -> None:
    early, reached = published(three_needed), published(three_needed)
    add_supports(reached, 3)
    actions.reach_threshold(idea=reached, now=NOW)
    words = {"outcome": "will_not", "sentence": "Nej.", "text": "Nej.", "department": department}

    early = answering.answer(idea=early, by=case_officer, now=NOW, **words)
    reached = answering.answer(idea=reached, by=case_officer, now=NOW, **words)

    assert goal_sentence(early, today=TODAY) == "Kommunen svarade innan idén hade fått 3 stöd."
    assert goal_sentence(reached, today=TODAY) == "Vid 3 stöd måste kommunen svara. Dit har idén kommit."


def test_a_proposal_says_that_it_became_one_before_the_goal(three_needed: Municipality, moderator: User) -> None:
    idea = published(three_needed)
    proposal = TopicFactory(municipality=three_needed, kind="proposal")

    idea = actions.become_proposal(idea=idea, proposal_topic=proposal, by=moderator, now=NOW)

    assert goal_sentence(idea, today=TODAY) == "Idén blev ett e-tjänsteförslag innan den hade fått 3 stöd."


def test_the_sentence_about_the_goal_is_true_after_each_press(
    three_needed: Municipality, citizen: User, client: Client
) -> None:
    idea = published(three_needed)
    client.force_login(citizen)

    first = client.post(f"/stod/{idea.topic_id}/", HTTP_HX_REQUEST="true").content.decode()
    back = client.post(f"/stod/{idea.topic_id}/ta-tillbaka/", HTTP_HX_REQUEST="true").content.decode()

    assert 'id="stod-mal" data-hx-swap-oob="true">Vid 3 stöd måste kommunen svara. 2 saknas' in first
    assert "3 saknas" in back
    assert 'id="stod-mal">' in client.get(f"/ideer/{idea.reference}/").content.decode()
