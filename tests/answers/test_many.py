"""The same answer to several: a draft for each, undone until it is sent, and each on its own way."""

from __future__ import annotations

import pytest
from django.urls import reverse

from participation.answers.models import Answer, AnswerDraft
from tests.ideas.factories import published

from .factories import a_way, drafted

pytestmark = pytest.mark.django_db
MANY = "/cms/svar/flera/"


@pytest.fixture
def ideas(sundsvall, author):
    return [published(sundsvall, author, title=title) for title in ("Fler bänkar", "Fler bord")]


def said(ideas, department, **more):
    return {
        "topic": [idea.topic_id for idea in ideas],
        "outcome": "will_not",
        "sentence": "Nej, inte i år.",
        "text": "Tack för ”{titel}”.",
        "next_step": "Frågan är avslutad.",
        "department": department.pk,
        "gor": "skapa",
        **more,
    }


def drafts_on(response):
    return [f"{row.topic.pk}:{row.seen}" for row in response.context["made"]]


def test_the_list_of_ideas_leads_there(client, case_officer, ideas):
    client.force_login(case_officer)
    assert "Svara på de valda" in client.get(f"{reverse('ideas_admin:index')}?visa=alla").content.decode()

    page = client.post(MANY, {"topic": [idea.topic_id for idea in ideas]}).content.decode()

    assert "Skapa 2 utkast" in page
    assert "Fler bänkar" in page
    assert not AnswerDraft.objects.exists()


def test_each_gets_a_draft_in_its_own_words_and_nothing_is_public(client, case_officer, ideas, department):
    client.force_login(case_officer)

    page = client.post(MANY, said(ideas, department))

    assert "2 utkast är skapade" in page.content.decode()
    texts = AnswerDraft.objects.order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["Tack för ”Fler bänkar”.", "Tack för ”Fler bord”."]
    assert not Answer.objects.exists()


def test_what_cannot_be_drafted_is_said_and_stops_no_other(client, case_officer, ideas, department):
    drafted(ideas[0], case_officer, department)
    client.force_login(case_officer)

    page = client.post(MANY, said(ideas, department)).content.decode()

    assert "1 utkast är skapat" in page
    assert "Fler bänkar: Den har redan ett svar eller ett utkast." in page


def test_it_is_undone_but_for_what_somebody_has_changed(client, case_officer, ideas, department):
    client.force_login(case_officer)
    made = drafts_on(client.post(MANY, said(ideas, department)))
    drafted(ideas[0], case_officer, department)

    page = client.post(MANY, {"utkast": made, "gor": "angra"}, follow=True).content.decode()

    assert "1 utkast är borttaget." in page
    assert "De är kvar" in page
    assert [draft.topic_id for draft in AnswerDraft.objects.all()] == [ideas[0].topic_id]


def test_each_is_sent_on_its_own_way(client, sundsvall, case_officer, lawyer, ideas, department):
    a_way(sundsvall, Jurist=[lawyer])
    client.force_login(case_officer)
    made = drafts_on(client.post(MANY, said(ideas, department)))

    page = client.post(MANY, {"utkast": made, "gor": "skicka"}, follow=True).content.decode()

    assert "2 svar är skickade." in page
    assert all(draft.workflow_in_progress for draft in AnswerDraft.objects.all())
    assert not Answer.objects.exists()


@pytest.mark.parametrize("who", ["outsider", "moderator", "editor", "citizen", "author"])
def test_nobody_else_makes_sends_or_removes_one(client, request, who, ideas, department, case_officer):
    kept = drafted(ideas[0], case_officer, department)
    client.force_login(request.getfixturevalue(who))

    client.post(MANY, said(ideas[1:], department))
    for wants in ("skicka", "angra"):
        client.post(MANY, {"utkast": [f"{kept.topic_id}:{kept.latest_revision_id}-0"], "gor": wants})

    assert [draft.pk for draft in AnswerDraft.objects.all()] == [kept.pk]
    assert not Answer.objects.exists()
