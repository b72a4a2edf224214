"""Step one: the words. Nothing typed is ever lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from participation.ideas.models import Idea
from participation.topics.models import Topic
from tests.factories import CategoryFactory, TopicFactory, UserFactory

from .conftest import signed_in
from .factories import TEXT, a_draft, in_review, published

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality
    from participation.topics.models import Category

NEW = "/ideer/ny/2281/"


def words(category: Category | None = None, **changes: str) -> dict[str, Any]:
    fields = {"title": "Måla trottoaren", "text": "Då blir det gladare.", "about": ""}
    return {**fields, **({"category": category.pk} if category else {}), **changes}


class TestSignedIn:
    def test_gets_a_draft_and_the_next_step(self, category: Category, author: User) -> None:
        response = signed_in(author).post(NEW, words(category))

        idea = Idea.objects.get()
        assert response.url == f"/ideer/utkast/{idea.key}/"  # type: ignore[attr-defined]
        assert (idea.title, idea.status, idea.topic.author, idea.topic.category) == (
            "Måla trottoaren",
            "draft",
            author,
            category,
        )

    @pytest.mark.parametrize("missing", ["title", "text", "category"])
    def test_keeps_what_was_typed_when_something_is_missing(
        self, category: Category, author: User, missing: str
    ) -> None:
        typed = {**words(category), missing: ""}

        response = signed_in(author).post(NEW, typed)

        page = response.content.decode()
        assert response.status_code == 422
        assert 'role="alert"' in page
        assert all(value in page for value in ("Måla trottoaren", "Då blir det gladare.") if value in typed.values())
        assert not Idea.objects.exists()

    def test_can_write_where_there_are_no_categories(self, sundsvall: Municipality, author: User) -> None:
        signed_in(author).post(NEW, words())

        assert Idea.objects.get().topic.category is None

    def test_cannot_choose_a_category_of_another_municipality(
        self, category: Category, timra: Municipality, author: User
    ) -> None:
        response = signed_in(author).post(NEW, words(CategoryFactory(municipality=timra)))

        assert response.status_code == 422

    def test_a_title_stays_one_line(self, category: Category, author: User) -> None:
        signed_in(author).post(NEW, words(category, title="  Måla \t  trottoaren  "))

        assert Idea.objects.get().title == "Måla trottoaren"


class TestSignedOut:
    def test_may_write_and_is_told_what_happens(self, category: Category) -> None:
        page = Client().get(NEW).content.decode()

        assert "Du kan skriva nu och logga in sedan" in page

    def test_finds_the_words_again_as_a_draft_after_signing_in(self, category: Category, author: User) -> None:
        client = Client()

        to_the_door = client.post(NEW, words(category))
        client.force_login(author)
        back = client.get(NEW, follow=True)

        assert to_the_door.url == f"/konto/login/?next={NEW}"  # type: ignore[attr-defined]
        idea = Idea.objects.get()
        assert (idea.title, idea.text, idea.topic.author) == ("Måla trottoaren", "Då blir det gladare.", author)
        assert back.redirect_chain == [(f"/ideer/utkast/{idea.key}/", 302)]
        assert "Det du skrev finns kvar och är sparat som utkast." in back.content.decode()

    def test_nothing_is_saved_twice_by_coming_back_again(self, category: Category, author: User) -> None:
        client = Client()
        client.post(NEW, words(category))
        client.force_login(author)

        client.get(NEW)
        client.get(NEW)

        assert Idea.objects.count() == 1

    def test_is_told_at_once_of_what_is_missing(self, category: Category) -> None:
        assert Client().post(NEW, words(category, title="")).status_code == 422


class TestAbout:
    def test_an_e_service_is_preselected(self, sundsvall: Municipality) -> None:
        service = TopicFactory(municipality=sundsvall, kind="eservice", title="Bygglov")

        page = Client().get(f"{NEW}?om={service.pk}").content.decode()

        assert f'<option value="{service.pk}" selected>Bygglov</option>' in page

    @pytest.mark.parametrize("asked", ["x", "-1", "9" * 30, "²", ""])
    def test_nonsense_is_no_e_service(self, sundsvall: Municipality, asked: str) -> None:
        response = Client().get(NEW, {"om": asked})

        assert response.status_code == 200

    def test_only_public_services_of_the_municipality_are_offered(
        self, sundsvall: Municipality, timra: Municipality
    ) -> None:
        TopicFactory(municipality=sundsvall, kind="eservice", title="Dold tjänst", hidden=True)
        TopicFactory(municipality=timra, kind="eservice", title="Timrås tjänst")

        page = Client().get(NEW).content.decode()

        assert "Dold tjänst" not in page
        assert "Timrås tjänst" not in page


class TestSimilar:
    def test_appear_while_one_writes(self, sundsvall: Municipality, author: User) -> None:
        published(sundsvall, author)

        fragment = Client().get(
            "/ideer/liknande/", {"kommun": "2281", "title": "Lyktor längs spåret"}, headers={"HX-Request": "true"}
        )

        assert "Belys spåret runt Sidsjön" in fragment.content.decode()
        assert "1 idé liknar din." in fragment.content.decode()
        assert "<html" not in fragment.content.decode()
        assert "HX-Request" in fragment["Vary"]

    def test_are_a_page_for_whoever_follows_the_link(self, sundsvall: Municipality) -> None:
        page = Client().get("/ideer/liknande/", {"kommun": "2281", "q": "rutschkana"}).content.decode()

        assert "Vi hittade ingen idé som liknar den." in page
        assert page.count("<h1") == 1

    def test_never_show_what_is_not_public(self, sundsvall: Municipality, author: User, moderator: User) -> None:
        a_draft(sundsvall, author)
        in_review(sundsvall, author)

        for client in (Client(), signed_in(author), signed_in(moderator)):
            page = client.get("/ideer/liknande/", {"kommun": "2281", "q": "spåret Sidsjön"}).content.decode()
            assert "Belys spåret" not in page

    def test_leave_out_ideas_that_share_only_small_words(self, sundsvall: Municipality) -> None:
        published(sundsvall)

        page = Client().get("/ideer/liknande/", {"kommun": "2281", "q": "Ett bad för alla nära oss"})

        assert "Belys spåret" not in page.content.decode()

    def test_show_in_the_second_step_without_javascript(self, sundsvall: Municipality, author: User) -> None:
        published(sundsvall)
        idea = a_draft(sundsvall, author, title="Lyktor längs spåret")

        page = signed_in(author).get(idea.get_absolute_url()).content.decode()

        assert "Liknar det här din idé?" in page

    @pytest.mark.parametrize("query", [{}, {"kommun": "0000"}, {"kommun": "%00", "q": "\x00"}])
    def test_of_no_municipality_are_not_found(self, sundsvall: Municipality, query: dict[str, str]) -> None:
        assert Client().get("/ideer/liknande/", query).status_code == 404


class TestWordsOfADraft:
    def test_are_saved_while_one_writes_however_unfinished(
        self, sundsvall: Municipality, author: User, category: Category
    ) -> None:
        idea = a_draft(sundsvall, author)

        response = signed_in(author).post(
            reverse("ideas:words", args=[idea.key]), {"title": "Halvfärdig", "text": TEXT, "auto": "1"}
        )

        idea.refresh_from_db()
        assert response.status_code == 204
        assert idea.title == idea.topic.title == "Halvfärdig"

    @pytest.mark.parametrize(
        ("fields", "label", "saved"),
        [
            ({"title": "", "text": "Nya ord"}, "Din idé i en mening", ("Belys spåret runt Sidsjön", "Nya ord")),
            ({"title": "Ny", "text": ""}, "Berätta mer", ("Ny", TEXT)),
            ({"title": "Ny", "text": "x" * 8001}, "Berätta mer", ("Ny", TEXT)),
            ({"title": "Ny", "text": "a\0b"}, "Berätta mer", ("Ny", TEXT)),
            ({"title": "x" * 121, "text": "Nya ord"}, "Din idé i en mening", ("Belys spåret runt Sidsjön", "Nya ord")),
        ],
    )
    def test_are_saved_each_by_itself_and_what_is_not_is_said(
        self, sundsvall: Municipality, author: User, fields: dict[str, str], label: str, saved: tuple[str, str]
    ) -> None:
        idea = a_draft(sundsvall, author)

        response = signed_in(author).post(reverse("ideas:words", args=[idea.key]), {**fields, "auto": "1"})

        idea.refresh_from_db()
        assert response.status_code == 422
        assert response.content.decode().startswith(f"Det här är inte sparat än. {label}: ")
        assert (idea.title, idea.text) == saved

    def test_survive_a_session_that_ran_out(self, sundsvall: Municipality, author: User, category: Category) -> None:
        idea = a_draft(sundsvall, author)
        client, address = Client(), reverse("ideas:words", args=[idea.key])

        to_the_door = client.post(address, words(category, title="Skrivet utan session"))
        client.force_login(author)
        page = client.get(address).content.decode()

        assert to_the_door.url == f"/konto/login/?next={address}"  # type: ignore[attr-defined]
        assert "Skrivet utan session" in page
        assert "Det du skrev finns kvar" in page

    @pytest.mark.parametrize("auto", [{}, {"auto": "1"}])
    def test_of_a_page_that_is_behind_do_not_take_the_place_of_newer_ones_unseen(
        self, sundsvall: Municipality, author: User, category: Category, auto: dict[str, str]
    ) -> None:
        idea = a_draft(sundsvall, author)
        client, address = signed_in(author), reverse("ideas:words", args=[idea.key])
        old = seen_of(client.get(address).content.decode())
        client.post(address, words(category, title="Nyare", text="Det nyare.", seen=old))

        behind = client.post(address, words(category, title="Äldre", text="Det äldre.", seen=old, **auto))
        page = behind.content.decode()

        idea.refresh_from_db()
        assert (behind.status_code, idea.text) == (409, "Det nyare.")
        assert "i ett annat fönster" in page
        if not auto:
            assert "Det nyare." in page
            assert "Det äldre." in page
            client.post(address, words(category, title="Äldre", text="Det äldre.", seen=seen_of(page)))
            idea.refresh_from_db()
            assert idea.text == "Det äldre."

    def test_are_saved_again_and_again_from_one_page(
        self, sundsvall: Municipality, author: User, category: Category
    ) -> None:
        idea = a_draft(sundsvall, author)
        client, address = signed_in(author), reverse("ideas:words", args=[idea.key])
        seen = seen_of(client.get(address).content.decode())

        first = client.post(address, words(category, text="Ett.", seen=seen, auto="1"))
        second = client.post(address, words(category, text="Ett, två.", seen=first["X-Seen"], auto="1"))

        assert (first.status_code, second.status_code) == (204, 204)

    def test_show_what_the_reviewer_said(
        self, sundsvall: Municipality, author: User, moderator: User, category: Category
    ) -> None:
        from participation.ideas import actions

        from .factories import NOW

        idea = actions.return_for_changes(
            idea=in_review(sundsvall, author), by=moderator, reason="Ta bort <namnet>.", now=NOW
        )

        page = signed_in(author).get(reverse("ideas:words", args=[idea.key])).content.decode()

        assert "Ta bort &lt;namnet&gt;." in page


def seen_of(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("code", ["0000", "228", "abcd"])
def test_an_unknown_municipality_is_not_found(sundsvall: Municipality, code: str) -> None:
    assert Client().get(f"/ideer/ny/{code}/").status_code == 404


def test_a_municipality_that_is_not_open_takes_no_ideas(sundsvall: Municipality) -> None:
    sundsvall.is_open = False
    sundsvall.save()

    assert Client().get(NEW).status_code == 404


def test_another_person_cannot_write_in_a_draft(sundsvall: Municipality, author: User) -> None:
    idea = a_draft(sundsvall, author)

    response = signed_in(UserFactory()).post(reverse("ideas:words", args=[idea.key]), words())

    assert response.status_code == 404
    assert Topic.objects.get(pk=idea.topic_id).title == "Belys spåret runt Sidsjön"
