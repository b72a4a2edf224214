"""Who supports something without following it hears what became of it, for that reason, and can have an end of it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.answers import actions as answers
from participation.eservices.models import ProposalSource
from participation.ideas import actions as ideas
from participation.ideas.merging.actions import merge
from participation.notifications import outbox
from participation.notifications.actions import follow, set_mail, unfollow
from participation.notifications.interests import begin
from participation.notifications.models import Cadence, MailPreference, Notification, OutgoingMail, Reason
from participation.voting.actions import object_to, support, take_back
from tests.answers.factories import words
from tests.eservices.proposals import approve, index_page, proposal
from tests.factories import DepartmentFactory, UserFactory
from tests.ideas.factories import published
from tests.notifications.conftest import postbox

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.eservices.models import ServiceProposalPage
    from participation.ideas.models import Idea
    from participation.places.models import Department, Municipality
    from participation.topics.models import Topic
    from tests.notifications.postbox import Postbox

__all__ = ["postbox"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def department(sundsvall: Municipality) -> Department:
    return DepartmentFactory(municipality=sundsvall)


@pytest.fixture
def idea(sundsvall: Municipality) -> Idea:
    return published(sundsvall)


@pytest.fixture
def up(built: None, sundsvall: Municipality, editor: User, publisher: User) -> ServiceProposalPage:
    return approve(proposal(index_page(sundsvall)), writer=editor, approver=publisher)


def supporter(topic: Topic, *, follows: bool = False, person: User | None = None) -> User:
    person = person or UserFactory()
    support(topic=topic, person=person, now=timezone.now())
    if not follows:
        unfollow(topic=topic, person=person)
    return person


def answer(topic: Topic, by: User, department: Department, **more: Any) -> None:
    Notification.objects.all().delete()
    answers.answer(topic=topic, by=by, now=timezone.now(), **words(department, **more))


def reasons(person: User) -> list[str]:
    return list(Notification.objects.filter(person=person).values_list("reason", flat=True))


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("kind", ["idea", "proposal"])
def test_each_is_told_once_of_the_answer_and_for_the_reason_that_is_theirs(
    request: pytest.FixtureRequest, kind: str, sundsvall: Municipality, case_officer: User, department: Department
) -> None:
    topic = request.getfixturevalue("idea" if kind == "idea" else "up").topic
    supports, both, follows, let_go = supporter(topic), supporter(topic, follows=True), UserFactory(), UserFactory()
    follow(topic=topic, person=follows)
    follow(topic=topic, person=let_go)
    unfollow(topic=topic, person=let_go)
    for person in (supports, both):
        begin(person=person, municipality=sundsvall)

    answer(topic, case_officer, department)

    assert {name: reasons(person) for name, person in locals().items() if name in ("supports", "both", "follows")} == {
        "supports": ["supported"],
        "both": ["followed"],
        "follows": ["followed"],
    }
    assert reasons(let_go) == []
    for person in (supports, both, follows):
        assert OutgoingMail.objects.filter(person=person).count() == 1


def test_the_mail_says_so_and_its_way_out_ends_that_and_nothing_else(
    up: ServiceProposalPage, idea: Idea, case_officer: User, department: Department, postbox: Postbox
) -> None:
    person = supporter(up.topic)
    supporter(idea.topic, follows=True, person=person)
    answer(up.topic, case_officer, department)
    mail = OutgoingMail.objects.get(person=person)
    assert "du har stött" in mail.text
    assert "du följer" not in mail.text
    assert "du har stött" in mail.html

    link = mail.headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    assert "Det du har stött" in Client().get(link).content.decode()
    Client().post(link, {"List-Unsubscribe": "One-Click"})

    assert list(MailPreference.objects.filter(person=person).values_list("reason", "cadence")) == [
        ("supported", "never")
    ]
    outbox.send_due()
    assert person.email not in postbox.receivers  # it waited when they said no
    answer(up.topic, case_officer, department, sentence="Ändrat.")
    assert reasons(person) == ["supported"]
    answer(idea.topic, case_officer, department)
    assert [mail.subject for mail in OutgoingMail.objects.filter(person=person)] == [
        f"Kommunen har svarat på idén ”{idea.title}”"
    ]


def test_settings_have_a_choice_of_its_own(client: Client, citizen: User) -> None:
    client.force_login(citizen)

    page = client.get(reverse("accounts:settings")).content.decode()

    assert 'name="mejl-supported"' in page
    assert "Det du har stött" in page


def test_whoever_said_no_or_took_it_back_and_stopped_following_is_not_told(
    up: ServiceProposalPage, case_officer: User, department: Department
) -> None:
    against, regrets = UserFactory(), supporter(up.topic)
    object_to(topic=up.topic, person=against, reason="För dyrt", now=timezone.now())
    unfollow(topic=up.topic, person=against)
    take_back(topic=up.topic, person=regrets, now=timezone.now())

    answer(up.topic, case_officer, department)

    assert reasons(against) == reasons(regrets) == []


def test_steps_on_the_way_are_for_followers_and_what_is_decided_for_supporters_too(
    up: ServiceProposalPage, editor: User, publisher: User
) -> None:
    supports, follows = supporter(up.topic), supporter(up.topic, follows=True)
    Notification.objects.all().delete()

    up.stage = "prototype"
    up = approve(up, writer=editor, approver=publisher)
    assert (reasons(supports), reasons(follows)) == ([], ["followed"])
    up.stage = "development"
    approve(up, writer=editor, approver=publisher)

    assert (reasons(supports), reasons(follows)) == (["supported"], ["followed", "followed"])


def test_whoever_supported_the_idea_behind_a_proposal_hears_of_its_answer(
    built: None, sundsvall: Municipality, editor: User, publisher: User, case_officer: User, department: Department
) -> None:
    idea = published(sundsvall)
    person = supporter(idea.topic)
    page = proposal(index_page(sundsvall))
    page.sources.add(ProposalSource(idea=idea.topic))
    page = approve(page, writer=editor, approver=publisher)

    answer(page.topic, case_officer, department)

    assert reasons(person) == ["supported"]


def test_merging_tells_supporters_for_their_reason(sundsvall: Municipality, idea: Idea, moderator: User) -> None:
    person = supporter(idea.topic)
    Notification.objects.all().delete()

    merge(idea=idea, kept=published(sundsvall), words="Samma sak.", by=moderator, now=timezone.now())

    assert reasons(person) == ["supported"]


def test_whoever_had_chosen_for_what_they_follow_has_chosen_for_this(citizen: User, author: User) -> None:
    set_mail(person_id=citizen.pk, cadences={Reason.FOLLOWED.value: Cadence.NEVER})
    set_mail(person_id=author.pk, cadences={Reason.OWN.value: Cadence.NEVER})
    migration: Any = import_module("participation.notifications.migrations.0012_what_one_has_supported")

    migration.as_for_what_one_follows(apps, None)
    migration.as_for_what_one_follows(apps, None)

    chosen = MailPreference.objects.filter(reason="supported").values_list("person", "cadence")
    assert list(chosen) == [(citizen.pk, "never")]


def test_a_promise_kept_is_told_to_both(idea: Idea, case_officer: User, department: Department) -> None:
    supports, follows = supporter(idea.topic), supporter(idea.topic, follows=True)
    answer(idea.topic, case_officer, department)
    Notification.objects.all().delete()

    ideas.mark_done(idea=idea, by=case_officer, done_on=timezone.localdate(), sentence="Klart.", now=timezone.now())

    assert (reasons(supports), reasons(follows)) == (["supported"], ["followed"])
