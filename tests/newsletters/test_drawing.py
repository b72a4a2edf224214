from __future__ import annotations

import pytest
from django.conf import settings
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale

from home.models import NewsIndexPage, NewsPage
from participation.newsletters import feeding
from participation.newsletters.blocks import LetterBody, path_of
from participation.newsletters.drawing import LEAVE, absolute, draw
from participation.newsletters.models import Letter
from participation.newsletters.plain import plain
from participation.topics.models import Topic
from tests.eservices.proposals import approve, index_page, proposal
from tests.factories import TopicFactory

from .factories import LetterFactory, SubscriptionFactory, approved, card, text

pytestmark = pytest.mark.django_db
HOSTILE = '"><script>alert(1)</script>{{ 7|add:7 }}\r\nBcc: x@example.com'


def test_a_card_has_the_figures_of_the_moment_when_sending_began(sundsvall, publisher):
    idea = TopicFactory(municipality=sundsvall, title="Fler bänkar", supports=41)
    letter = LetterFactory(municipality=sundsvall, body=[card(idea.path, "Snart dags för svar")])
    Topic.objects.filter(pk=idea.pk).update(supports=42)
    assert "42 stöd" in draw(letter).text  # a draft shows what is now

    approved(letter, publisher)
    feeding.refill(timezone.now())
    Topic.objects.filter(pk=idea.pk).update(supports=99, title="Ny rubrik")

    drawn = draw(Letter.objects.get())
    assert "42 stöd" in drawn.html
    assert "42 stöd" in drawn.text
    assert "Fler bänkar" in drawn.html


def test_what_is_hidden_is_in_no_mail_and_no_page_made_later(client, sundsvall, publisher):
    idea = TopicFactory(municipality=sundsvall, title="Snart dold")
    SubscriptionFactory(municipality=sundsvall)
    letter = approved(LetterFactory(municipality=sundsvall, body=[text("<p>Hej</p>"), card(idea.path)]), publisher)
    feeding.refill(timezone.now())
    assert "Snart dold" in client.get(f"/nyhetsbrev/2281/{letter.pk}/").content.decode()

    Topic.objects.filter(pk=idea.pk).update(visibility="staff")

    assert "Snart dold" not in client.get(f"/nyhetsbrev/2281/{letter.pk}/").content.decode()
    letter.refresh_from_db()
    drawn = draw(letter)
    assert "Snart dold" not in drawn.html + drawn.text


def test_a_card_of_the_neighbours_is_none(sundsvall, timra):
    theirs = TopicFactory(municipality=timra, title="Grannens idé")

    assert "Grannens" not in draw(LetterFactory(municipality=sundsvall, body=[card(theirs.path)])).html


def test_only_what_everybody_sees_can_be_chosen(sundsvall):
    hidden = TopicFactory(municipality=sundsvall, hidden=True)
    shown = TopicFactory(municipality=sundsvall)
    block = LetterBody().child_blocks["card"].child_blocks["address"]

    assert block.clean(f"https://samskapa.example.se/en{shown.path}?x=1#y") == shown.path
    with pytest.raises(Exception, match="Där finns inget"):
        block.clean(hidden.path)


def test_hostile_words_stay_words(sundsvall):
    idea = TopicFactory(municipality=sundsvall, title=HOSTILE, summary=HOSTILE)
    letter = LetterFactory(
        municipality=sundsvall,
        subject=HOSTILE.replace("\r\n", " ")[:100],
        body=[text("<p>x</p>", HOSTILE), card(idea.path)],
    )

    drawn = draw(letter)

    assert "<script>" not in drawn.html
    assert "{{ 7|add:7 }}" in drawn.html


def test_links_get_the_address_of_the_site(settings):
    settings.BASE_URL = "https://samskapa.example.se"

    html = absolute('<p><a href="/ideer/">a</a> <a href="//ond.example/">b</a> <a href="javascript:x">c</a></p>')

    assert 'href="https://samskapa.example.se/ideer/"' in html
    assert "javascript" not in html


def test_text_can_be_read_without_html():
    html = '<h3>Rubrik</h3><p>Läs <a href="https://a.example/">mer</a>.</p><ul><li>en</li><li>två</li></ul><ol><li>x</li></ol>'

    assert plain(html) == "Rubrik\n\nLäs mer (https://a.example/).\n\n- en\n\n- två\n\n1. x"


def test_each_receiver_gets_their_own_way_out(sundsvall):
    drawn = draw(LetterFactory(municipality=sundsvall))
    html, words = drawn.to("https://ut.example/abc/")

    assert LEAVE in drawn.html
    assert LEAVE in drawn.text
    assert LEAVE not in html + words
    assert "https://ut.example/abc/" in html
    assert "https://ut.example/abc/" in words


def test_no_picture_or_link_tells_who_opened_it(sundsvall):
    """The same mail to everybody, but for the way out."""
    drawn = draw(LetterFactory(municipality=sundsvall))

    one, other = drawn.to("https://ut.example/lisa/"), drawn.to("https://ut.example/olle/")

    assert [part.replace("/lisa/", "/olle/") for part in one] == list(other)
    assert "<img" not in drawn.html


@given(st.text(max_size=200))
def test_any_text_becomes_plain_without_an_error(words):
    plain(words)
    path_of(words) if "[" not in words and "]" not in words else None


@pytest.mark.usefixtures("built")
class TestInTheLanguageOfTheLetter:
    @pytest.fixture
    def proposed(self, sundsvall, editor, publisher):
        swedish = approve(proposal(index_page(sundsvall)), writer=editor, approver=publisher)
        page = swedish.copy_for_translation(Locale.objects.get(language_code="en"))
        page.title, page.slug, page.need = "Change school in one place", "change-school", "One form is enough."
        page.summary = "Two services today, one tomorrow."
        return swedish, approve(page, writer=editor, approver=publisher)

    @pytest.fixture
    def told(self, sundsvall):
        index = NewsIndexPage.objects.get(municipality=sundsvall, locale__language_code="sv")
        swedish = index.add_child(instance=NewsPage(title="Ny bro", slug="ny-bro", lead="Bron öppnar.", live=False))
        swedish.save_revision().publish()
        page = swedish.copy_for_translation(Locale.objects.get(language_code="en"))
        page.title, page.slug, page.lead = "New bridge", "new-bridge", "The bridge opens."
        page.save_revision().publish()
        page.refresh_from_db()
        return swedish, page

    @pytest.mark.parametrize("kind", ["proposed", "told"])
    def test_a_card_says_and_leads_to_the_page_in_it(self, request, client, sundsvall, kind):
        swedish, english = request.getfixturevalue(kind)
        topic = Topic.objects.get(pk=type(swedish).objects.get(pk=swedish.pk).topic_id)
        summaries = [getattr(page, "summary_for_search", "") or page.summary for page in (swedish, english)]
        english_path = english.get_url_parts()[2]
        for language, page, summary, path in (
            ("sv", swedish, summaries[0], topic.path),
            ("en", english, summaries[1], english_path),
        ):
            letter = LetterFactory(municipality=sundsvall, language=language, body=[card(topic.path)])
            with translation.override("sv"):
                drawn = draw(letter)
            for words in (drawn.html, drawn.text):
                assert page.title in words
                assert summary in words
                assert f"{settings.BASE_URL}{path}" in words
            other = swedish if page is english else english
            assert other.title not in drawn.html
            assert client.get(path).status_code == 200
        assert english_path.startswith("/en/")

    @pytest.mark.parametrize("kind", ["proposed", "told"])
    def test_the_english_address_can_be_pasted(self, request, kind):
        swedish, english = request.getfixturevalue(kind)
        topic = Topic.objects.get(pk=type(swedish).objects.get(pk=swedish.pk).topic_id)
        block = LetterBody().child_blocks["card"].child_blocks["address"]

        assert block.clean(f"https://samskapa.example.se{english.get_url_parts()[2]}") == topic.path

    def test_an_idea_is_led_to_among_the_pages_in_it(self, sundsvall):
        idea = TopicFactory(municipality=sundsvall, title="Fler bänkar")
        letter = LetterFactory(municipality=sundsvall, language="en", body=[card(idea.path)])

        assert f"{settings.BASE_URL}/en{idea.path}" in draw(letter).text

    def test_letters_that_went_out_before_lead_where_they_led(self, client, sundsvall):
        idea = TopicFactory(municipality=sundsvall, title="Fler bänkar")
        at = timezone.now()
        letter = LetterFactory(municipality=sundsvall, language="en", body=[card(idea.path)])
        old = {"kind": "Idé", "title": "Fler bänkar", "summary": "", "supports": 3, "comments": 0}
        Letter.objects.filter(pk=letter.pk).update(
            status="sent", approved_at=at, send_at=at, started_at=at, finished_at=at, cards={idea.path: old}
        )

        assert f'href="{idea.path}"' in client.get(f"/nyhetsbrev/2281/{letter.pk}/").content.decode()
