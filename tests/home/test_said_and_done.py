"""Du sa, vi gjorde: what became of what residents said, in figures and one by one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from participation.answers.models import Answer
from participation.ideas import actions
from participation.ideas.models import Idea
from participation.topics.models import Topic
from tests import answering
from tests.factories import DepartmentFactory
from tests.ideas.factories import NOW, published

pytestmark = pytest.mark.django_db
ADDRESS = "/du-sa-vi-gjorde/2281/"


def answered(idea, by, **more):
    words = {"outcome": "will_do", "sentence": "Ja, lyktor i vår.", "text": "Ja.", **more}
    department = DepartmentFactory(municipality=idea.topic.municipality)
    return answering.answer(idea=idea, by=by, department=department, now=NOW, **words)


def test_a_place_without_answers_says_so(client, sundsvall):
    html = client.get(ADDRESS).content.decode()

    assert "Här finns inget svar än" in html
    assert "tabell (CSV)" not in html


def test_it_counts_and_shows_what_residents_may_see(client, sundsvall, case_officer):
    done = answered(published(sundsvall, title="Fler bänkar"), case_officer)
    actions.mark_done(idea=done, by=case_officer, done_on=date(2026, 9, 14), sentence="Bänkarna står där.", now=NOW)
    hidden = answered(published(sundsvall, title="Dold idé"), case_officer)
    Topic.objects.filter(pk=hidden.topic_id).update(visibility="staff")
    late = published(sundsvall, title="Väntar")
    Idea.objects.filter(pk=late.pk).update(
        status="to_be_answered", answer_due_on=timezone.localdate() - timedelta(days=3)
    )

    response = client.get(ADDRESS)

    figures = {"answered": 1, "done": 1, "promised": 0, "overdue": 0, "late": 1, "days": None}
    assert response.context["figures"] == figures
    html = response.content.decode()
    assert "Bänkarna står där." in html
    assert "Dold idé" not in html


def test_a_tab_shows_its_own(client, sundsvall, case_officer):
    answered(published(sundsvall, title="Ja-idén"), case_officer)
    answered(published(sundsvall, title="Nej-idén"), case_officer, outcome="will_not", sentence="Nej.")

    html = client.get(f"{ADDRESS}?visa=nej").content.decode()

    assert "Nej-idén" in html
    assert "Ja-idén" not in html


def test_the_table_names_nobody_and_runs_nothing(client, sundsvall, case_officer, author):
    answered(published(sundsvall, author, title="=1+1"), case_officer)

    text = b"".join(client.get(f"{ADDRESS}svar.csv").streaming_content).decode("utf-8-sig")

    assert "'=1+1" in text
    assert author.email not in text
    assert case_officer.email not in text


def test_many_cost_what_few_do(client, sundsvall, case_officer, django_assert_max_num_queries):
    for _number in range(5):
        answered(published(sundsvall), case_officer)
    assert Answer.objects.count() == 5
    client.get(ADDRESS)

    with django_assert_max_num_queries(10):
        client.get(ADDRESS)


def test_a_place_that_is_not_there_is_not_found(client, sundsvall):
    assert client.get("/du-sa-vi-gjorde/9999/").status_code == 404


def test_half_of_the_answers_came_within_so_many_days(client, sundsvall, case_officer):
    for days in (2, 9, 40):
        idea = published(sundsvall)
        Topic.objects.filter(pk=idea.topic_id).update(published_at=NOW - timedelta(days=days))
        answered(idea, case_officer)

    html = client.get(ADDRESS).content.decode()

    assert "Hälften av svaren kom inom 9 dagar" in html


def test_the_feed_tells_what_all_may_read(client, sundsvall, case_officer):
    answered(published(sundsvall, title="Fler bänkar"), case_officer)
    hidden = answered(published(sundsvall, title="Dold idé"), case_officer)
    Topic.objects.filter(pk=hidden.topic_id).update(visibility="staff")

    feed = client.get(f"{ADDRESS}flode/")

    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "Fler bänkar: Ja, det gör vi" in feed.content.decode()
    assert "Dold" not in feed.content.decode()


@pytest.mark.parametrize("page", ["/sundsvall/", "/sundsvall/ideer/", "/sundsvall/om/"])
def test_it_is_found_without_knowing_its_address(client, place, page):
    assert f'href="{ADDRESS}"' in client.get(page).content.decode()
