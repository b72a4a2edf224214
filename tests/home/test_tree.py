"""A page belongs to the municipality in whose subtree it lies, whatever happens to it."""

from __future__ import annotations

import pytest
from wagtail.models import Revision

from home.models import MunicipalityHomePage, NewsIndexPage, NewsPage, StandardPage
from participation.topics.models import Topic

from .conftest import member


def home_of(municipality):
    return MunicipalityHomePage.objects.get(municipality=municipality, locale__language_code="sv")


@pytest.fixture
def page(place):
    page = StandardPage(title="Lov och regler", slug="lov")
    home_of(place).add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def test_a_draft_knows_its_municipality(place):
    page = StandardPage(title="Utkast", slug="utkast", live=False)

    home_of(place).add_child(instance=page)

    page.refresh_from_db()
    assert page.municipality == place


def test_a_moved_page_follows_and_so_does_its_topic(page, neighbour):
    page.move(home_of(neighbour), pos="last-child")

    page.refresh_from_db()
    assert page.municipality == neighbour
    assert page.topic.municipality == neighbour
    assert page.topic.path == "/timra/lov/"


def test_a_copy_belongs_to_where_it_was_put_and_has_a_topic_of_its_own(page, neighbour):
    copy = page.copy(to=home_of(neighbour), keep_live=True)
    copy.save_revision().publish()

    copy.refresh_from_db()
    assert copy.municipality == neighbour
    assert copy.topic_id != page.topic_id
    assert Topic.objects.get(pk=copy.topic_id).path == "/timra/lov/"


def test_an_older_revision_does_not_bring_the_old_municipality_back(page, neighbour):
    old = page.save_revision()
    page.move(home_of(neighbour), pos="last-child")

    Revision.objects.get(pk=old.pk).publish()

    page.refresh_from_db()
    assert page.municipality == neighbour


def test_the_address_of_a_front_page_cannot_be_changed_in_the_admin(client, place):
    client.force_login(member(place, "editor"))

    response = client.get(f"/cms/pages/{home_of(place).pk}/edit/")

    assert b'name="slug"' not in response.content


@pytest.mark.parametrize(
    ("parent", "child", "allowed"),
    [
        (NewsIndexPage, NewsPage, True),
        (MunicipalityHomePage, NewsPage, False),
        (MunicipalityHomePage, StandardPage, True),
        (NewsPage, StandardPage, False),
    ],
)
def test_pages_stand_only_where_they_belong(parent, child, allowed):
    assert (child in parent.allowed_subpage_models()) is allowed
