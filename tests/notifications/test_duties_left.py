"""News of work in a municipality are read and mailed while it is their receiver's work, and no longer."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from home.actions.roles import take_role
from participation.accounts.models import Role, User
from participation.faults.telling import FOR_STAFF
from participation.notifications.actions import notify, set_mail
from participation.notifications.digest import queue_digests
from participation.notifications.models import Cadence, Notification, OutgoingMail, Reason
from participation.notifications.outbox import send_due
from tests.answers.factories import a_way, drafted, sent
from tests.factories import DepartmentFactory, MunicipalityFactory, TopicFactory, UserFactory, staff
from tests.ideas.factories import NOW, published

if TYPE_CHECKING:
    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db
SECRET = "Hemligt om ”Lekparken”"


@pytest.fixture
def chief(sundsvall: Municipality) -> User:
    return staff(sundsvall, Role.ADMINISTRATOR)


@pytest.fixture
def officer(sundsvall: Municipality) -> User:
    return staff(sundsvall, Role.CASE_OFFICER, Role.EVALUATOR)


def lose(person: User, role: str, place: Municipality, chief: User) -> None:
    take_role(municipality=place, person=person, role=role, by=chief, now=NOW)


def told(person: User, kind: str = "answer_late", **about: Any) -> None:
    about.setdefault("topic", None)
    notify(people=[person], kind=kind, reason=Reason.STAFF, sentence=SECRET, path="/cms/x/", now=NOW, **about)


def inbox(person: User) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse("notifications:inbox")).content.decode()


@pytest.mark.parametrize("has_topic", [True, False])
def test_a_mail_that_waits_is_not_sent_to_whoever_has_lost_the_role(
    sundsvall: Municipality, officer: User, chief: User, has_topic: bool
) -> None:
    if has_topic:
        told(officer, topic=TopicFactory(municipality=sundsvall, title="Lekparken"))
    else:
        told(officer, place=sundsvall.pk)
    assert SECRET in inbox(User.objects.get(pk=officer.pk))
    for role in (Role.CASE_OFFICER, Role.EVALUATOR):
        lose(officer, role, sundsvall, chief)

    send_due(now=NOW)

    assert list(OutgoingMail.objects.filter(to=officer.email).order_by("pk").values_list("subject", "status")) == [
        (SECRET, "withheld"),
        ("Du är inte längre Handläggare i Sundsvall", "sent"),
        ("Du är inte längre Utvärderare i Sundsvall", "sent"),
    ]
    assert SECRET not in inbox(User.objects.get(pk=officer.pk))


def test_nor_is_a_digest(sundsvall: Municipality, officer: User, chief: User) -> None:
    set_mail(person_id=officer.pk, cadences={Reason.STAFF: Cadence.DAILY})
    told(officer, place=sundsvall.pk)
    for role in (Role.CASE_OFFICER, Role.EVALUATOR):
        lose(officer, role, sundsvall, chief)

    later = NOW.replace(year=NOW.year + 1)
    queue_digests(now=later)
    send_due(now=later)

    assert OutgoingMail.objects.get(kind="digest").status == "withheld"


def test_of_the_roles_that_are_left_each_reads_what_is_its_own(
    sundsvall: Municipality, officer: User, chief: User
) -> None:
    told(officer, "answer_late", place=sundsvall.pk)
    told(officer, "casework_evaluate", place=sundsvall.pk)
    told(officer, FOR_STAFF, place=sundsvall.pk)
    lose(officer, Role.CASE_OFFICER, sundsvall, chief)

    seen = Notification.objects.to(User.objects.get(pk=officer.pk)).exclude(kind="staff_role")

    assert [news.kind for news in seen] == ["casework_evaluate"]


def test_a_role_elsewhere_opens_nothing(sundsvall: Municipality, officer: User, chief: User) -> None:
    other = MunicipalityFactory()
    elsewhere = staff(other, Role.CASE_OFFICER)
    officer.groups.add(*elsewhere.groups.all())
    told(officer, place=sundsvall.pk)
    told(officer, place=other.pk)
    lose(officer, Role.CASE_OFFICER, sundsvall, chief)

    seen = Notification.objects.to(User.objects.get(pk=officer.pk)).filter(kind="answer_late")

    assert [news.municipality_id for news in seen] == [other.pk]


def test_whoever_runs_the_place_or_the_portal_reads_all_of_it(sundsvall: Municipality, chief: User) -> None:
    runs = UserFactory(is_superuser=True)
    for person in (chief, runs):
        told(person, "moderation_flag", place=sundsvall.pk)

        assert Notification.objects.to(person).count() == 1


def test_whoever_decides_in_a_step_reads_of_the_answers_that_come_there_until_they_leave_it(
    sundsvall: Municipality, officer: User
) -> None:
    lawyer = UserFactory(email="jurist@example.com")
    a_way(sundsvall, Jurist=[lawyer])
    draft = drafted(published(sundsvall), officer, DepartmentFactory(municipality=sundsvall))
    sent(draft, officer)
    assert Notification.objects.to(lawyer).filter(kind="answer_to_approve").exists()

    lawyer.groups.clear()

    assert not Notification.objects.to(User.objects.get(pk=lawyer.pk)).exists()


class TestFromBefore:
    def migrate(self) -> None:
        step = import_module("participation.notifications.migrations.0013_where_the_work_is")
        step.named_by_their_topic(apps, connection.schema_editor)

    def test_news_get_the_place_of_their_topic(self, sundsvall: Municipality, officer: User) -> None:
        told(officer, topic=TopicFactory(municipality=sundsvall))
        told(officer)
        Notification.objects.update(municipality=None)

        self.migrate()

        places = Notification.objects.order_by("pk").values_list("municipality", flat=True)
        assert list(places) == [sundsvall.pk, None]

    def test_what_has_no_topic_is_for_those_who_still_work_somewhere(
        self, sundsvall: Municipality, officer: User, chief: User
    ) -> None:
        told(officer)
        assert SECRET in inbox(User.objects.get(pk=officer.pk))

        lose(officer, Role.CASE_OFFICER, sundsvall, chief)

        assert SECRET not in inbox(User.objects.get(pk=officer.pk))

    def test_that_a_role_was_taken_is_still_read(self, citizen: User) -> None:
        notify(people=[citizen], kind="staff_role", reason=Reason.STAFF, sentence="Du är inte längre", now=NOW)

        self.migrate()

        assert Notification.objects.to(citizen).count() == 1
