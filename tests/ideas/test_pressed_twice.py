"""One press or two: the same comes of it, and whoever comes back to a draft that was sent loses no word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.urls import reverse

from participation.ideas import actions
from participation.ideas.models import Idea
from tests.factories import UserFactory
from tests.parallel import play

from .conftest import signed_in
from .factories import NOW, a_draft, in_review, published

if TYPE_CHECKING:
    from django.test import Client

    from participation.accounts.models import User
    from participation.places.models import Municipality

NEW = "/ideer/ny/2281/"
SEND = {"place": "", "lat": "", "lon": "", "gor": "skicka"}


@pytest.mark.process
@pytest.mark.django_db
def test_presses_at_the_same_moment_send_delete_and_begin_one_idea(tmp_path: Path) -> None:
    came = play("pressing_often", tmp_path)

    assert {kind: set(answers) for kind, answers in came["answers"].items()} == {
        "send": {302},
        "delete": {302},
        "begin": {302},
    }
    assert came["sent"] == "in_review"
    assert came["deleted"] == 0
    assert came["begun"] == 1


class TestSentAlready:
    def test_a_second_press_shows_the_idea(self, sundsvall: Municipality, author: User) -> None:
        idea, client = a_draft(sundsvall, author), signed_in(author)
        client.post(idea.get_absolute_url(), SEND)

        page = client.post(reverse("ideas:draft", args=[idea.key]), SEND, follow=True)

        assert page.redirect_chain == [("/ideer/2281-2026-0001/", 302)]
        assert "Idén är redan skickad." in page.content.decode()

    def test_a_press_that_comes_between_shows_the_idea(
        self, sundsvall: Municipality, author: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        idea = a_draft(sundsvall, author)

        def files(request: object, idea: Idea) -> list[str]:
            actions.submit(idea=idea, now=NOW)
            return []

        monkeypatch.setattr("participation.ideas.views.draft.take_files", files)
        response = signed_in(author).post(reverse("ideas:draft", args=[idea.key]), SEND)

        assert response.url == "/ideer/2281-2026-0001/"  # type: ignore[attr-defined]

    @pytest.mark.parametrize("name", ["ideas:draft", "ideas:words", "ideas:delete_draft"])
    def test_the_addresses_of_the_draft_lead_its_author_to_the_idea(
        self, sundsvall: Municipality, author: User, name: str
    ) -> None:
        idea = in_review(sundsvall, author)

        response = signed_in(author).get(reverse(name, args=[idea.key]))

        assert response.url == "/ideer/2281-2026-0001/"  # type: ignore[attr-defined]

    def test_and_nobody_else(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)

        assert signed_in(UserFactory()).get(reverse("ideas:draft", args=[idea.key])).status_code == 404

    def test_words_for_what_is_reviewed_are_there_to_be_copied(self, sundsvall: Municipality, author: User) -> None:
        idea = in_review(sundsvall, author)

        page = signed_in(author).post(
            reverse("ideas:words", args=[idea.key]), {"title": idea.title, "text": "Bättre <ord>."}
        )

        assert page.status_code == 409
        assert "Bättre &lt;ord&gt;." in page.content.decode()
        assert idea.title not in _boxes(page.content.decode())

    def test_words_for_what_is_published_go_on_to_the_form_that_changes_it(
        self, sundsvall: Municipality, author: User
    ) -> None:
        idea, client = published(sundsvall, author), signed_in(author)
        typed = {"title": "Ny rubrik", "text": "Bättre ord."}

        page = client.post(reverse("ideas:words", args=[idea.key]), typed, follow=True)

        assert page.redirect_chain == [(f"/ideer/{idea.reference}/redigera/", 302)]
        assert all(words in page.content.decode() for words in typed.values())

    def test_a_place_is_there_to_be_copied(self, sundsvall: Municipality, author: User) -> None:
        idea = in_review(sundsvall, author)

        page = signed_in(author).post(reverse("ideas:draft", args=[idea.key]), {**SEND, "place": "Vid bryggan"})

        assert "Vid bryggan" in _boxes(page.content.decode())

    def test_saving_while_one_writes_does_not_say_that_it_saved(self, sundsvall: Municipality, author: User) -> None:
        idea = in_review(sundsvall, author)

        saved = signed_in(author).post(reverse("ideas:words", args=[idea.key]), {"title": "Ny", "auto": "1"})

        assert saved.status_code == 409


class TestDeletedAlready:
    def test_a_second_press_says_so(self, sundsvall: Municipality, author: User) -> None:
        client, address = signed_in(author), reverse("ideas:delete_draft", args=[a_draft(sundsvall, author).key])
        form = {"mitt": client.get(address).context["proof"]}
        client.post(address, form)

        page = client.post(address, form, follow=True)

        assert page.redirect_chain == [("/ideer/mina/", 302)]
        assert "Utkastet är borta." in page.content.decode()

    @pytest.mark.parametrize("proof", ["", "x", "å"])
    def test_what_never_was_is_not_found(self, sundsvall: Municipality, author: User, proof: str) -> None:
        address = reverse("ideas:delete_draft", args=[uuid4()])

        assert signed_in(author).post(address, {"mitt": proof}).status_code == 404


class TestBegunAlready:
    @pytest.fixture
    def client(self, author: User) -> Client:
        return signed_in(author)

    def form(self, client: Client, **changes: str) -> dict[str, Any]:
        key = client.get(NEW).context["form"]["key"].value()
        return {"title": "Måla trottoaren", "text": "Då blir det gladare.", "about": "", "key": key, **changes}

    def test_a_second_press_leads_to_the_first_draft(self, sundsvall: Municipality, client: Client) -> None:
        form = self.form(client)

        ways = {client.post(NEW, form).url for _ in range(3)}  # type: ignore[attr-defined]

        assert ways == {Idea.objects.get().get_absolute_url()}

    def test_other_words_with_the_same_key_are_another_draft(self, sundsvall: Municipality, client: Client) -> None:
        form = self.form(client)

        client.post(NEW, form)
        client.post(NEW, {**form, "title": "Plantera träd", "text": "Något helt annat."})

        assert Idea.objects.count() == 2

    @pytest.mark.parametrize("changed", [{"text": "Då blir det ljusare."}, {"title": "Måla trottoarerna"}])
    def test_going_back_to_mend_a_word_mends_the_draft(
        self, sundsvall: Municipality, client: Client, changed: dict[str, str]
    ) -> None:
        form = self.form(client)

        ways = [client.post(NEW, {**form, **words}).url for words in ({}, changed)]  # type: ignore[attr-defined]

        idea = Idea.objects.get()
        assert ways == [idea.get_absolute_url()] * 2
        assert {"title": idea.title, "text": idea.text}.items() >= changed.items()

    def test_the_key_of_somebody_else_gives_a_draft_of_ones_own(
        self, sundsvall: Municipality, client: Client, author: User
    ) -> None:
        theirs = a_draft(sundsvall, title="Måla trottoaren", text="Då blir det gladare.")

        client.post(NEW, self.form(client, key=str(theirs.key)))

        assert Idea.objects.get(topic__author=author).key != theirs.key


def _boxes(page: str) -> str:
    return page.partition('<div class="entry mt">')[2]
