"""A step where nobody may decide: said when an answer is sent there, when it comes there, when the last one left."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from home.actions import answer_ways
from home.actions.roles import give_role, take_role
from participation.accounts.actions import close_account
from participation.accounts.models import Role
from participation.answers import actions
from participation.answers.models import AnswerTask, AnswerTaskState
from participation.answers.reminding import look
from participation.core.working_days import add_working_days
from participation.notifications.models import Notification, OutgoingMail
from tests.factories import UserFactory, staff
from tests.ideas.factories import published

from .factories import a_way, decided, drafted, sent

pytestmark = pytest.mark.django_db
ADD = "Öppna Svarens väg och lägg till någon som inte har skrivit svaret."


@pytest.fixture
def chief(sundsvall):
    return staff(sundsvall, Role.ADMINISTRATOR)


@pytest.fixture
def case_officer(sundsvall):
    return staff(sundsvall, Role.CASE_OFFICER, display_name="Handläggare")


@pytest.fixture
def draft(idea, case_officer, department):
    return drafted(idea, case_officer, department)


def told(person, kind="answer_nobody_decides"):
    return list(Notification.objects.filter(person=person, kind=kind).order_by("pk"))


def way_of(municipality, task):
    return f"{reverse('place_admin:answer_way', args=[municipality.code])}#steg-{task.pk}"


def press_send(client, draft):
    """As the form of the answer sends it, which it fills in with what is kept."""
    address = reverse("answers_admin:write", args=[draft.topic_id])
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in ("outcome", "sentence", "text", "next_step", "department")}
    values |= {"next_step_on": "2099-06-01", "seen": actions.stamp(draft), "gor": "skicka"}
    return client.post(address, values, follow=True).content.decode()


def test_sent_to_a_step_without_anybody_it_goes_and_the_sender_and_the_administrators_hear_of_it(
    client, sundsvall, draft, case_officer, chief, moderator, publisher, outsider
):
    a_way(sundsvall, Jurist=[], Nämnd=[UserFactory(email="namnd@example.com")])
    client.force_login(case_officer)

    page = press_send(client, draft)

    assert "skickat för godkännande" in page
    assert "Ingen kan besluta i steget Jurist än, så där stannar svaret." in page
    assert "Kommunens administratör har fått veta det och kan lägga till någon." in page
    (own,) = told(case_officer)
    assert own.sentence == f"Ingen kan besluta om svaret på ”{draft.topic.title}” i steget Jurist än"
    assert "ta tillbaka svaret" in own.body
    assert own.path == reverse("answers_admin:answer", args=[draft.topic_id])
    (theirs,) = told(chief)
    assert theirs.sentence == "Ingen kan besluta i steget Jurist i Sundsvall"
    assert theirs.body.endswith(ADD)
    assert theirs.path == way_of(sundsvall, AnswerTask.objects.get(name="Jurist"))
    mailed = OutgoingMail.objects.filter(subject__startswith="Ingen kan besluta")
    assert {mail.to for mail in mailed} == {case_officer.email, chief.email}
    assert not [person for person in (moderator, publisher, outsider) if told(person)]

    client.force_login(chief)
    assert way_of(sundsvall, AnswerTask.objects.get(name="Jurist")) in client.get(own.path).content.decode()
    assert f'id="steg-{AnswerTask.objects.get(name="Jurist").pk}"' in client.get(theirs.path).content.decode()


def test_nothing_is_said_where_somebody_may_decide(client, sundsvall, draft, case_officer, chief, lawyer):
    a_way(sundsvall, Jurist=[lawyer])
    client.force_login(case_officer)

    assert "Ingen kan besluta" not in press_send(client, draft)

    look(timezone.make_aware(datetime(2026, 11, 23, 9)))
    assert not told(case_officer)
    assert not told(chief)


def test_a_step_of_whoever_wrote_it_alone_is_a_step_of_nobody(client, sundsvall, draft, case_officer, chief):
    a_way(sundsvall, Kollega=[case_officer])
    client.force_login(case_officer)

    assert "Ingen kan besluta i steget Kollega än" in press_send(client, draft)

    assert len(told(chief)) == 1
    page = client.get(reverse("answers_admin:answer", args=[draft.topic_id])).content.decode()
    assert "Ingen kan besluta här än" in page


def test_steps_further_on_are_told_of_when_it_is_sent_and_again_when_it_comes_there(
    client, sundsvall, draft, case_officer, chief, lawyer
):
    a_way(sundsvall, Jurist=[lawyer], Nämnd=[], Råd=[])
    waiting = sent(draft, case_officer)
    assert [one.sentence for one in told(case_officer)] == [
        f"Ingen kan besluta om svaret på ”{draft.topic.title}” i stegen Nämnd, Råd än"
    ]
    assert len(told(chief)) == 2
    client.force_login(lawyer)

    address = reverse("answers_admin:decide", args=[draft.topic_id])
    page = client.post(address, {"gor": "godkann", "seen": actions.stamp(waiting)}, follow=True).content.decode()

    assert "vidare till steget Nämnd, där ingen kan besluta än" in page
    assert len(told(case_officer)) == 2
    assert len(told(chief)) == 2  # an hour ago they were told of these steps, and nothing is new to do


@pytest.fixture
def waiting(sundsvall, draft, case_officer, lawyer):
    a_way(sundsvall, Jurist=[lawyer], Nämnd=[UserFactory(email="namnd@example.com")])
    return sent(draft, case_officer)


def test_the_last_one_who_is_taken_out_of_a_step_leaves_word_behind(
    client, sundsvall, waiting, case_officer, chief, lawyer
):
    other, task = staff(sundsvall, Role.ADMINISTRATOR, Role.EDITOR), AnswerTask.objects.get(name="Jurist")
    client.force_login(chief)

    address = reverse("place_admin:answer_step", args=[sundsvall.code, task.pk])
    page = client.post(address, {"gor": "ta-bort-person", "person": lawyer.pk}, follow=True).content.decode()

    assert "Nu kan ingen besluta om det svar som väntar där" in page
    assert len(told(case_officer)) == len(told(other)) == 1
    assert not told(chief)  # they did it, and read it on the page


def test_one_of_two_who_leaves_is_no_news(sundsvall, waiting, case_officer, chief, lawyer):
    task = AnswerTask.objects.get(name="Jurist")
    task.groups.get().user_set.add(UserFactory(email="andra@example.com"))

    answer_ways.remove_member(municipality=sundsvall, task=task, person=lawyer, by=chief, now=timezone.now())

    assert not told(case_officer)


def test_a_role_that_is_taken_away_can_leave_a_step_without_anybody(sundsvall, draft, case_officer, chief, publisher):
    a_way(sundsvall, Publicist=[])
    task = AnswerTask.objects.get()
    task.groups.set([publisher.groups.get(staff_group__role=Role.PUBLISHER)])
    sent(draft, case_officer)
    role = {"municipality": sundsvall, "role": Role.PUBLISHER, "by": chief, "now": timezone.now()}
    assert not told(case_officer)

    take_role(person=publisher, **role)
    assert len(told(case_officer)) == 1

    give_role(email=publisher.email, **role)
    assert len(told(publisher, "answer_to_approve")) == 2  # when it was sent, and when they came back to it


@pytest.mark.parametrize("how", ["closed", "switched_off", "by_hand"])
def test_however_the_last_one_left_it_is_told_of_within_the_hour_and_once(waiting, case_officer, chief, lawyer, how):
    if how == "closed":
        close_account(person=lawyer)
    elif how == "switched_off":
        type(lawyer).objects.filter(pk=lawyer.pk).update(is_active=False)
    else:
        lawyer.groups.clear()
    morning = timezone.make_aware(datetime(2026, 11, 23, 9))

    for hours in (0, 1, 2):
        look(morning + timedelta(hours=hours))

    assert len(told(case_officer)) == len(told(chief)) == 1


def test_whoever_joins_hears_what_waits_and_whoever_wrote_that_somebody_decides(sundsvall, draft, case_officer, chief):
    a_way(sundsvall, Jurist=[])
    task = AnswerTask.objects.get()
    waiting, person = sent(draft, case_officer), UserFactory(email="ny@example.com")
    what = {"municipality": sundsvall, "task": task, "by": chief, "now": timezone.now()}

    answer_ways.add_member(**what, email=person.email)

    assert len(told(person, "answer_to_approve")) == 1
    assert [one.sentence for one in told(case_officer, "answer_somebody_decides")] == [
        f"Nu finns det någon som kan besluta om svaret på ”{draft.topic.title}”"
    ]
    answer_ways.remove_member(**what, person=person)
    assert len(told(case_officer)) == 2  # nobody again is news again
    answer_ways.add_member(**what, email=person.email)
    decided(waiting, person)


def test_administrators_hear_of_a_step_once_a_day_however_many_answers_come_there(
    client, sundsvall, author, case_officer, chief, department
):
    a_way(sundsvall, Jurist=[])
    drafts = [drafted(published(sundsvall, author, title=f"Idé {n}"), case_officer, department) for n in range(3)]
    named = [f"{draft.topic_id}:{actions.stamp(draft)}" for draft in drafts]
    client.force_login(case_officer)

    page = client.post(reverse("answers_admin:many"), {"gor": "skicka", "utkast": named}, follow=True).content.decode()

    assert page.count("Ingen kan besluta i steget Jurist än, så där stannar svaret.") == 1
    assert len(told(chief)) == 1
    assert len(told(case_officer)) == 3


def test_the_sender_who_runs_the_place_is_told_what_to_do_and_not_whom_to_ask(sundsvall, idea, department):
    both = staff(sundsvall, Role.CASE_OFFICER, Role.ADMINISTRATOR)
    a_way(sundsvall, Jurist=[])

    sent(drafted(idea, both, department), both)

    assert [one.body.endswith(ADD) for one in told(both)] == [True]


def test_the_neighbours_hear_nothing(sundsvall, timra, draft, case_officer):
    theirs = staff(timra, Role.ADMINISTRATOR, Role.CASE_OFFICER)
    a_way(sundsvall, Jurist=[])

    sent(draft, case_officer)

    assert not told(theirs)
    assert AnswerTaskState.objects.get().nobody_told_at


def test_what_is_late_and_deserted_is_told_of_both_ways(sundsvall, draft, case_officer, chief):
    a_way(sundsvall, Jurist=[])
    sent(draft, case_officer)
    state = AnswerTaskState.objects.get()

    look(timezone.make_aware(datetime.combine(add_working_days(state.due_on, 1), datetime.min.time())))

    assert len(told(case_officer)) == 1
    assert len(told(case_officer, "answer_step_late")) == 1
