"""EXTRA_LANGUAGES: pages in Finnish and Northern Sami, of which Django knows one."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from wagtail.models import Page

from home.actions import add_municipality
from home.models import MunicipalityHomePage, StandardPage
from participation.accounts.models import Role
from participation.places.models import Municipality
from portal.languages import languages

from .conftest import member


@pytest.fixture
def further(settings, place):
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = languages(["fi", "se"])
    add_municipality(code="2281")
    caches["local"].clear()
    return Municipality.objects.get(code="2281")


def home_in(code: str) -> MunicipalityHomePage:
    return MunicipalityHomePage.objects.get(municipality__code="2281", locale__language_code=code)


def published(page: Page) -> Page:
    page.get_latest_revision_as_object().save_revision().publish()
    caches["local"].clear()
    return page


def translated(page: Page, code: str) -> Page:
    from wagtail.models import Locale

    return published(page.copy_for_translation(Locale.objects.get(language_code=code)))


def test_a_tree_begins_as_a_draft_that_the_municipalitys_own_staff_write(client, further, neighbour):
    home = home_in("fi")

    assert not home.live
    assert home.permissions_for_user(member(further, Role.EDITOR)).can_edit()
    assert home.permissions_for_user(member(further, Role.PUBLISHER)).can_publish()
    assert not home.permissions_for_user(member(neighbour, Role.PUBLISHER)).can_edit()
    assert home.get_workflow() is not None


def test_twice_is_once(further):
    before = Page.objects.count()

    add_municipality(code="2281")

    assert Page.objects.count() == before


@pytest.mark.parametrize("code", ["fi", "se"])
def test_what_is_translated_is_shown_and_said_and_the_rest_is_swedish(client, further, code):
    published(home_in(code))
    about = StandardPage.objects.get(municipality=further, slug="om", locale__language_code="sv")
    translated(about, code)

    page = client.get(f"/{code}/sundsvall/om/").content.decode()
    swedish = client.get("/sundsvall/om/").content.decode()

    assert f'<html lang="{code}">' in page
    assert f'hreflang="{code}" href="http://testserver/{code}/sundsvall/om/"' in swedish
    assert f'href="/{code}/sundsvall/om/"' in client.get(f"/{code}/sundsvall/").content.decode()
    assert client.get(f"/{code}/sundsvall/nyheter/").url == "/sundsvall/nyheter/"


def test_the_portals_own_words_are_swedish_and_said_to_be(client, further):
    published(home_in("se"))

    page = client.get("/se/sok/").content.decode()

    assert '<html lang="sv">' in page
    assert "Sök" in page
    assert 'hreflang="se"' not in client.get("/sok/").content.decode()


def test_before_a_front_page_is_translated_the_menu_is_the_swedish_one(client, further):
    page = client.get("/fi/sok/?kommun=2281").content.decode()

    assert client.get("/fi/sundsvall/").url == "/sundsvall/"
    assert 'href="/sundsvall/ideer/"' in page or "/sundsvall/" in page


def test_a_page_from_right_to_left_says_so(client, further, settings):
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = languages(["ar"])
    add_municipality(code="2281")
    published(home_in("ar"))

    assert '<html lang="ar" dir="rtl">' in client.get("/ar/sundsvall/").content.decode()


def test_an_unknown_language_is_refused():
    with pytest.raises(ImproperlyConfigured, match="xx"):
        languages(["fi", "xx"])


def test_none_is_the_usual():
    assert [code for code, _name in languages([])] == ["sv", "en"]
