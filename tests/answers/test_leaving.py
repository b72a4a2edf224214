"""Whoever lost the role reads and hears nothing more of an answer; those who are there take it over."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from home.actions.roles import give_role, take_role
from participation.accounts.models import Role
from participation.answers import actions
from participation.core.desk import Key, queues_for
from participation.notifications.models import Notification, OutgoingMail
from tests.factories import UserFactory, staff
from tests.ideas.factories import published

from .factories import a_way, decided, drafted, fresh, sent

pytestmark = pytest.mark.django_db
SECRET = "Vi förlorar i rätten om vi svarar så."


@pytest.fixture
def chief(sundsvall):
    return staff(sundsvall, Role.ADMINISTRATOR)


@pytest.fixture
def colleague(sundsvall, case_officer):
    person = UserFactory(email="kollega@example.com", display_name="Kollega")
    person.groups.set(case_officer.groups.all())
    return person


def lose(person, sundsvall, chief, role=Role.CASE_OFFICER):
    take_role(municipality=sundsvall, person=person, role=role, by=chief, now=timezone.now())
    Notification.objects.all().delete()
    OutgoingMail.objects.all().delete()


def kinds(person):
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def on_desk(person, rf):
    request = rf.get("/cms/")
    request.user = type(person).objects.get(pk=person.pk)
    return [job for queue in queues_for(request, now=timezone.now()) if queue.key == Key.MINE for job in queue.jobs]


def test_what_is_said_goes_to_those_who_may_write_instead_and_stands_on_their_desk(
    client, rf, sundsvall, waiting, case_officer, colleague, lawyer, chief, publisher
):
    assert not on_desk(colleague, rf)
    lose(case_officer, sundsvall, chief)

    actions.comment(draft=waiting, by=lawyer, text="Stämmer det?", now=timezone.now())
    decided(waiting, lawyer, approves=False, comment=SECRET)

    assert kinds(case_officer) == []
    assert not OutgoingMail.objects.filter(to=case_officer.email).exists()
    assert kinds(colleague) == ["answer_comment", "answer_returned"]
    assert SECRET in OutgoingMail.objects.get(to=colleague.email, kind="answer_returned").text
    assert kinds(chief) == kinds(publisher) == []
    (job,) = on_desk(colleague, rf)
    assert (job.title, job.word) == (f"Svar: {waiting.topic.title}", "Tillbaka för ändring")
    assert "Den som skrev det har inte längre uppdraget." in job.why
    client.force_login(colleague)
    page = client.get(reverse("answers_admin:answer", args=[waiting.topic_id])).content.decode()
    assert "Den som skrev svaret har inte längre uppdraget." in page


def test_where_no_case_officer_is_left_those_who_run_the_place_are_told(
    rf, sundsvall, waiting, case_officer, lawyer, chief
):
    lose(case_officer, sundsvall, chief)

    decided(waiting, lawyer, approves=False, comment=SECRET)

    assert kinds(chief) == ["answer_returned"]
    assert on_desk(chief, rf)


def test_of_two_writers_the_one_who_is_left_is_told_and_nobody_instead(
    client, rf, sundsvall, idea, waiting, case_officer, colleague, lawyer, chief
):
    third = UserFactory(email="tredje@example.com")
    third.groups.set(colleague.groups.all())
    actions.take_back(draft=waiting, by=case_officer, seen=actions.stamp(waiting), now=timezone.now())
    lose(case_officer, sundsvall, chief)
    again = sent(fresh(waiting), colleague)

    decided(again, lawyer, approves=False, comment=SECRET)

    assert kinds(colleague) == ["answer_returned"]
    assert kinds(third) == kinds(case_officer) == []
    assert [job.word for job in on_desk(colleague, rf)] == ["Tillbaka för ändring"]
    assert not on_desk(third, rf)
    client.force_login(colleague)
    page = client.get(reverse("answers_admin:answer", args=[waiting.topic_id])).content.decode()
    assert "inte längre uppdraget" not in page


def test_whoever_still_reads_it_in_another_role_is_told_beside_those_who_write(
    sundsvall, waiting, case_officer, colleague, lawyer, chief, publisher
):
    give_role(municipality=sundsvall, email=case_officer.email, role=Role.PUBLISHER, by=chief, now=timezone.now())
    lose(case_officer, sundsvall, chief)

    decided(waiting, lawyer, approves=False, comment=SECRET)

    assert kinds(case_officer) == kinds(colleague) == ["answer_returned"]


def test_a_closed_account_leaves_it_to_those_who_are_there(rf, waiting, case_officer, colleague, lawyer):
    case_officer.delete()

    decided(waiting, lawyer, approves=False, comment=SECRET)

    assert kinds(colleague)[-1] == "answer_returned"
    assert on_desk(colleague, rf)


def test_never_the_author_of_the_idea_and_nobody_of_another_place(
    rf, sundsvall, timra, department, case_officer, colleague, lawyer, chief
):
    a_way(sundsvall, Jurist=[lawyer])
    own = published(sundsvall, colleague)
    waiting = sent(drafted(own, case_officer, department), case_officer)
    stranger = staff(timra, Role.CASE_OFFICER)
    lose(case_officer, sundsvall, chief)

    decided(waiting, lawyer, approves=False, comment=SECRET)

    assert kinds(colleague) == kinds(stranger) == []
    assert kinds(chief) == ["answer_returned"]
    assert not on_desk(colleague, rf)
    assert not on_desk(stranger, rf)


def test_what_is_public_waits_for_nobody(rf, sundsvall, waiting, case_officer, colleague, lawyer, chief):
    decided(waiting, lawyer)
    lose(case_officer, sundsvall, chief)

    assert not on_desk(colleague, rf)
