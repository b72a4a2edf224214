"""Pages that are published and taken down by the clock, each for itself."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page, Revision

from participation.accounts.actions import close_account
from participation.accounts.models import Role
from participation.eservices.models import ServiceProposalPage
from participation.notifications import periodic
from participation.notifications.models import Notification, OutgoingMail
from tests.eservices.proposals import approve, index_page, proposal

from .conftest import member

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(place: Municipality) -> User:
    return member(place, Role.EDITOR)


@pytest.fixture
def publisher(place: Municipality) -> User:
    return member(place, Role.PUBLISHER)


def planned(place: Municipality, editor: User, publisher: User, *, hours: int = 1, **fields: Any) -> Page:
    at = timezone.now() + timedelta(hours=hours)
    page = proposal(index_page(place), go_live_at=at, department=place.departments.first(), **fields)
    return approve(page, writer=editor, approver=publisher)


def is_live(page: Page) -> bool:
    return ServiceProposalPage.objects.get(pk=page.pk).live


def a_day_later() -> None:
    later = timezone.now() + timedelta(days=1)
    with time_machine.travel(later, tick=False):
        periodic.jobs()["wagtail.publish_scheduled"].run(later)


def unapprove(page: Page) -> None:
    """As if its approval had been of other words: they were changed after it."""
    later = timezone.now() + timedelta(hours=1)
    Revision.objects.filter(pk=page.latest_revision_id).update(created_at=later)


@pytest.mark.parametrize("leaving", [["editor"], ["publisher"], ["editor", "publisher"]])
def test_what_two_people_approved_goes_live_also_when_they_have_left(place, editor, publisher, leaving):
    page = planned(place, editor, publisher)
    for name in leaving:
        close_account(person={"editor": editor, "publisher": publisher}[name])

    a_day_later()

    assert is_live(page)


def test_words_of_somebody_who_has_left_are_approved_by_somebody_else(place, editor, publisher):
    page = proposal(index_page(place), department=place.departments.first())
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    close_account(person=editor)
    state = ServiceProposalPage.objects.get(pk=page.pk).current_workflow_task_state

    state.task.specific.on_action(state, publisher, "approve")

    assert is_live(page)


def test_words_that_nobody_signed_are_not_published_by_one_approval(place, editor, publisher):
    page = proposal(index_page(place), go_live_at=timezone.now() + timedelta(hours=1))
    page.save_revision()
    page.get_workflow().start(page, editor)
    state = page.current_workflow_task_state

    with pytest.raises(Exception, match="annan person"):
        state.task.specific.on_action(state, publisher, "approve")

    assert not is_live(page)


def test_one_page_that_cannot_be_published_stops_no_other(place, neighbour, editor, publisher, caplog):
    theirs = planned(neighbour, member(neighbour, Role.EDITOR), member(neighbour, Role.PUBLISHER), hours=2)
    bad = planned(place, editor, publisher, hours=1, title="Ändrad efteråt")
    unapprove(bad)

    with caplog.at_level(logging.ERROR):
        a_day_later()

    assert is_live(theirs)
    assert not is_live(bad)
    assert str(bad.pk) in caplog.text


def test_the_publishers_are_told_once_of_what_was_not_published(place, neighbour, editor, publisher):
    bystander = member(neighbour, Role.PUBLISHER)
    bad = planned(place, editor, publisher, title="Ändrad efteråt")
    unapprove(bad)

    a_day_later()
    a_day_later()

    told = Notification.objects.filter(kind="page_not_published")
    assert [news.person for news in told] == [publisher]
    assert "Ändrad efteråt" in told[0].sentence
    assert told[0].path == f"/cms/pages/{bad.pk}/edit/"
    assert OutgoingMail.objects.filter(to=publisher.email, kind="page_not_published").count() == 1
    assert not Notification.objects.filter(person=bystander).exists()


def test_a_database_in_trouble_is_tried_again(place, editor, publisher, monkeypatch):
    page = planned(place, editor, publisher)

    with monkeypatch.context() as broken:

        def trouble(*args: Any, **kwargs: Any) -> None:
            raise OperationalError("database is locked")

        broken.setattr(ServiceProposalPage, "publish", trouble)
        a_day_later()
    assert not is_live(page)
    assert not Notification.objects.filter(kind="page_not_published").exists()

    a_day_later()

    assert is_live(page)


def test_a_page_is_taken_down_when_its_time_is_over(place, editor, publisher):
    page = approve(proposal(index_page(place)), writer=editor, approver=publisher)
    ServiceProposalPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() + timedelta(hours=1))

    a_day_later()

    assert not is_live(page)
    assert ServiceProposalPage.objects.get(pk=page.pk).expired


def test_the_mail_of_an_approval_says_when_the_page_comes(place, editor, publisher, mailoutbox):
    planned(place, editor, publisher, hours=30, title="Sedan")
    approve(proposal(index_page(place), title="Nu"), writer=editor, approver=publisher)

    later, now = [mail.body for mail in mailoutbox if mail.to == [editor.email] and "godkänd" in mail.body]
    at = timezone.localtime(timezone.now() + timedelta(hours=30))
    assert f"Den publiceras {date_format(at, 'j F Y')} klockan" in later
    assert "”Sedan” är godkänd." in later
    assert "”Nu” är godkänd och publicerad. Du kan se den här: http" in now
