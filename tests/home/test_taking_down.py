"""Whoever takes a page down is told that it stands in another language, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale, Page

from participation.accounts.models import Role
from tests.eservices.conftest import text_of
from tests.eservices.proposals import approve, index_page, proposal
from tests.factories import UserFactory

from .conftest import member

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.eservices.models import ServiceProposalPage
    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db
BECAUSE = {"skal": "Ett namn stod i den"}


@pytest.fixture
def publisher(place: Municipality) -> User:
    return member(place, Role.PUBLISHER)


@pytest.fixture
def swedish(place: Municipality, publisher: User) -> ServiceProposalPage:
    return approve(proposal(index_page(place)), writer=member(place, Role.EDITOR), approver=publisher)


@pytest.fixture
def english(swedish: ServiceProposalPage, publisher: User) -> ServiceProposalPage:
    page = swedish.copy_for_translation(Locale.objects.get(language_code="en"))
    page.title = "Change school"
    return approve(page, writer=UserFactory(), approver=publisher)


def address(page: Page) -> str:
    return reverse("wagtailadmin_pages:unpublish", args=[page.pk])


def is_up(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_the_english_page_that_stays_is_named_with_a_box_to_take_it_down(client, swedish, english, publisher):
    client.force_login(publisher)

    html = client.get(address(swedish)).content.decode()

    assert "”Change school” är fortfarande publik" in text_of(html)
    assert f'href="{english.get_url()}"' in html
    assert f'name="other_languages" value="{english.pk}"' in html
    assert " checked" not in html


@pytest.mark.parametrize("ticked", [True, False])
def test_only_what_was_ticked_is_taken_down_as_well(client, swedish, english, publisher, ticked):
    client.force_login(publisher)

    response = client.post(
        address(swedish), BECAUSE | ({"other_languages": [english.pk]} if ticked else {}), follow=True
    )

    assert (is_up(swedish), is_up(english)) == (False, not ticked)
    assert ("Också avpublicerat: ”Change school”." in response.content.decode()) is ticked
    swedish.topic.refresh_from_db()
    assert swedish.topic.is_public is not ticked


def test_a_box_made_by_hand_takes_down_no_other_page(client, place, swedish, english, publisher):
    other = approve(proposal(index_page(place)), writer=UserFactory(), approver=publisher)
    client.force_login(publisher)

    client.post(address(swedish), BECAUSE | {"other_languages": [other.pk, "x"]})

    assert (is_up(other), is_up(english)) == (True, True)


def test_who_may_not_take_the_other_down_is_told_so_and_does_not(client, swedish, english, publisher):
    english_root = Page.objects.get(depth=2, locale=english.locale)
    GroupPagePermission.objects.filter(page__path__startswith=english_root.path).delete()
    client.force_login(publisher)

    html = client.get(address(swedish)).content.decode()
    client.post(address(swedish), BECAUSE | {"other_languages": [english.pk]})

    assert "Du får inte avpublicera ”Change school”" in text_of(html)
    assert 'name="other_languages"' not in html
    assert (is_up(swedish), is_up(english)) == (False, True)


def test_many_at_once_name_what_stays_unless_it_goes_as_well(client, swedish, english, publisher):
    client.force_login(publisher)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])

    one = client.get(f"{bulk}?id={swedish.pk}").content.decode()
    both = client.get(f"{bulk}?id={swedish.pk}&id={english.pk}").content.decode()

    assert address(english) in one
    assert "är fortfarande publik" not in both


def test_a_page_in_one_language_says_nothing_of_others(client, swedish, publisher):
    client.force_login(publisher)

    assert "annat språk" not in text_of(client.get(address(swedish)).content.decode())


def test_after_a_page_is_deleted_what_stays_is_named_and_the_proposal_goes_on_there(
    client, place, swedish, english, publisher
):
    topic = swedish.topic
    client.force_login(publisher)

    response = client.post(reverse("wagtailadmin_pages:delete", args=[swedish.pk]), follow=True)

    assert not Page.objects.filter(pk=swedish.pk).exists()
    assert "”Change school” är fortfarande publik." in response.content.decode()
    assert address(english) in response.content.decode()
    topic.refresh_from_db()
    assert (topic.title, topic.path, topic.is_public) == ("Change school", english.get_url(), True)
