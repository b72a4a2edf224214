"""An idea becomes part of an e-service proposal while its answer is on the way: the answer rests, and may go on."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from home.scheduled import publish_scheduled
from participation.answers.models import Answer, AnswerTaskState
from participation.answers.reminding import look
from participation.core.desk import Key, queues_for
from participation.core.working_days import add_working_days
from participation.ideas import actions as ideas
from participation.notifications.models import Notification
from tests.factories import TopicFactory

from .factories import a_way, decided, drafted, fresh, sent

pytestmark = pytest.mark.django_db
WHY = "Idén är en del av ett e-tjänsteförslag, som får ett eget svar."


@pytest.fixture
def proposal(sundsvall):
    return TopicFactory(municipality=sundsvall, kind="proposal", title="Ett kort för allt")


def join(idea, proposal, by, now=None):
    Notification.objects.all().delete()
    return ideas.become_proposal(idea=idea, proposal_topic=proposal, by=by, now=now or timezone.now())


def told(person):
    news = Notification.objects.to(type(person).objects.get(pk=person.pk)).filter(kind__startswith="answer_")
    return list(news.order_by("pk").values_list("kind", flat=True))


def on_desk(person, rf):
    request = rf.get("/cms/")
    request.user = type(person).objects.get(pk=person.pk)
    return [queue.total for queue in queues_for(request, now=timezone.now()) if queue.key == Key.REVIEW]


def test_whoever_writes_and_whoever_decides_hear_that_it_rests_and_nothing_waits_for_them(
    client, rf, idea, waiting, proposal, editor, case_officer, lawyer, author, outsider
):
    assert on_desk(lawyer, rf) == [1]
    join(idea, proposal, editor)

    assert told(case_officer) == told(lawyer) == ["answer_rests"]
    assert told(author) == told(outsider) == []
    assert on_desk(lawyer, rf) == []
    client.force_login(lawyer)
    page = client.get(reverse("answers_admin:answer", args=[waiting.topic_id])).content.decode()
    assert WHY in page
    assert "Väntar: Jurist" not in page
    assert 'value="godkann"' not in page
    assert "Idén är en del av ett e-tjänsteförslag" in client.get(reverse("answers_admin:index")).content.decode()


def test_nobody_is_reminded_and_no_step_is_late_while_it_rests(idea, waiting, proposal, editor, case_officer, lawyer):
    state = AnswerTaskState.objects.get()
    join(idea, proposal, editor)
    Notification.objects.all().delete()

    look(timezone.now().replace(hour=9) + timedelta(days=60))
    look(timezone.now().replace(hour=9) + timedelta(days=61))
    look(timezone.now().replace(hour=9) + timedelta(days=62))

    assert told(lawyer) == told(case_officer) == []
    state.refresh_from_db()
    assert (state.reminded_at, state.escalated_at) == (None, None)


def test_when_the_idea_leaves_the_proposal_it_goes_on_with_as_many_days_as_were_left(
    rf, idea, waiting, proposal, editor, case_officer, lawyer
):
    due = AnswerTaskState.objects.get().due_on
    now = timezone.now()
    join(idea, proposal, editor, now)
    Notification.objects.all().delete()

    idea.refresh_from_db()
    ideas.leave_proposal(idea=idea, by=editor, now=now + timedelta(days=20))

    assert AnswerTaskState.objects.get().due_on == add_working_days(due + timedelta(days=20), 0)
    assert told(lawyer) == ["answer_to_approve"]
    assert told(case_officer) == ["answer_goes_on"]
    assert on_desk(lawyer, rf) == [1]
    decided(fresh(waiting), lawyer)
    assert Answer.objects.filter(topic=idea.topic).exists()


def test_what_is_approved_for_a_day_waits_and_nobody_is_told_that_it_could_not_be_published(
    sundsvall, idea, case_officer, department, lawyer, proposal, editor
):
    a_way(sundsvall, Jurist=[lawyer])
    day = timezone.now() + timedelta(days=3)
    decided(sent(drafted(idea, case_officer, department, go_live_at=day), case_officer), lawyer)
    join(idea, proposal, editor)

    with time_machine.travel(day + timedelta(hours=1), tick=False):
        publish_scheduled(timezone.now())
        assert not Answer.objects.exists()
        assert "answer_not_published" not in told(case_officer)
        idea.refresh_from_db()
        ideas.leave_proposal(idea=idea, by=editor, now=timezone.now())
        publish_scheduled(timezone.now())

    assert Answer.objects.filter(topic=idea.topic).exists()
