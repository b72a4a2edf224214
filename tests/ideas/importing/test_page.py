"""What a reader meets of imported things, on each surface."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from participation.accounts.models import User
from participation.discussion.models import Comment
from participation.ideas.models import Idea
from participation.places.models import Municipality
from participation.topics.models import Topic
from participation.topics.search import search
from tests.ideas.conftest import signed_in

from .files import entries_file, ideas_file, imported

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


def page_of(idea: Idea, person: User | None = None) -> tuple[int, str]:
    answer = (signed_in(person) if person else Client()).get(idea.get_absolute_url())
    return answer.status_code, answer.content.decode()


def test_it_says_where_it_came_from_and_what_it_got_there(sundsvall: Municipality, tmp_path: Path) -> None:
    imported(sundsvall, ideas_file(tmp_path))

    status, html = page_of(Idea.objects.get())

    assert status == 200
    assert "Idén är hämtad från Decide Madrid." in html
    assert "Där kom den in 15\xa0september 2015." in html
    assert "6\xa0560 stöd på den tidigare platsen." in html
    assert "inte att stödja eller diskutera" in html


def test_its_words_are_marked_with_their_language(sundsvall: Municipality, tmp_path: Path) -> None:
    imported(sundsvall, ideas_file(tmp_path))

    _status, html = page_of(Idea.objects.get())

    assert '<h1 lang="es">Limpiar las calles</h1>' in html
    assert '<div class="prose" lang="es"><p>Algo tan básico.</p></div>' in html


def test_an_open_one_does_not_say_that_it_is_closed(sundsvall: Municipality, tmp_path: Path) -> None:
    imported(sundsvall, ideas_file(tmp_path), is_open=True)

    _status, html = page_of(Idea.objects.get())

    assert "Idén är hämtad från Decide Madrid." in html
    assert "inte att stödja eller diskutera" not in html


def test_an_idea_of_our_own_says_nothing_of_it(citizen: User, sundsvall: Municipality) -> None:
    from tests.ideas.factories import published

    _status, html = page_of(published(sundsvall))

    assert "hämtad från" not in html
    assert "<h1>" in html


def test_hostile_words_are_words_everywhere(sundsvall: Municipality, moderator: User, tmp_path: Path) -> None:
    ideas = ideas_file(tmp_path, {"title": EVIL, "summary": EVIL, "userId": EVIL})
    entries = entries_file(tmp_path, {"text": EVIL, "userId": EVIL, "userType": EVIL})
    imported(sundsvall, ideas, entries, source="<b>x</b>")

    idea = Idea.objects.get()
    feed = Client().get(reverse("ideas:feed", args=["2281"])).content.decode()
    pages = [page_of(idea)[1], page_of(idea, moderator)[1], feed]
    for html in pages:
        assert "&lt;img src=x" in html
        for raw in ("<script>alert(1)", "<img src=x", "<b>x</b>"):
            assert raw not in html


def test_characters_that_break_a_feed_are_gone(sundsvall: Municipality, tmp_path: Path) -> None:
    imported(sundsvall, ideas_file(tmp_path, {"title": "\x00\x01\x08 Styrtecken \x1f\ufffe"}))

    assert "Styrtecken" in Client().get(reverse("ideas:feed", args=["2281"])).content.decode()


class TestWhatWasHiddenThere:
    @pytest.fixture
    def hidden(self, sundsvall: Municipality, tmp_path: Path) -> Idea:
        imported(
            sundsvall,
            ideas_file(tmp_path, {"status": "hidden", "title": "Zzhemlig"}),
            entries_file(tmp_path, {"text": "Zzhemligt inlägg"}),
            is_open=True,
        )
        return Idea.objects.select_related("topic").get()

    def test_is_hidden_from_the_public_on_every_surface(self, hidden: Idea, sundsvall: Municipality) -> None:
        entry = Comment.objects.get()
        feed = Client().get(reverse("ideas:feed", args=["2281"]))

        assert page_of(hidden)[0] == 404
        assert Client().get(reverse("discussion:permalink", args=[entry.pk])).status_code == 404
        assert "Zzhemlig" not in feed.content.decode()
        assert search(Topic.objects.public(), "zzhemlig") == []
        assert (hidden.topic.can_support, hidden.topic.can_discuss) == (False, False)

    def test_is_seen_by_the_municipalitys_own_reviewers_alone(
        self, hidden: Idea, moderator: User, outsider: User, citizen: User
    ) -> None:
        seen = [page_of(hidden, person)[0] for person in (moderator, outsider, citizen)]

        assert seen == [200, 404, 404]
