"""A form without its blocks, as no browser of Wagtail's sends it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import nested_form_data, streamfield

from home.models import NewsIndexPage, NewsPage
from participation.accounts.models import Role

from ..conftest import member

pytestmark = pytest.mark.django_db
BROKEN = [{}, {"body-count": "två"}, {"body-count": "1"}, {"body-count": "1", "body-0-type": "text"}]
SAID = "Allt i formuläret kom inte fram. Inget är sparat"


@pytest.fixture
def index(place) -> NewsIndexPage:
    return NewsIndexPage.objects.get(municipality=place, locale__language_code="sv")


@pytest.fixture
def page(place, index) -> NewsPage:
    made = NewsPage(title="Badet", slug="badet", lead="På lördag.", municipality=place)
    made.body = [("text", {"heading": "", "text": RichText("<p>Ord</p>")})]
    index.add_child(instance=made)
    return made


@pytest.fixture
def editor(client, place):
    client.force_login(member(place, Role.EDITOR, Role.PUBLISHER))


@pytest.mark.parametrize("blocks", BROKEN)
def test_a_page_that_is_changed_without_its_blocks_keeps_them(client, editor, page, blocks):
    response = client.post(f"/cms/pages/{page.pk}/edit/", {"title": "Annat", "slug": "badet", **blocks}, follow=True)

    assert response.redirect_chain == [(f"/cms/pages/{page.pk}/edit/", 302)]
    assert SAID in response.content.decode()
    assert "Ord" in str(NewsPage.objects.get().get_latest_revision_as_object().body)


@pytest.mark.parametrize("blocks", BROKEN)
def test_none_is_made_without_them(client, editor, index, blocks):
    address = f"/cms/pages/add/home/newspage/{index.pk}/"
    response = client.post(address, {"title": "Ny", "slug": "ny", **blocks}, follow=True)

    assert response.redirect_chain == [(address, 302)]
    assert SAID in response.content.decode()
    assert not NewsPage.objects.exists()


def test_what_saves_by_itself_is_told_too(client, editor, page):
    response = client.post(f"/cms/pages/{page.pk}/edit/", {"title": "Annat"}, headers={"Accept": "application/json"})

    assert response.status_code == 400
    assert SAID in response.json()["error_message"]


def test_a_preview_of_half_a_form_is_refused(client, editor, page, index):
    for name, place in (("on_edit", [page.pk]), ("on_add", ["home", "newspage", index.pk])):
        response = client.post(reverse(f"wagtailadmin_pages:preview_{name}", args=place), {"title": "Annat"})
        assert response.status_code == 400


def test_a_whole_form_is_read_as_before(client, editor, index):
    form = nested_form_data({"title": "Ny", "slug": "ny", "lead": "Ord.", "body": streamfield([])})
    response = client.post(f"/cms/pages/add/home/newspage/{index.pk}/", form)

    assert SAID not in response.content.decode()
