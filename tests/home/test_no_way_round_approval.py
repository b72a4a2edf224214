"""Every way there is to the public, tried by one person alone on a proposal that is live and approved."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision

from home.scheduled import publish_scheduled
from participation.accounts.models import Role
from participation.eservices.four_eyes import NotApproved, writer_of
from participation.eservices.models import ServiceProposalPage
from participation.eservices.waiting import waiting_for
from tests.eservices.proposals import approve

from .conftest import member
from .test_proposals_by_staff import APPROVE, draft_of, editor_of, form_of

if TYPE_CHECKING:
    from django.test import Client

    from participation.accounts.models import User
    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db
OLD, NEW = "Godkända ord", "Ord som ingen annan har läst"


@pytest.fixture
def publisher(place: Municipality) -> User:
    return member(place, Role.EDITOR, Role.PUBLISHER)


@pytest.fixture
def page(place: Municipality, publisher: User) -> ServiceProposalPage:
    writer = member(place, Role.EDITOR)
    return approve(draft_of(place, writer, need=OLD), writer=writer, approver=publisher)


def shown(page: ServiceProposalPage) -> str:
    return ServiceProposalPage.objects.get(pk=page.pk).need


def written(page: ServiceProposalPage, by: User) -> Revision:
    page.need = NEW
    return page.save_revision(user=by)


def test_the_publish_button_saves_and_says_why_it_does_not_publish(
    client: Client, page: ServiceProposalPage, publisher: User
) -> None:
    client.force_login(publisher)
    assert b'name="action-publish"' not in client.get(editor_of(page)).content

    response = client.post(editor_of(page), form_of(page, need=NEW, **{"action-publish": "1"}), follow=True)

    assert shown(page) == OLD
    assert ServiceProposalPage.objects.get(pk=page.pk).get_latest_revision_as_object().need == NEW
    assert "Sparat, men inte publicerat" in response.content.decode()


def test_going_back_to_an_older_revision_publishes_nothing(
    client: Client, page: ServiceProposalPage, publisher: User
) -> None:
    older = written(page, publisher)
    client.force_login(publisher)
    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, older.pk])
    assert b'name="action-publish"' not in client.get(address).content

    client.post(address, form_of(page, need=NEW, **{"action-publish": "1"}))
    client.post(editor_of(page), form_of(page, need=NEW, **{"action-publish": "1", "revision": older.pk}))

    assert shown(page) == OLD


def test_a_date_publishes_nothing_when_it_comes(client: Client, page: ServiceProposalPage, publisher: User) -> None:
    client.force_login(publisher)
    soon = timezone.localtime() + timedelta(minutes=5)
    fields = {"action-publish": "1", "go_live_at": soon.strftime("%Y-%m-%d %H:%M")}

    client.post(editor_of(page), form_of(page, need=NEW, **fields))

    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_no_clock_publishes_what_got_a_date_behind_our_back(page: ServiceProposalPage, publisher: User) -> None:
    revision = written(page, publisher)
    past = timezone.now() - timedelta(minutes=5)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past)

    with pytest.raises(NotApproved):
        call_command("publish_scheduled")
    publish_scheduled(timezone.now())

    assert shown(page) == OLD


def test_no_revision_gets_a_date_before_it_is_approved(page: ServiceProposalPage, publisher: User) -> None:
    revision = written(page, publisher)
    revision.approved_go_live_at = timezone.now() + timedelta(days=1)

    with pytest.raises(NotApproved):
        revision.save()


def test_bulk_publishing_publishes_nothing(client: Client, page: ServiceProposalPage, publisher: User) -> None:
    written(page, publisher)
    client.force_login(publisher)

    client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}", {})

    assert shown(page) == OLD


@pytest.mark.parametrize("action", ["publish", "revert_to_page_revision"])
def test_the_programming_interface_publishes_nothing(
    client: Client, page: ServiceProposalPage, publisher: User, action: str
) -> None:
    revision = written(page, publisher)
    client.force_login(publisher)

    client.post(f"/cms/api/main/pages/{page.pk}/action/{action}/", {"revision_id": revision.pk})

    assert shown(page) == OLD


def test_wagtails_own_action_without_any_question_publishes_nothing(page: ServiceProposalPage, publisher: User) -> None:
    revision = written(page, publisher)

    for publish in (
        lambda: PublishPageRevisionAction(revision, user=publisher).execute(skip_permission_checks=True),
        lambda: revision.publish(user=publisher, skip_permission_checks=True),
    ):
        with pytest.raises(NotApproved):
            publish()

    assert shown(page) == OLD


def test_no_copy_is_live(page: ServiceProposalPage, publisher: User) -> None:
    written(page, publisher)

    with pytest.raises(NotApproved):
        page.copy(update_attrs={"slug": "kopia"}, keep_live=True, user=publisher)

    assert not Page.objects.filter(slug="kopia").exists()


def test_no_mirror_is_live_and_none_becomes_a_page(page: ServiceProposalPage, publisher: User) -> None:
    mirror = CreatePageAliasAction(page, update_slug="spegel", user=publisher)

    with pytest.raises(NotApproved):
        mirror.execute(skip_permission_checks=True)
    with pytest.raises(Exception, match="alias"):
        ConvertAliasPageAction(page, user=publisher).execute(skip_permission_checks=True)

    assert not Page.objects.filter(slug="spegel", live=True).exists()


def test_the_row_itself_takes_no_other_words(page: ServiceProposalPage, publisher: User) -> None:
    page = ServiceProposalPage.objects.get(pk=page.pk)
    page.need = NEW
    with pytest.raises(NotApproved):
        page.save()

    base = Page.objects.get(pk=page.pk)
    base.title = NEW
    with pytest.raises(NotApproved):
        base.save()

    assert shown(page) == OLD


@pytest.mark.parametrize("kind", [Page, ServiceProposalPage])
def test_a_draft_is_not_made_live_by_hand(place: Municipality, publisher: User, kind: type[Page]) -> None:
    draft = draft_of(place, publisher)
    row = kind.objects.get(pk=draft.pk)
    row.live, row.live_revision = True, row.latest_revision

    with pytest.raises(PermissionDenied):
        row.save()


def test_an_approved_page_is_moved_and_taken_down_and_put_up_again(
    client: Client, page: ServiceProposalPage, publisher: User
) -> None:
    page.unpublish(user=publisher)
    client.force_login(publisher)

    client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}", {})
    page = ServiceProposalPage.objects.get(pk=page.pk)
    page.move(page.get_parent(), pos="first-child", user=publisher)

    assert ServiceProposalPage.objects.get(pk=page.pk).live


def test_saving_anothers_words_unchanged_makes_nobody_their_writer(client: Client, place: Municipality) -> None:
    """Else the writer would be offered to approve them. The one who only saved them may."""
    writer, reader = member(place, Role.EDITOR, Role.PUBLISHER), member(place, Role.PUBLISHER)
    page = draft_of(place, writer, need=NEW)
    page.get_workflow().start(page, writer)
    client.force_login(reader)
    client.post(editor_of(page), form_of(page, need=NEW))
    page = ServiceProposalPage.objects.get(pk=page.pk)
    assert page.latest_revision.user == reader

    state = page.current_workflow_task_state
    assert not state.task.specific.get_actions(page, writer)
    assert not waiting_for(writer).exists()
    assert waiting_for(reader).exists()
    for person in (writer, reader):
        client.force_login(person)
        client.post(editor_of(page), form_of(page, need=NEW, **APPROVE))
        page = ServiceProposalPage.objects.get(pk=page.pk)
        assert page.live == (person == reader)


def test_whoever_changes_a_word_has_written(place: Municipality, publisher: User) -> None:
    writer = member(place, Role.EDITOR)
    page = draft_of(place, writer, need=OLD)

    assert writer_of(written(page, publisher)) == publisher.pk
    page.need = OLD
    assert writer_of(page.save_revision(user=publisher)) == writer.pk
