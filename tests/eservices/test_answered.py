"""A proposal is answered like an idea: drafted, decided on, public, and late when it is late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.answers import actions
from participation.answers.models import Answer, OverdueNotice
from participation.answers.reminding import look
from participation.discussion.actions import post
from participation.eservices.answered import SUBJECT
from participation.eservices.models import ServiceProposalPage
from participation.ideas.models import Idea
from participation.notifications.actions import notify
from participation.notifications.models import Follow, Notification
from participation.notifications.querysets import unread_count
from tests.answers.factories import words
from tests.factories import DepartmentFactory
from tests.ideas.factories import published

from .proposals import approve, index_page, proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def up(built, sundsvall, editor, publisher):
    return approve(proposal(index_page(sundsvall)), writer=editor, approver=publisher)


@pytest.fixture
def department(sundsvall):
    return DepartmentFactory(municipality=sundsvall)


def test_a_case_officer_answers_it_and_all_read_the_answer(client, up, case_officer, citizen, department):
    Follow.objects.create(person=citizen, topic=up.topic)
    client.force_login(case_officer)
    address = reverse("answers_admin:write", args=[up.topic_id])
    assert up.need in client.get(address).content.decode()

    said = {**words(department), "department": department.pk, "seen": "0-0-0", "gor": "skicka"}
    response = client.post(address, said, follow=True)

    assert "Svaret är publicerat" in response.content.decode()
    assert Notification.objects.filter(person=citizen, kind="proposal_answered").count() == 1
    client.logout()
    page = client.get(up.get_url()).content.decode()
    assert "Ja, till halva sträckan." in page
    assert "Vi beställer lyktor" in page


def test_news_of_the_answer_and_of_the_thread_are_read_on_its_page(client, up, case_officer, citizen, department):
    Follow.objects.create(person=citizen, topic=up.topic)
    now = timezone.now()
    entry = post(topic=up.topic, author=citizen, text="När då?", now=now)
    post(topic=up.topic, author=case_officer, text="I vår.", answering=entry, now=now)
    actions.answer(topic=up.topic, by=case_officer, now=now, **words(department))
    assert unread_count(citizen) == 2
    client.force_login(case_officer)
    client.get(up.get_url())
    assert unread_count(citizen) == 2
    client.force_login(citizen)

    client.get(up.get_url())

    assert unread_count(citizen) == 0


def test_a_look_at_how_the_page_will_be_reads_nothing(client, up, editor):
    notify(people=[editor], kind="x", sentence="Nytt", topic=up.topic)
    client.force_login(editor)

    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[up.pk])).status_code == 200

    assert Notification.objects.to(editor).unread().filter(kind="x").exists()


def test_the_preview_is_its_page_with_the_new_words(client, up, case_officer, department):
    actions.save_draft(topic=up.topic, by=case_officer, words=words(department), seen="0-0-0", now=timezone.now())
    client.force_login(case_officer)

    page = client.get(reverse("answers_admin:preview", args=[up.topic_id])).content.decode()

    assert "Ja, till halva sträckan." in page
    assert up.need in page
    assert not Answer.objects.exists()


def test_what_is_not_published_is_not_answered(client, built, sundsvall, case_officer):
    draft = proposal(index_page(sundsvall))
    client.force_login(case_officer)

    response = client.get(reverse("answers_admin:write", args=[draft.topic_id]))

    assert response.status_code in (302, 404)


def test_the_promised_day_is_shown_and_late_when_it_is_late(client, up, case_officer, publisher, department):
    today = timezone.localdate()
    pages = ServiceProposalPage.objects.filter(pk=up.pk)
    pages.update(answer_due_on=today + timedelta(days=9))
    assert "Kommunen ska svara" in client.get(up.get_url()).content.decode()
    assert not SUBJECT.waiting().filter(due_on__lt=today).exists()

    pages.update(answer_due_on=today - timedelta(days=9))
    assert "Svaret är försenat" in client.get(up.get_url()).content.decode()
    assert [row.topic_id for row in SUBJECT.waiting().filter(due_on__lt=today)] == [up.topic_id]

    actions.answer(topic=up.topic, by=case_officer, now=timezone.now(), **words(department))
    assert not SUBJECT.waiting().exists()
    assert "Svaret är försenat" not in client.get(up.get_url()).content.decode()


def test_staff_are_told_of_a_late_answer_to_a_proposal(up, case_officer, time_machine):
    time_machine.move_to("2026-11-25T09:00:00+01:00")
    ServiceProposalPage.objects.filter(pk=up.pk).update(answer_due_on=date(2026, 11, 20))

    look(timezone.now())
    look(timezone.now())

    assert OverdueNotice.objects.filter(topic=up.topic).count() == 1
    assert Notification.objects.filter(person=case_officer, kind="answer_late").count() == 1


def test_in_use_is_what_was_promised(up, case_officer, editor, publisher, department):
    actions.answer(topic=up.topic, by=case_officer, now=timezone.now(), **words(department))
    page = ServiceProposalPage.objects.get(pk=up.pk)
    page.stage, page.stage_note = "in_use", "Nu går det att byta skola på ett ställe."

    approve(page, writer=editor, approver=publisher)

    answer = Answer.objects.get(topic=up.topic)
    assert answer.done_sentence == "Nu går det att byta skola på ett ställe."
    assert answer.done_on == timezone.localdate()


def test_a_promise_about_a_proposal_is_late_too(client, up, case_officer, department):
    actions.answer(topic=up.topic, by=case_officer, now=timezone.now(), **words(department))
    assert "försenat" not in client.get(up.get_url()).content.decode()
    Answer.objects.update(next_step_on=timezone.localdate() - timedelta(days=9))

    assert "Löftet är försenat" in client.get(up.get_url()).content.decode()
    assert client.get("/du-sa-vi-gjorde/2281/").context["figures"]["overdue"] == 1
    client.force_login(case_officer)
    assert f"Löfte: {up.title}" in client.get("/cms/").content.decode()
    look(next_monday_morning())
    assert Notification.objects.filter(person=case_officer, kind="promise_late").count() == 1


def test_a_proposal_that_was_stopped_owes_nothing(client, up, case_officer, department):
    actions.answer(topic=up.topic, by=case_officer, now=timezone.now(), **words(department))
    Answer.objects.update(next_step_on=timezone.localdate() - timedelta(days=9))

    ServiceProposalPage.objects.filter(pk=up.pk).update(stage="stopped", stopped_reason="Pengarna tog slut.")

    assert "Löftet är försenat" not in client.get(up.get_url()).content.decode()
    assert client.get("/du-sa-vi-gjorde/2281/").context["figures"]["overdue"] == 0


def next_monday_morning():
    now = timezone.localtime()
    return (now + timedelta(days=7 - now.weekday())).replace(hour=9)


def test_a_late_answer_stands_on_the_desk_of_those_who_are_told(client, up, case_officer, publisher, outsider):
    page = ServiceProposalPage.objects.filter(pk=up.pk)
    page.update(answer_due_on=timezone.localdate() + timedelta(days=3))
    client.force_login(case_officer)
    assert f"Svar: {up.title}" not in client.get("/cms/").content.decode()

    page.update(answer_due_on=timezone.localdate() - timedelta(days=9))

    for person, deed in ((case_officer, "Skriv svar"), (publisher, "Öppna")):
        client.force_login(person)
        (late,) = [queue for queue in client.get("/cms/").context["queues"] if queue.key == "sen"]
        assert [job.title for job in late.jobs] == [f"Svar: {up.title}"]
        assert late.jobs[0].word == "9 dagar för sent"
        assert [one.label for one in late.jobs[0].deeds] == [deed]
        assert client.get(late.jobs[0].deeds[0].url).status_code == 200
    client.force_login(outsider)
    assert up.title not in client.get("/cms/").content.decode()


@pytest.mark.parametrize("what", ["answers_late", "promises_late"])
def test_the_weekly_mail_leads_to_where_all_that_are_late_stand(
    client, up, sundsvall, case_officer, publisher, outsider, department, what
):
    idea = published(sundsvall)
    when = next_monday_morning()
    long_ago = timezone.localdate(when) - timedelta(days=30)
    if what == "answers_late":
        ServiceProposalPage.objects.filter(pk=up.pk).update(answer_due_on=long_ago)
        Idea.objects.filter(pk=idea.pk).update(status="to_be_answered", answer_due_on=long_ago)
    else:
        for topic in (up.topic, idea.topic):
            actions.answer(topic=topic, by=case_officer, now=timezone.now(), **words(department))
        Answer.objects.update(next_step_on=long_ago)

    look(when)

    for person in (case_officer, publisher):
        told = Notification.objects.get(person=person, kind=what)
        assert "2 " in told.sentence
        client.force_login(person)
        page = client.get(told.path).content.decode()
        assert ", 2</h2>" in page
        assert up.title in page
        assert idea.title in page
    client.force_login(outsider)
    page = client.get(told.path).content.decode()
    assert ", 0</h2>" in page
    assert "Inget är försenat." in page
