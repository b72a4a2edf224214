from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page

from home.models import NewsIndexPage, NewsPage, Translation
from participation.accounts.models import Role

from ..conftest import member

INDEX = "/cms/oversattningar/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(place):
    return member(place, Role.EDITOR)


def news_of(place, title="Badet öppnar", **fields) -> NewsPage:
    index = NewsIndexPage.objects.get(municipality=place, locale__language_code="sv")
    page = NewsPage(title=title, slug=title.lower().replace(" ", "-"), lead="På lördag.", municipality=place, **fields)
    page.live = False
    index.add_child(instance=page)
    return published(page)


def published(page, **changes):
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def pair(page) -> str:
    return f"{INDEX}{page.pk}/en/"


def translated(client: Client, page) -> NewsPage:
    english = Locale.objects.get(language_code="en")
    client.post(f"/cms/translation/submit/page/{page.pk}/", {"locales": [english.pk]})
    return NewsPage.objects.get(translation_key=page.translation_key, locale=english)


def listed(client: Client, state: str) -> set[str]:
    response = client.get(INDEX, {"visa": state})
    assert response.status_code == 200
    return {row["page"].title for row in response.context["rows"]}


def test_a_page_goes_from_missing_to_draft_to_done_to_behind_and_back(client, place, editor):
    page = news_of(place)
    client.force_login(editor)
    assert page.title in listed(client, "saknas")

    english = translated(client, page)
    assert page.title in listed(client, "utkast")
    assert Translation.objects.get(page=english.pk).translator == editor

    published(english, title="The pool opens", lead="On Saturday.")
    assert page.title in listed(client, "klar")

    page = published(page, lead="På söndag.")
    assert page.title in listed(client, "efter")
    html = client.get(pair(page)).content.decode()
    assert "<p>På söndag.</p>" in html
    assert "<p>On Saturday.</p>" in html
    assert 'lang="en"' in html
    follows = Translation.objects.get(page=english.pk).follows_id
    compare = f"/cms/pages/{page.pk}/revisions/compare/{follows}...{page.live_revision_id}/"
    assert compare in html
    assert "lördag" in client.get(compare).content.decode()

    client.post(pair(page), {"gor": "foljer"})
    assert page.title in listed(client, "klar")
    assert compare not in client.get(pair(page)).content.decode()


def test_pages_from_before_go_by_the_days_of_publication(client, place, editor):
    page = news_of(place)
    client.force_login(editor)
    english = translated(client, page)
    published(english)
    Translation.objects.all().delete()
    assert page.title in listed(client, "klar")

    Page.objects.filter(pk=page.pk).update(last_published_at=timezone.now() + timedelta(hours=1))

    assert page.title in listed(client, "efter")


def test_somebody_takes_a_translation_and_leaves_it(client, place, editor):
    page = news_of(place)
    client.force_login(editor)
    english = translated(client, page)
    other = member(place, Role.PUBLISHER)
    other.display_name = "Petra"
    other.save()
    client.force_login(other)

    client.post(pair(page), {"gor": "ta"})
    assert Translation.objects.get(page=english.pk).translator == other
    assert "Översätts av Petra." in client.get(pair(page)).content.decode()

    client.post(pair(page), {"gor": "lamna"})
    assert Translation.objects.get(page=english.pk).translator is None
    history = client.get(f"/cms/pages/{english.pk}/history/").content.decode()
    assert "Någon tog på sig översättningen" in history


def test_blocks_stand_beside_each_other(client, place, editor):
    page = news_of(place, body=[("text", {"heading": "Öppettider", "text": "<p>Varje dag.</p>"})])
    client.force_login(editor)
    translated(client, page)

    parts = client.get(pair(page)).context["parts"]

    assert any("Öppettider" in part.swedish and "Varje dag." in part.other for part in parts)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.CASE_OFFICER, Role.EVALUATOR, Role.ANALYST])
def test_others_of_the_staff_do_not_come_in(client, place, role):
    page = news_of(place)
    client.force_login(member(place, role))

    assert client.get(INDEX).status_code == client.get(pair(page)).status_code == 302
    assert INDEX not in client.get("/cms/").content.decode()


def test_the_pages_of_the_neighbours_are_not_there(client, place, neighbour, editor):
    page = news_of(place)
    client.force_login(editor)
    translated(client, page)
    client = Client()  # without what was said to the other
    client.force_login(member(neighbour, Role.EDITOR, Role.PUBLISHER))

    assert page.title not in client.get(INDEX).content.decode()
    assert client.get(pair(page)).status_code == 404
    for deed in ("foljer", "ta", "lamna"):
        assert client.post(pair(page), {"gor": deed}).status_code == 404
    assert Translation.objects.get(page__translation_key=page.translation_key).translator == editor


@pytest.mark.parametrize("deed", ["", "radera"])
def test_what_is_no_deed_changes_nothing(client, place, editor, deed):
    page = news_of(place)
    client.force_login(editor)
    assert client.post(pair(page), {"gor": "foljer"}).status_code == 404  # there is no translation yet
    translation = Translation.objects.filter(page=translated(client, page).pk)
    before = translation.values().get()

    assert client.post(pair(page), {"gor": deed}).status_code == 404
    assert translation.values().get() == before


def test_a_language_that_is_none_is_not_found(client, place, editor):
    client.force_login(editor)

    assert client.get(f"{INDEX}{news_of(place).pk}/sv/").status_code == 404
    assert client.get(f"{INDEX}{news_of(place, title='En till').pk}/xx/").status_code == 404


def test_many_pages_take_no_more_queries(client, place, editor, django_assert_max_num_queries):
    for number in range(12):
        news_of(place, title=f"Nyhet {number}")
    client.force_login(editor)
    client.get(INDEX)

    with django_assert_max_num_queries(25):
        client.get(INDEX)
