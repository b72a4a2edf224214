"""Two at one answer at once: whoever comes second hears of it, and finds every word that they typed."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.answers import actions
from participation.answers.models import AnswerComment
from tests.factories import UserFactory

from .factories import a_way, decided, drafted, fresh, sent

pytestmark = pytest.mark.django_db
WORDS = "Lagrummet är fel i andra stycket."


@pytest.fixture
def other(sundsvall):
    return UserFactory(email="jurist2@example.com", display_name="Jurist Åsa")


@pytest.fixture
def waiting(sundsvall, idea, case_officer, department, lawyer, other):
    a_way(sundsvall, Jurist=[lawyer, other])
    return sent(drafted(idea, case_officer, department), case_officer)


def url(name, draft):
    return reverse(f"answers_admin:{name}", args=[draft.topic_id])


def decide(client, draft, seen, comment=WORDS):
    return client.post(url("decide", draft), {"gor": "lamna-tillbaka", "seen": seen, "comment": comment})


def test_words_beside_a_decision_that_somebody_else_made_can_be_saved_as_a_comment(client, waiting, lawyer, other):
    seen = actions.stamp(waiting)
    decided(waiting, other, approves=False, comment="Nej.")
    client.force_login(lawyer)

    response = decide(client, waiting, seen)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Jurist Åsa har lämnat tillbaka svaret sedan du öppnade det." in page
    assert "Det du skrev finns kvar i rutan Kommentera utan att besluta." in page
    assert page.count(WORDS) == 1
    form = response.context["comment_form"]
    client.post(url("comment", waiting), {"text": form["text"].value()})
    assert AnswerComment.objects.get().text == WORDS


def test_and_when_the_officer_takes_it_back_meanwhile(client, waiting, lawyer, case_officer):
    seen = actions.stamp(waiting)
    actions.take_back(draft=waiting, by=case_officer, seen=seen, now=timezone.now())
    client.force_login(lawyer)

    assert WORDS in decide(client, waiting, seen).content.decode()
    assert "Det du skrev" not in client.post(url("decide", waiting), {"gor": "godkann", "seen": seen}).content.decode()
    too_long = "å" * 2001
    page = decide(client, waiting, seen, too_long).content.decode()
    assert too_long in page
    assert "Svaret väntar inte på ditt beslut längre." in page


def test_whoever_may_still_decide_finds_the_words_beside_the_decision(client, waiting, lawyer):
    client.force_login(lawyer)

    page = decide(client, waiting, "0-9-0").content.decode()

    assert page.count(WORDS) == 1
    assert "Läs svaret en gång till innan du beslutar. Det du skrev finns kvar." in page


def test_what_was_returned_meanwhile_is_not_taken_back(client, waiting, lawyer, case_officer):
    seen = actions.stamp(waiting)
    decided(waiting, lawyer, approves=False, comment="Nej.")
    client.force_login(case_officer)

    page = client.post(url("take_back", waiting), {"seen": seen}, follow=True).content.decode()

    assert "Jurist Eva har lämnat tillbaka svaret sedan du öppnade det. Inget ändrades." in page
    assert "Tillbaka för ändring" in page
    assert sent(fresh(waiting), case_officer).workflow_in_progress
