from __future__ import annotations

import pytest

from tests.factories import TopicFactory
from tests.ideas import factories as ideas

pytestmark = pytest.mark.django_db


def hits(client, **asked):
    response = client.get("/sok/", asked)
    assert response.status_code == 200
    return response.content.decode()


def test_another_form_of_the_word_finds_it(client, sundsvall):
    ideas.published(sundsvall, title="Bygg om vår skola")

    content = hits(client, q="skolor")

    assert "Bygg om vår skola" in content
    assert "1 träff" in content


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


@pytest.mark.parametrize("number", [1, 30])
def test_it_costs_the_same_for_one_hit_and_for_many(client, sundsvall, number, django_assert_max_num_queries):
    for count in range(number):
        TopicFactory(title=f"Skola {count}", municipality=sundsvall)
    hits(client, q="skola")

    with django_assert_max_num_queries(8):
        hits(client, q="skola")


def test_it_speaks_english(client, sundsvall):
    response = client.get("/en/sok/", {"q": "x"})

    assert '<html lang="en">' in response.content.decode()
