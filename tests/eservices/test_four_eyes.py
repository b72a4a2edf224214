from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from participation.eservices.four_eyes import NotApproved
from participation.eservices.models import EServiceIndexPage, ServiceProposalPage

from .proposals import approve, index_page, proposal

if TYPE_CHECKING:
    from django.test import Client

    from participation.accounts.models import User
    from participation.places.models import Municipality

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]


@pytest.fixture
def index(sundsvall: Municipality, editor: User, publisher: User) -> EServiceIndexPage:
    return index_page(sundsvall)


def is_live(page: ServiceProposalPage) -> bool:
    return ServiceProposalPage.objects.get(pk=page.pk).live


def test_a_second_person_publishes(index: EServiceIndexPage, editor: User, publisher: User) -> None:
    page = approve(proposal(index), writer=editor, approver=publisher)

    assert page.live
    assert page.topic.is_public


def test_the_writer_cannot_approve_their_own_words(index: EServiceIndexPage, publisher: User) -> None:
    page = proposal(index)

    with pytest.raises(PermissionDenied):
        approve(page, writer=publisher, approver=publisher)

    assert not is_live(page)


def test_the_writer_is_offered_no_approval(index: EServiceIndexPage, publisher: User, client: Client) -> None:
    page = proposal(index)
    page.save_revision(user=publisher)
    page.get_workflow().start(page, publisher)
    state = page.current_workflow_task_state
    client.force_login(publisher)

    client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]), {"comment": ""})

    assert not is_live(page)


def test_whoever_reads_the_admin_in_english_is_refused_in_english(
    index: EServiceIndexPage, publisher: User, client: Client
) -> None:
    UserProfile.objects.create(user=publisher, preferred_language="en")
    page = proposal(index)
    page.save_revision(user=publisher)
    page.get_workflow().start(page, publisher)
    action = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", page.current_workflow_task_state.pk]
    )
    client.force_login(publisher)

    answer = client.post(action, {"comment": ""}, follow=True)

    assert "Sorry, you do not have permission to access this area." in answer.content.decode()


def test_nobody_publishes_directly(index: EServiceIndexPage, editor: User, publisher: User) -> None:
    page = proposal(index)
    revision = page.save_revision(user=editor)

    for user in (publisher, None):
        with pytest.raises((NotApproved, PermissionDenied)):
            revision.publish(user=user)

    assert not is_live(page)


def test_words_changed_after_the_approval_are_not_published(
    index: EServiceIndexPage, editor: User, publisher: User
) -> None:
    page = proposal(index, go_live_at=timezone.now() + timedelta(days=1))
    approve(page, writer=editor, approver=publisher)
    revision = page.get_latest_revision()
    draft = revision.as_object()
    draft.need = "Något som ingen har godkänt"

    second = draft.save_revision(user=editor, overwrite_revision=revision)

    assert second.pk != revision.pk
    with pytest.raises(NotApproved):
        second.publish()


def test_what_was_approved_for_later_goes_live_by_the_clock(
    index: EServiceIndexPage, editor: User, publisher: User
) -> None:
    page = proposal(index, go_live_at=timezone.now() + timedelta(hours=1))
    approve(page, writer=editor, approver=publisher)
    assert not is_live(page)

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled")

    assert is_live(page)


def test_the_publish_button_of_the_editor_view_publishes_nothing(
    index: EServiceIndexPage, publisher: User, client: Client
) -> None:
    page = proposal(index)
    page.save_revision(user=publisher)
    client.force_login(publisher)

    client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}", {})

    assert not is_live(page)


def test_a_copy_is_never_live(index: EServiceIndexPage, editor: User, publisher: User, client: Client) -> None:
    page = approve(proposal(index), writer=editor, approver=publisher)
    client.force_login(publisher)

    fields = {"new_title": "Kopia", "new_slug": "kopia", "new_parent_page": index.pk}
    client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), {**fields, "publish_copies": "on"})
    assert not ServiceProposalPage.objects.filter(slug="kopia").exists()

    client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), fields)

    copy = ServiceProposalPage.objects.get(slug="kopia")
    assert not copy.live
    assert copy.topic_id != page.topic_id


def test_a_new_page_cannot_be_created_straight_into_publication(
    index: EServiceIndexPage, publisher: User, client: Client
) -> None:
    client.force_login(publisher)

    response = client.get(reverse("wagtailadmin_pages:add", args=["eservices", "serviceproposalpage", index.pk]))

    assert response.status_code == 200
    assert b'name="action-publish"' not in response.content


def test_staff_of_another_municipality_reach_nothing(
    index: EServiceIndexPage, editor: User, publisher: User, outsider: User, client: Client
) -> None:
    page = approve(proposal(index), writer=editor, approver=publisher)
    client.force_login(outsider)

    for name in ("edit", "copy", "delete", "unpublish", "history", "move"):
        response = client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
        assert response.status_code in (302, 403), name
        assert page.need not in response.content.decode()
