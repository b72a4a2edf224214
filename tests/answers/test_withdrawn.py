"""An author takes the idea away while its answer is on the way, and gives it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from home.scheduled import publish_scheduled
from participation.answers import actions
from participation.answers.models import Answer, AnswerComment, AnswerTaskState
from participation.answers.reminding import look
from participation.core.desk import Key, queues_for
from participation.core.working_days import add_working_days
from participation.ideas import actions as ideas
from participation.notifications.models import Notification, OutgoingMail

from .factories import a_way, decided, drafted, fresh, sent

pytestmark = pytest.mark.django_db
WHY = "Den som skrev idén har dragit tillbaka den. Det går att svara om den kommer tillbaka."
WORDS = "Lagrummet är fel i andra stycket."


def withdraw(idea, author, now=None):
    Notification.objects.all().delete()
    OutgoingMail.objects.all().delete()
    return ideas.withdraw(idea=idea, by=author, now=now or timezone.now())


def url(name, draft):
    return reverse(f"answers_admin:{name}", args=[draft.topic_id])


def told(person):
    return [news.kind for news in Notification.objects.to(person).filter(kind__startswith="answer_").order_by("pk")]


def on_desk(person, rf):
    request = rf.get("/cms/")
    request.user = type(person).objects.get(pk=person.pk)
    return [queue.total for queue in queues_for(request, now=timezone.now()) if queue.key == Key.REVIEW]


def test_whoever_writes_and_whoever_decides_hear_of_it_by_its_number(
    idea, waiting, author, case_officer, lawyer, publisher, outsider
):
    withdraw(idea, author)

    for person in (case_officer, lawyer):
        assert told(person) == ["answer_withdrawn"]
        mail = OutgoingMail.objects.get(to=person.email)
        assert mail.subject == f"Idé {idea.reference} är tillbakadragen, så svaret på den väntar"
        assert idea.title not in mail.subject + mail.text + mail.html
    for person in (author, publisher, outsider):
        assert told(person) == []


def test_the_list_and_the_page_say_so_and_nothing_waits_for_whoever_decides(
    client, rf, idea, waiting, author, case_officer, lawyer
):
    assert on_desk(lawyer, rf) == [1]
    withdraw(idea, author)

    client.force_login(case_officer)
    for address in (reverse("answers_admin:index"), url("answer", waiting)):
        page = client.get(address).content.decode()
        assert "Idén är tillbakadragen" in page
        assert "Väntar: Jurist" not in page
    assert WHY in page
    assert on_desk(lawyer, rf) == []


def test_whoever_decides_reads_why_they_cannot_and_keeps_the_words(client, idea, waiting, author, lawyer):
    seen = actions.stamp(waiting)
    withdraw(idea, author)
    client.force_login(lawyer)

    for name, said in (
        ("decide", {"gor": "godkann", "seen": seen, "comment": WORDS}),
        ("comment", {"text": WORDS}),
    ):
        response = client.post(url(name, waiting), said)
        page = response.content.decode()
        assert response.status_code == 409
        assert WHY in page
        assert WORDS in page
        assert idea.title not in page
    response = client.get(url("answer", waiting))
    assert response.status_code == 404
    assert WHY in response.content.decode()
    assert not AnswerComment.objects.exists()
    assert fresh(waiting).workflow_in_progress


def test_and_where_the_one_who_decides_still_sees_it(client, idea, waiting, author, lawyer, moderator):
    lawyer.groups.add(*moderator.groups.all())
    seen = actions.stamp(waiting)
    withdraw(idea, author)
    client.force_login(lawyer)

    response = client.post(url("decide", waiting), {"gor": "godkann", "seen": seen, "comment": WORDS})

    assert response.status_code == 409
    assert response.context["between"] == WHY
    assert not response.context["may_decide"]
    assert response.context["comment_form"]["text"].value() == WORDS


def test_of_an_answer_that_never_was_theirs_nothing_is_told_but_their_words_are_kept(
    client, timra, idea, waiting, author, outsider
):
    withdraw(idea, author)
    client.force_login(outsider)

    response = client.post(url("decide", waiting), {"gor": "godkann", "comment": WORDS})
    assert response.status_code == 404
    assert WORDS in response.content.decode()
    assert "tillbaka" not in response.content.decode().split("<main")[-1]
    nothing = client.post(reverse("answers_admin:decide", args=[0]), {"gor": "godkann", "comment": WORDS})
    assert nothing.status_code == 404
    assert "Svaret finns inte, eller så kan du inte läsa det." in nothing.content.decode()
    assert client.get(url("answer", waiting)).status_code == 404


def test_no_reminder_and_no_alarm_goes_meanwhile(idea, waiting, author, case_officer, lawyer, publisher):
    withdraw(idea, author)
    Notification.objects.all().delete()
    due_on = AnswerTaskState.objects.get().due_on
    for days in (-1, 0, 1, 7):
        day = add_working_days(due_on + timedelta(days=days), 0)
        look(timezone.now().replace(year=day.year, month=day.month, day=day.day, hour=9))

    assert not Notification.objects.exists()
    assert AnswerTaskState.objects.get().escalated_at is None


def test_given_back_it_goes_on_with_as_many_days_left_and_those_concerned_hear_of_it(
    client, idea, waiting, author, case_officer, lawyer
):
    now = timezone.now()
    due_on = AnswerTaskState.objects.get().due_on
    gone = withdraw(idea, author, now)
    later = now + timedelta(days=20)

    ideas.restore(idea=gone, by=author, now=later)

    assert AnswerTaskState.objects.get().due_on == add_working_days(due_on + timedelta(days=20), 0)
    assert told(lawyer) == ["answer_withdrawn", "answer_to_approve"]
    assert told(case_officer) == ["answer_withdrawn", "answer_goes_on"]
    client.force_login(case_officer)
    assert "Väntar: Jurist" in client.get(url("answer", waiting)).content.decode()
    decided(waiting, lawyer)
    assert Answer.objects.exists()


def test_an_author_who_goes_and_comes_all_day_fills_no_letterbox(idea, waiting, author, lawyer):
    now = timezone.now()
    gone = withdraw(idea, author, now)
    back = ideas.restore(idea=gone, by=author, now=now + timedelta(hours=1))
    gone = ideas.withdraw(idea=back, by=author, now=now + timedelta(hours=2))
    ideas.restore(idea=gone, by=author, now=now + timedelta(hours=3))

    assert told(lawyer) == ["answer_withdrawn", "answer_to_approve"] * 2
    assert OutgoingMail.objects.filter(to=lawyer.email).count() == 2


def test_a_draft_that_nobody_has_sent_yet_concerns_its_writer_alone(
    sundsvall, idea, author, case_officer, department, lawyer
):
    a_way(sundsvall, Jurist=[lawyer])
    drafted(idea, case_officer, department)

    withdraw(idea, author)

    assert told(case_officer) == ["answer_withdrawn"]
    assert told(lawyer) == []


def test_approved_for_a_day_that_comes_meanwhile_it_waits_until_the_idea_is_back(
    idea, author, case_officer, department
):
    sent(drafted(idea, case_officer, department, go_live_at=timezone.now() + timedelta(hours=1)), case_officer)
    gone = withdraw(idea, author)
    later = timezone.now() + timedelta(hours=2)
    with time_machine.travel(later, tick=False):
        publish_scheduled(later)
        assert not Answer.objects.exists()

        ideas.restore(idea=gone, by=author, now=later)
        publish_scheduled(later)

    assert Answer.objects.exists()
