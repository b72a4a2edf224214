from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from wagtail.models import Locale

from home.models import MunicipalityHomePage, NewsIndexPage, NewsPage, StandardPage
from participation.topics.models import Topic
from participation.topics.search import search


@pytest.fixture
def index(place):
    return NewsIndexPage.objects.get(municipality=place, locale__language_code="sv")


@pytest.fixture
def news(index):
    page = NewsPage(
        title="Ny bro i Selånger",
        slug="ny-bro",
        date=date(2026, 9, 1),
        lead="Bron öppnar i morgon.",
        body=[("text", {"heading": "Cykla över", "text": "<p>Det finns en <b>cykelbana</b>.</p>"})],
        live=False,
    )
    index.add_child(instance=page)
    page.save_revision()
    return page


def publish(page):
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def found(words):
    return [topic.title for topic in search(Topic.objects.public(), words)]


def test_a_draft_has_no_topic(news):
    assert news.topic is None
    assert found("selånger") == []


def test_a_title_that_was_pasted_in_parts_of_letters_is_stored_whole(news):
    news.title = unicodedata.normalize("NFD", "Ny gång över ån")

    publish(news)

    assert news.title == "Ny gång över ån"
    assert "Ny gång över ån" in found("gångar")


def test_published_news_is_found_by_title_lead_and_body(news):
    publish(news)

    assert found("bron i selånger") == found("öppnar") == found("cykelbanor") == ["Ny bro i Selånger"]
    topic = news.topic
    assert (topic.kind, topic.path, topic.summary) == ("news", "/sundsvall/nyheter/ny-bro/", "Bron öppnar i morgon.")
    assert "<b>" not in topic.search_text


def test_its_topic_leads_to_the_page(client, news):
    publish(news)

    assert client.get(news.topic.get_absolute_url()).status_code == 200


def test_what_is_unpublished_is_no_longer_found(news):
    publish(news)

    news.unpublish()

    assert found("selånger") == []


def test_published_again_it_is_the_same_topic_with_its_first_date(news):
    publish(news)
    topic, first = news.topic, news.topic.published_at
    news.unpublish()
    news.title = "Ny bro till Selånger"

    publish(news)

    assert (news.topic, news.topic.published_at, news.topic.title) == (topic, first, "Ny bro till Selånger")


def test_a_counter_is_never_written_back(news):
    publish(news)
    stale = NewsPage.objects.select_related("topic").get(pk=news.pk)
    Topic.objects.filter(pk=news.topic_id).update(followers=7)

    publish(stale)

    assert Topic.objects.get(pk=news.topic_id).followers == 7


def test_a_new_address_is_the_topics_too(news, index, django_capture_on_commit_callbacks):
    publish(news)
    index.slug = "aktuellt"
    with django_capture_on_commit_callbacks(execute=True):
        publish(index)

    news.refresh_from_db()
    assert Topic.objects.get(pk=news.topic_id).path == "/sundsvall/aktuellt/ny-bro/"


def test_both_languages_share_one_topic_that_is_found_by_the_words_of_both(news):
    publish(news)
    english = news.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title = "A new bridge"

    publish(english)

    assert english.topic_id == news.topic_id
    assert found("bridge") == ["Ny bro i Selånger"]
    assert Topic.objects.filter(path__endswith="ny-bro/").count() == 1


def test_unpublished_english_words_are_no_longer_found(news):
    publish(news)
    english = news.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title = "A new bridge"
    publish(english)

    english.unpublish()

    assert found("bridge") == []
    assert found("selånger") == ["Ny bro i Selånger"]


def test_a_deleted_page_is_not_found_and_nothing_of_others_goes_with_it(news):
    publish(news)
    topic = news.topic

    news.delete()

    topic.refresh_from_db()
    assert topic.visibility == Topic.Visibility.NOBODY


def test_deleting_all_below_hides_all_below(place, news):
    publish(news)
    topics = Topic.objects.filter(municipality=place, kind__in=["news", "page"])
    assert topics.public().exists()

    MunicipalityHomePage.objects.get(municipality=place, locale__language_code="sv").delete()

    assert not topics.public().exists()


def test_the_regions_own_pages_have_no_topic(place):
    page = StandardPage.objects.get(slug="personuppgifter", municipality=None, locale__language_code="sv")

    assert page.topic is None


def test_what_is_not_translated_is_shown_in_swedish(client, news):
    publish(news)

    response = client.get("/en/sundsvall/nyheter/ny-bro/")

    assert response.status_code == 302
    assert response["Location"] == "/sundsvall/nyheter/ny-bro/"


def test_what_is_nowhere_is_not_found_in_any_language(client, place):
    assert client.get("/en/sundsvall/nyheter/finns-inte/").status_code == 404
    assert client.get("/sundsvall/nyheter/finns-inte/").status_code == 404
