"""An answer that is changed leaves a public trace: a promise is not replaced by a no unseen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.answers import actions
from participation.answers.models import Answer, AnswerDraft, EarlierAnswer
from participation.ideas import actions as of_ideas
from participation.notifications.models import Notification
from participation.topics.models import Topic
from tests.ideas.factories import add_supports

from .factories import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def promised(idea, case_officer, department):
    add_supports(idea, 1)
    actions.answer(topic=idea.topic, by=case_officer, now=timezone.now(), **words(department))
    return idea


def no(department):
    return words(department, outcome="will_not", sentence="Nej, pengarna räcker inte.", next_step_on=None)


def test_a_promise_that_became_a_no_is_still_there_to_read(client, promised, case_officer, department):
    assert "Tidigare svar" not in client.get(promised.get_absolute_url()).content.decode()

    actions.answer(topic=promised.topic, by=case_officer, now=timezone.now(), **no(department))

    page = client.get(promised.get_absolute_url()).content.decode()
    assert "Nej, pengarna räcker inte." in page
    assert "Tidigare svar, " in page
    assert "Ja, till halva sträckan." in page


def test_people_are_told_that_it_was_changed(promised, author, case_officer, department):
    actions.answer(topic=promised.topic, by=case_officer, now=timezone.now(), **no(department))

    told = Notification.objects.filter(kind="idea_answered").order_by("pk")
    assert "Kommunen har svarat på din idé" in told.filter(person=author)[0].sentence
    assert "Kommunen har ändrat sitt svar på din idé" in told.filter(person=author)[1].sentence
    others = told.exclude(person=author).values_list("sentence", flat=True)
    assert any("Kommunen har ändrat sitt svar på idén" in sentence for sentence in others)


def test_the_same_words_again_leave_no_trace(promised, case_officer, department):
    of_ideas.mark_done(
        idea=promised, by=case_officer, done_on=date(2027, 9, 1), sentence="Lyktorna lyser.", now=timezone.now()
    )

    actions.answer(topic=promised.topic, by=case_officer, now=timezone.now(), **words(department))

    assert not EarlierAnswer.objects.exists()
    assert Answer.objects.get().done_on == date(2027, 9, 1)


@pytest.fixture
def done(promised, case_officer):
    return of_ideas.mark_done(
        idea=promised, by=case_officer, done_on=date(2027, 9, 1), sentence="Lyktorna lyser.", now=timezone.now()
    )


def corrected(idea, by, department, **more):
    actions.answer(topic=idea.topic, by=by, now=timezone.now() + timedelta(days=9), **words(department, **more))
    return Answer.objects.get(topic=idea.topic)


def test_a_word_put_right_leaves_what_is_done_done(client, done, case_officer, department):
    first = Answer.objects.get()

    now = corrected(done, case_officer, department, text="Vi vill lysa upp från parkeringen till bron.")

    assert (now.done_on, now.done_sentence) == (date(2027, 9, 1), "Lyktorna lyser.")
    assert now.answered_at == first.answered_at
    assert not Topic.objects.get(pk=done.topic_id).can_support
    page = client.get(done.get_absolute_url()).content.decode()
    assert "Lyktorna lyser." in page
    assert "Kommunen rättade svaret" in page
    assert client.get("/du-sa-vi-gjorde/2281/").context["figures"]["done"] == 1


def test_a_new_day_is_a_new_promise_and_says_so(client, done, author, case_officer, department):
    now = corrected(done, case_officer, department, next_step_on=date(2099, 9, 1))

    assert now.done_on is None
    assert now.answered_at > EarlierAnswer.objects.get().said_at
    assert "Kommunen ändrade vad som händer nu" in client.get(done.get_absolute_url()).content.decode()
    told = Notification.objects.filter(person=author, kind="idea_answered").order_by("pk").last()
    assert told.sentence.startswith("Kommunen har ändrat vad som händer med din idé")


def test_so_is_another_answer(client, done, case_officer, department):
    assert corrected(done, case_officer, department, outcome="will_do").done_on is None
    assert "Kommunen ändrade sig" in client.get(done.get_absolute_url()).content.decode()


def test_people_are_told_that_words_were_put_right_and_not_that_the_answer_changed(
    promised, author, case_officer, department
):
    corrected(promised, case_officer, department, text="Vi vill lysa upp vägen.")

    told = Notification.objects.filter(person=author, kind="idea_answered").order_by("pk").last()
    assert told.sentence.startswith("Kommunen har rättat sitt svar på din idé")


def test_the_form_takes_the_day_that_was_promised_though_it_has_passed(client, done, case_officer, department):
    Answer.objects.update(next_step_on=date(2020, 6, 1))
    AnswerDraft.objects.all().delete()  # what is written next begins with what is public
    client.force_login(case_officer)
    address = reverse("answers_admin:write", args=[done.topic_id])
    page = client.get(address)
    assert "Det är genomfört, och förblir det" in page.content.decode()
    typed = {**words(department), "department": department.pk, "text": "Vi lyser upp.", "gor": "skicka"}
    typed |= {"seen": page.context["seen"], "next_step_on": "2020-06-01", "go_live_at_0": "", "go_live_at_1": ""}

    assert "next_step_on" in client.post(address, {**typed, "next_step_on": "2020-06-02"}).context["form"].errors
    client.post(address, typed)

    assert Answer.objects.get().text == "Vi lyser upp."
    assert Answer.objects.get().done_on == date(2027, 9, 1)
