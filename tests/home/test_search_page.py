from __future__ import annotations

import unicodedata

import pytest
from django.utils import timezone

from home.models import PageWords, StandardPage
from participation.discussion import actions
from participation.topics.models import Topic
from tests.factories import TopicFactory
from tests.ideas import factories as ideas

pytestmark = pytest.mark.django_db


def hits(client, address="/sok/", **asked):
    """The page without its frame, whose foot links to pages, too."""
    response = client.get(address, asked)
    assert response.status_code == 200
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def test_another_form_of_the_word_finds_it(client, sundsvall):
    ideas.published(sundsvall, title="Bygg om vår skola")

    content = hits(client, q="skolor")

    assert "Bygg om vår skola" in content
    assert "1 träff" in content


def test_words_without_dots_find_those_with_them_and_mark_them(client, sundsvall, citizen):
    topic = TopicFactory(title="Håll öppet", municipality=sundsvall)
    actions.post(topic=topic, author=citizen, text="Förskolor är bra", now=timezone.now())

    assert "<mark>Förskolor</mark> är bra" in hits(client, q="forskola")


def test_words_without_dots_find_those_with_them_also_beside_what_was_typed_so(client, sundsvall):
    TopicFactory(title="Skjuts", summary="Till forskola", municipality=sundsvall, kind="news")
    TopicFactory(title="Vid ån", summary="En förskola", municipality=sundsvall, kind="idea")

    every = hits(client, q="forskola")
    assert every.index("Skjuts") < every.index("<mark>förskola</mark>")
    assert "2 träffar" in every
    assert "Idé (1)" in choices(every)
    assert "Nyhet (1)" in choices(every)
    assert "1 träff" in hits(client, q="forskola", slag="idea")


def test_what_may_be_meant_is_asked_for_or_not_whatever_kind_is_chosen(client, sundsvall, monkeypatch):
    monkeypatch.setattr("home.finding.FEW", 1)
    TopicFactory(title="Forskola", municipality=sundsvall, kind="news")
    TopicFactory(title="Förskola", municipality=sundsvall, kind="idea")

    assert "Inga träffar" in hits(client, q="forskola", slag="idea")


def test_no_part_of_a_web_address_is_marked(client, sundsvall):
    TopicFactory(title="Plats", summary="Se https://sundsvall.se/förskola och din förskola.", municipality=sundsvall)

    assert hits(client, q="förskola").count("<mark>förskola</mark>") == 1


def choices(content):
    return [option.split("<")[0] for option in content.partition('name="slag"')[2].partition("</select")[0].split(">")]


def test_each_kind_of_which_all_was_read_says_how_many_also_where_it_is_none(client, sundsvall):
    TopicFactory(title="Skola ett", municipality=sundsvall)

    for asked in ({}, {"slag": "idea"}, {"slag": "news"}, {"kommun": "2281"}):
        said = choices(hits(client, q="skola", **asked))
        assert "Idé (1)" in said
        for label in ("E-tjänst", "E-tjänsteförslag", "Nyhet", "Sida", "Inlägg"):
            assert f"{label} (0)" in said, (label, said)


def test_a_kind_that_was_chosen_is_counted_where_the_others_are_too_many(client, sundsvall, monkeypatch):
    monkeypatch.setattr("home.finding.MOST_RANKED", 3)
    for number in range(3):
        TopicFactory(title=f"Skola {number}", municipality=sundsvall)
    TopicFactory(title="Skola i nyhet", municipality=sundsvall, kind="news", published_at=timezone.now())

    said = choices(hits(client, q="skola", slag="news"))

    assert "Nyhet (1)" in said
    assert "Idé" in said


@pytest.mark.parametrize("written", ["NFC", "NFD"])
@pytest.mark.parametrize("asked", ["NFC", "NFD"])
def test_letters_pasted_in_parts_find_and_are_found(client, sundsvall, citizen, written, asked):
    """As PDF and macOS give them. Both are rows of an earlier version: what is written now is stored in one form."""
    topic = TopicFactory(title=unicodedata.normalize(written, "Håll förskolan öppen"), municipality=sundsvall)
    text = unicodedata.normalize(written, "Förskolor är bra")
    actions.post(topic=topic, author=citizen, text=text, now=timezone.now())

    content = hits(client, q=unicodedata.normalize(asked, "förskola"))

    assert "2 träffar" in content
    assert "<mark>Förskolor</mark> är bra" in content


def test_what_is_not_public_is_not_found_by_anyone(client, sundsvall, citizen):
    ideas.in_review(sundsvall, citizen, title="Min skola")
    client.force_login(citizen)

    assert "Min skola" not in hits(client, q="skola")


def test_it_can_be_narrowed_to_a_municipality_and_a_kind(client, sundsvall, timra):
    TopicFactory(title="Skola ett", municipality=sundsvall)
    TopicFactory(title="Skola två", municipality=timra)
    TopicFactory(title="Skola tre", municipality=timra, kind="eservice")

    content = hits(client, q="skola", kommun="2262", slag="idea")

    assert "Skola två" in content
    assert "Skola ett" not in content
    assert "Skola tre" not in content


def test_without_words_the_newest_are_shown(client, sundsvall):
    TopicFactory(title="Nyligen", municipality=sundsvall)

    assert "Nyligen" in hits(client, kommun="2281")


def test_no_hits_say_what_to_do_and_keep_the_words(client, sundsvall):
    content = hits(client, q="gnetig", kommun="2281")

    assert "Inga träffar" in content
    assert 'href="/sok/?q=gnetig"' in content
    assert 'value="gnetig"' in content


@pytest.mark.parametrize("words", ['"', "\x00", "<script>alert(1)</script>", "%", "x" * 3000])
def test_whatever_is_typed_is_answered(client, sundsvall, words):
    content = hits(client, q=words)

    assert "<script>alert" not in content


@pytest.mark.parametrize("asked", [{"slag": "hemligt"}, {"kommun": "0000"}, {"sida": "hej"}, {"sida": "99999"}])
def test_a_filter_that_is_none_of_ours_is_left_out(client, sundsvall, asked):
    TopicFactory(title="Skola", municipality=sundsvall)

    assert "Skola" in hits(client, q="skola", **asked)


def test_more_hits_than_a_page_are_paged_with_the_question_kept(client, sundsvall):
    for number in range(25):
        TopicFactory(title=f"Skola {number}", municipality=sundsvall)

    first = hits(client, q="skola", kommun="2281")
    second = hits(client, q="skola", kommun="2281", sida="2")

    assert first.count('class="row"') == 20
    assert second.count('class="row"') == 5
    assert "/sok/?q=skola&amp;kommun=2281&amp;sida=2" in first


@pytest.mark.parametrize(("words", "most"), [("förskola", 10), ("forskola", 15)])
@pytest.mark.parametrize("number", [1, 30])
def test_it_costs_the_same_for_one_hit_and_for_many(
    client, sundsvall, number, words, most, django_assert_max_num_queries
):
    for count in range(number):
        TopicFactory(title=f"Förskola {count}", municipality=sundsvall)
    hits(client, q=words)

    with django_assert_max_num_queries(most):
        hits(client, q=words)


def test_it_speaks_english(client, sundsvall):
    response = client.get("/en/sok/", {"q": "x"})

    assert '<html lang="en">' in response.content.decode()


KINDS = {
    "idea": "Bygg om vår skola",
    "eservice": "Ansök om plats i skolan",
    "proposal": "En ny tjänst för skolorna",
    "news": "Skolan öppnar igen",
    "page": "Om våra skolor",
}


@pytest.mark.parametrize("words", ["skola", "skolan", "skolor", "skolorna", "SKOLORNAS"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_found_by_every_form_of_its_words(client, sundsvall, kind, words):
    TopicFactory(title=KINDS[kind], municipality=sundsvall, kind=kind)
    TopicFactory(title="Något annat", municipality=sundsvall, kind=kind)

    content = hits(client, q=words, slag=kind)

    assert KINDS[kind] in content
    assert "Något annat" not in content


@pytest.fixture
def entry(sundsvall, citizen):
    topic = TopicFactory(title="Mer att göra", municipality=sundsvall)
    text = "Vid skolan <script>alert(1)</script> står <b>bänkarna</b> & inget mer."
    return actions.post(topic=topic, author=citizen, text=text, now=timezone.now())


@pytest.mark.parametrize("words", ["skolor", "bänk skola"])
def test_an_entry_is_found_and_the_way_leads_to_the_very_entry(client, entry, words):
    content = hits(client, q=words, slag="entry")

    assert f'href="/samtal/inlagg/{entry.pk}/"' in content
    assert "Mer att göra" in content
    assert client.get(f"/samtal/inlagg/{entry.pk}/")["Location"].endswith(f"#inlagg-{entry.pk}")


def test_the_words_found_are_marked_and_the_rest_stays_words(client, entry):
    content = hits(client, q="skolor bänk")

    assert "<mark>skolan</mark>" in content
    assert "&lt;b&gt;<mark>bänkarna</mark>&lt;/b&gt; &amp;" in content
    assert "<script>alert" not in content


def test_a_hidden_entry_is_found_by_nobody(client, entry, moderator, citizen):
    actions.hide(entry=entry, reason="Skäl", now=timezone.now())

    for person in (None, citizen, moderator):
        if person:
            client.force_login(person)
        assert "Mer att göra" not in hits(client, q="skola")


@pytest.mark.parametrize("visibility", ["nobody", "staff", "author"])
def test_neither_a_hidden_topic_nor_its_entries_are_found(client, entry, moderator, visibility):
    Topic.objects.filter(pk=entry.topic_id).update(visibility=visibility)
    client.force_login(moderator)

    assert "Mer att göra" not in hits(client, q="skola")
    assert "Mer att göra" not in hits(client, q="göra")


def test_entries_are_narrowed_by_the_municipality_of_their_topic(client, entry, timra):
    assert "Mer att göra" in hits(client, q="skola", kommun="2281")
    assert "Mer att göra" not in hits(client, q="skola", kommun="2262")


def test_each_kind_says_how_many_there_are(client, entry, sundsvall):
    for kind, title in KINDS.items():
        TopicFactory(title=title, municipality=sundsvall, kind=kind)
    TopicFactory(title="Skolgård", municipality=sundsvall)

    content = hits(client, q="skola", slag="entry")

    assert ">Idé (2)<" in content
    assert ">Sida (1)<" in content
    assert ">Inlägg (1)<" in content
    assert "1 träff<" in content


def test_a_kind_of_which_not_all_was_read_has_no_count_and_is_read_again(client, sundsvall, monkeypatch):
    monkeypatch.setattr("home.finding.MOST_RANKED", 3)
    TopicFactory(title="Skolan öppnar", municipality=sundsvall, kind="news")
    for number in range(4):
        TopicFactory(title=f"Skola {number}", municipality=sundsvall)

    content = hits(client, q="skola", slag="news")

    assert "Skolan öppnar" in content
    assert ">Idé<" in content


HOSTILE = [
    *"'\"()&|!:*%\\<>^~-{}",
    "skola' OR 1=1 --",
    'skola" OR "x',
    "skola & !bad | (park",
    "skola:*",
    "stems: skola",
    "NEAR(skola bad)",
    "AND OR NOT",
    "och att det",
    "\x00skola",
    "\ud800skola".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "x" * 10_000,
    "skola " * 2_000,
    "🏫 школа 学校",
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_no_sign_reaches_the_databases_own_language(client, sundsvall, words):
    TopicFactory(title="Vår skola", municipality=sundsvall)

    content = hits(client, q=words)

    # Some are words that the region's own pages hold.
    assert "Vår skola" in content or "Inga träffar" in content or 'class="rows' in content


def test_words_that_every_text_holds_can_be_asked_for_alone(client, sundsvall):
    TopicFactory(title="Att vara med", municipality=sundsvall)

    assert "Att vara med" in hits(client, q="att vara")


def test_no_hits_tell_how_to_go_on_without_the_filters(client, sundsvall):
    content = hits(client, q="gnetig", kommun="2281", slag="news")

    assert 'href="/sok/?q=gnetig&amp;kommun=2281"' in content
    assert 'href="/sok/?q=gnetig&amp;slag=news"' in content


@pytest.mark.parametrize(("few", "most"), [(0, 12), (20, 17)])  # few, of letters that may have dots: asked twice
def test_all_kinds_together_cost_at_most_twelve_queries_and_five_where_few_are_found(
    client, entry, place, django_assert_max_num_queries, monkeypatch, few, most
):
    monkeypatch.setattr("home.finding.FEW", few)
    for kind, title in KINDS.items():
        TopicFactory(title=title, municipality=entry.topic.municipality, kind=kind)
    hits(client, q="skola")

    with django_assert_max_num_queries(most):
        hits(client, q="skola")


class TestTheRegionsOwnPages:
    @pytest.fixture
    def page(self, place):
        page = StandardPage.objects.get(slug="personuppgifter", municipality=None, locale__language_code="sv")
        page.title, page.lead = "Om dina uppgifter", "Vi äter skolmat."
        page.save_revision().publish()
        return page

    @pytest.mark.parametrize("asked", [{"q": "skolmaten"}, {"q": "uppgift", "slag": "page"}])
    def test_are_found_among_pages(self, client, page, asked):
        content = hits(client, **asked)

        assert 'href="/personuppgifter/"' in content
        assert client.get("/personuppgifter/").status_code == 200

    def test_are_not_found_in_another_language_or_municipality_or_kind(self, client, page):
        assert "personuppgifter" not in hits(client, "/en/sok/", q="skolmat")
        assert "Om dina uppgifter" not in hits(client, q="skolmat", kommun="2281")
        assert "Om dina uppgifter" not in hits(client, q="skolmat", slag="idea")

    def test_are_not_found_once_they_are_unpublished(self, client, page):
        page.unpublish()

        assert "Om dina uppgifter" not in hits(client, q="skolmat")
        assert not PageWords.objects.filter(pk=page.pk).exists()

    def test_what_is_only_a_draft_is_not_found(self, client, page):
        page.lead = "Hemligheten"
        page.save_revision()

        assert "Om dina uppgifter" not in hits(client, q="hemlighet")
