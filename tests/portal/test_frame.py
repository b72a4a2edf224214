from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from home.models import MunicipalityHomePage, StandardPage
from participation.accounts.backend import AuthenticationBackend
from participation.notifications.models import Notification
from portal.frame import Frame
from portal.pages import live_page
from tests.factories import TopicFactory
from tests.home.conftest import REGION, place, region  # noqa: F401 - fixtures

factory = RequestFactory()


def frame(path="/", municipality=None, page=None, user=None, **get):
    request = factory.get(path, get)
    request.user = user or AnonymousUser()
    return Frame(request, municipality, page)


def codes(menu):
    return [item["url"] for item in menu]


def test_a_municipality_has_its_name_home_and_menus(place):  # noqa: F811
    made = frame("/sundsvall/", place)

    assert (made.brand, made.home_url) == ("Sundsvalls kommun", "/sundsvall/")
    assert codes(made.menu) == [f"/sundsvall/{slug}/" for slug in ("ideer", "e-tjanster", "felanmalan", "nyheter")]
    assert codes(made.footer_menu) == ["/sundsvall/om/", "/sundsvall/personuppgifter/"]


def test_without_a_municipality_it_is_the_regions(place):  # noqa: F811
    made = frame("/konto/login/")

    assert (made.brand, made.home_url, made.menu) == (REGION, "/", [])
    assert codes(made.footer_menu) == ["/tillganglighet/", "/personuppgifter/"]


def test_in_english_it_leads_to_the_english_tree(place):  # noqa: F811
    with translation.override("en"):
        made = frame("/en/sundsvall/", place)

        assert made.home_url == "/en/sundsvall/"
        assert made.menu[0] == {"title": "Ideas", "url": "/en/sundsvall/ideer/", "current": False}


def test_a_page_that_is_taken_down_leaves_the_menu_at_once(place):  # noqa: F811
    assert "/sundsvall/nyheter/" in codes(frame("/", place).menu)

    MunicipalityHomePage.objects.get(municipality=place, locale__language_code="sv").get_children().get(
        slug="nyheter"
    ).unpublish()

    assert "/sundsvall/nyheter/" not in codes(frame("/", place).menu)


def test_menus_cost_a_query_and_then_none(place, django_assert_num_queries):  # noqa: F811
    with django_assert_num_queries(1):
        made = frame("/", place)
        assert made.menu
        assert made.footer_menu
    with django_assert_num_queries(0):
        assert frame("/", place).menu


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/sundsvall/ideer/", "/sundsvall/ideer/"),
        ("/ideer/2281-2026-0001/", "/sundsvall/ideer/"),
        ("/e-tjanster/2281/bygglov/", "/sundsvall/e-tjanster/"),
        ("/sundsvall/nyheter/bro/", "/sundsvall/nyheter/"),
        ("/sundsvall/", None),
        ("/sok/", None),
    ],
)
def test_the_menu_says_where_one_is(place, path, current):  # noqa: F811
    marked = [item["url"] for item in frame(path, place).menu if item["current"]]

    assert marked == ([current] if current else [])


def test_a_page_names_its_translations_that_are_published(place):  # noqa: F811
    page = live_page("sundsvall/om/", "sv")

    urls = {language["code"]: language["url"] for language in frame("/sundsvall/om/", place, page).languages}

    assert urls == {"sv": "/sundsvall/om/", "en": "/en/sundsvall/om/"}


def test_a_page_without_a_translation_offers_none(place):  # noqa: F811
    StandardPage.objects.get(municipality=place, slug="om", locale__language_code="en").unpublish()
    page = live_page("sundsvall/om/", "sv")

    languages = frame("/sundsvall/om/", place, page).languages

    assert [language["code"] for language in languages] == ["sv"]


@pytest.mark.parametrize(
    ("language", "path", "other"),
    [("sv", "/ideer/2281-2026-0001/", "/en/ideer/2281-2026-0001/"), ("en", "/en/sok/", "/sok/"), ("sv", "/", "/en/")],
)
def test_other_addresses_are_the_same_with_and_without_the_prefix(language, path, other):
    with translation.override(language):
        languages = frame(path).languages

    assert [item["url"] for item in languages if not item["current"]] == [other]
    assert [item["code"] for item in languages if item["current"]] == [language]


def test_a_language_is_named_in_itself():
    with translation.override("en"):
        assert [item["name"] for item in frame("/en/sok/").languages] == ["Svenska", "English"]


@pytest.mark.parametrize(
    ("path", "get", "login"),
    [
        ("/ideer/2281-2026-0001/", {}, "/konto/login/?next=%2Fideer%2F2281-2026-0001%2F"),
        ("/konto/login/", {"next": "/ideer/ny/2281/"}, "/konto/login/?next=%2Fideer%2Fny%2F2281%2F"),
        ("/konto/signup/", {}, "/konto/login/"),
    ],
)
def test_signing_in_leads_back(path, get, login):
    assert frame(path, **get).login_url == login


def test_search_begins_where_one_is():
    somewhere = SimpleNamespace(code="2281")

    assert frame("/", somewhere).search_url == "/sok/?kommun=2281"
    assert frame("/").search_url == "/sok/"


def test_unread_news_are_counted_in_one_query(citizen, django_assert_num_queries):
    now = timezone.now()
    for read_at in (None, None, now):
        Notification.objects.create(person=citizen, kind="x", sentence="Hej", read_at=read_at)
    hidden = TopicFactory(hidden=True)
    Notification.objects.create(person=citizen, kind="x", sentence="Dolt", topic=hidden)
    person = AuthenticationBackend().get_user(citizen.pk)  # as a request has them

    with django_assert_num_queries(1):
        made = frame("/", user=person)
        assert (made.unread, made.unread) == (2, 2)


def test_nobody_has_no_unread_news(django_assert_num_queries):
    assert frame("/").unread == 0


def test_the_template_tag_reads_the_municipality_from_the_context(place):  # noqa: F811
    request = factory.get("/sundsvall/")
    template = Template("{% load frame %}{% frame_of as frame %}{{ frame.brand }}")

    assert template.render(Context({"request": request, "municipality": place})) == "Sundsvalls kommun"
    assert template.render(Context({"request": request})) == REGION
    assert template.render(Context({})) == ""
