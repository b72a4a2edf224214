"""What an author does on the pages of an idea that others have seen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from participation.ideas import actions
from participation.ideas.merging.actions import merge
from participation.ideas.states import TextFrozen
from participation.notifications.models import Notification
from participation.voting.actions import support, take_back
from tests.factories import UserFactory

from .conftest import signed_in
from .factories import NOW, add_supports, in_review, published

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality

PAGES = ["redigera", "tillagg", "dra-tillbaka", "aterstall"]


@pytest.mark.parametrize("name", PAGES)
def test_others_do_not_get_there_and_strangers_are_asked_to_sign_in(
    sundsvall: Municipality, author: User, citizen: User, moderator: User, name: str
) -> None:
    idea = published(sundsvall, author)
    address = f"/ideer/{idea.reference}/{name}/"

    assert signed_in(citizen).get(address).status_code == 404
    assert signed_in(citizen).post(address, {"title": "X", "text": "Y"}).status_code == 404
    assert signed_in(moderator).post(address, {"title": "X", "text": "Y"}).status_code == 404
    assert Client().post(address, {"text": "Y"}).url == f"/konto/login/?next={address}"  # type: ignore[attr-defined]
    idea.refresh_from_db()
    assert (idea.status, idea.title) == ("gathering", "Belys spåret runt Sidsjön")


class TestAnEditThatWaitsWhenTheFirstSupportCame:
    def test_is_dropped_and_its_author_told_and_has_the_words_at_hand(
        self, sundsvall: Municipality, author: User
    ) -> None:
        idea = published(sundsvall, author)
        version = actions.edit_published(idea=idea, by=author, title="Ny rubrik", text="Mina nya ord.", now=NOW)

        support(topic=idea.topic, person=UserFactory(), now=NOW)

        version.refresh_from_db()
        told = Notification.objects.get(person=author, kind="version_refused")
        assert version.review == "refused"
        assert "Gör ett tillägg" in str(told.body)
        page = signed_in(author).get(f"/ideer/{idea.reference}/").content.decode()
        assert "väntar på granskning" not in page
        assert "Mina nya ord." in signed_in(author).get(f"/ideer/{idea.reference}/tillagg/").content.decode()
        sent = signed_in(author).post(f"/ideer/{idea.reference}/tillagg/", {"text": "Mina nya ord."})
        assert sent.status_code == 302

    def test_is_dropped_by_a_merger_too(self, sundsvall: Municipality, author: User, moderator: User) -> None:
        kept, other = published(sundsvall, author), published(sundsvall, UserFactory())
        version = actions.edit_published(idea=kept, by=author, title="Ny rubrik", text="Mina nya ord.", now=NOW)
        support(topic=other.topic, person=UserFactory(), now=NOW)

        merge(idea=other, kept=kept, words="Samma sak.", by=moderator, now=NOW)

        version.refresh_from_db()
        assert version.review == "refused"

    def test_an_addition_goes_on_waiting(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)
        version = actions.add_addition(idea=idea, by=author, text="Och bänkar.", now=NOW)

        support(topic=idea.topic, person=UserFactory(), now=NOW)

        version.refresh_from_db()
        assert version.review == "waiting"


class TestEditing:
    def test_is_published_or_reviewed(self, reviewing_after: Municipality, author: User) -> None:
        idea = published(reviewing_after, author)

        page = signed_in(author).post(
            f"/ideer/{idea.reference}/redigera/", {"title": "Ny rubrik", "text": "Ny text."}, follow=True
        )

        assert "Tack! Ändringen är publicerad." in page.content.decode()
        assert "<h1>Ny rubrik</h1>" in page.content.decode()

    def test_says_that_the_support_of_others_alone_keeps_the_words(
        self, reviewing_after: Municipality, author: User
    ) -> None:
        idea = published(reviewing_after, author)
        support(topic=idea.topic, person=author, now=NOW)
        address = f"/ideer/{idea.reference}/redigera/"

        assert (
            "När någon annan har gett sitt stöd ligger texten fast" in signed_in(author).get(address).content.decode()
        )

        support(topic=idea.topic, person=UserFactory(), now=NOW)
        page = signed_in(author).get(address, follow=True).content.decode()
        assert "Någon annan har stött idén, så texten ligger fast." in page

    def test_an_addition_that_is_shown_at_once_is_called_one(self, reviewing_after: Municipality, author: User) -> None:
        idea = published(reviewing_after, author)

        page = signed_in(author).post(f"/ideer/{idea.reference}/tillagg/", {"text": "Och bänkar."}, follow=True)

        assert "Tack! Tillägget är publicerat." in page.content.decode()

    def test_leads_to_an_addition_once_somebody_supports_it(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)
        add_supports(idea, 1)

        response = signed_in(author).get(f"/ideer/{idea.reference}/redigera/")

        assert response.url == f"/ideer/{idea.reference}/tillagg/"  # type: ignore[attr-defined]

    def test_keeps_the_words_when_a_support_came_first(
        self, sundsvall: Municipality, author: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        idea = published(sundsvall, author)
        add_supports(idea, 1)
        monkeypatch.setattr(
            "participation.ideas.views.change.can_edit", lambda user, idea: True
        )  # as it was a moment ago

        page = signed_in(author).post(
            f"/ideer/{idea.reference}/redigera/", {"title": "Ny rubrik", "text": "Mina nya ord."}
        )

        assert page.status_code == 409
        assert "Någon annan har stött idén medan du skrev" in page.content.decode()
        assert "Mina nya ord." in page.content.decode()

    def test_keeps_the_words_when_somebody_supported_the_idea_while_they_were_written(
        self, sundsvall: Municipality, author: User
    ) -> None:
        idea = published(sundsvall, author)
        support(topic=idea.topic, person=UserFactory(), now=NOW)

        page = signed_in(author).post(
            f"/ideer/{idea.reference}/redigera/", {"title": "Ny rubrik", "text": "Mina <nya> ord."}
        )

        assert page.status_code == 409
        assert "Mina &lt;nya&gt; ord." in page.content.decode()
        assert "Ny rubrik" in page.content.decode()

    def test_keeps_the_words_of_a_session_that_ran_out_before_the_first_support(
        self, sundsvall: Municipality, author: User
    ) -> None:
        idea = published(sundsvall, author)
        client, address = Client(), f"/ideer/{idea.reference}/redigera/"
        client.post(address, {"title": "Ny rubrik", "text": "Mina nya ord."})
        client.force_login(author)
        support(topic=idea.topic, person=UserFactory(), now=NOW)

        assert "Mina nya ord." in client.get(address).content.decode()

    @pytest.mark.parametrize("name", ["redigera", "tillagg"])
    def test_keeps_the_words_when_the_idea_has_moved_on(self, sundsvall: Municipality, author: User, name: str) -> None:
        idea = published(sundsvall, author)
        actions.withdraw(idea=idea, by=author, now=NOW)
        client, address = signed_in(author), f"/ideer/{idea.reference}/{name}/"

        page = client.post(address, {"title": "Ny rubrik", "text": "Mina nya ord."})

        assert page.status_code == 409
        assert "Mina nya ord." in page.content.decode()
        assert client.get(address).status_code == 404

    def test_is_over_for_good_with_the_first_support(self, reviewing_after: Municipality, author: User) -> None:
        idea, person = published(reviewing_after, author), UserFactory()
        support(topic=idea.topic, person=person, now=NOW)
        take_back(topic=idea.topic, person=person, now=NOW)

        response = signed_in(author).get(f"/ideer/{idea.reference}/redigera/")

        assert response.url == f"/ideer/{idea.reference}/tillagg/"  # type: ignore[attr-defined]
        with pytest.raises(TextFrozen):
            actions.edit_published(idea=idea, by=author, title="Ny", text="Ny text.", now=NOW)
        idea.refresh_from_db()
        assert idea.frozen_at == NOW

    def test_keeps_the_words_of_a_session_that_ran_out(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)
        client, address = Client(), f"/ideer/{idea.reference}/redigera/"
        client.post(address, {"title": "Ny rubrik", "text": "Mina nya ord."})
        client.force_login(author)

        assert "Mina nya ord." in client.get(address).content.decode()

    def test_of_nothing_is_refused(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)

        response = signed_in(author).post(f"/ideer/{idea.reference}/redigera/", {"title": "", "text": ""})

        assert response.status_code == 422


class TestAdding:
    def test_waits_for_review_and_says_so(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)

        page = signed_in(author).post(f"/ideer/{idea.reference}/tillagg/", {"text": "Mer."}, follow=True)

        assert "Vi läser tillägget innan det syns." in page.content.decode()

    def test_keeps_the_words_while_another_change_waits(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)
        actions.edit_published(idea=idea, by=author, title="Ny", text="Ny text.", now=NOW)

        page = signed_in(author).post(f"/ideer/{idea.reference}/tillagg/", {"text": "Mina nya ord."})

        assert "En ändring väntar redan på granskning." in page.content.decode()
        assert "Mina nya ord." in page.content.decode()


class TestWithdrawing:
    def test_asks_first_and_can_be_undone(self, sundsvall: Municipality, author: User) -> None:
        idea = actions.approve(idea=in_review(sundsvall, author), by=_other(), now=timezone.now())
        client, address = signed_in(author), f"/ideer/{idea.reference}/"

        asked = client.get(f"{address}dra-tillbaka/").content.decode()
        gone = client.post(f"{address}dra-tillbaka/", follow=True).content.decode()
        hidden = Client().get(address).status_code
        client.get(f"{address}aterstall/")
        client.post(f"{address}aterstall/")

        assert "Dra tillbaka idén?" in asked
        assert "Ta tillbaka idén" in gone
        assert (hidden, Client().get(address).status_code) == (404, 200)

    def test_of_what_has_moved_on_shows_how_it_stands_now(
        self, sundsvall: Municipality, author: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        idea = published(sundsvall, author)
        actions.refuse(idea=idea, by=_other(), reason="Reklam.", now=NOW)
        monkeypatch.setattr("participation.ideas.views.change.can_withdraw", lambda user, idea: True)

        # The page asked a moment ago, so the address is the same function with the old answer.
        page = signed_in(author).post(f"/ideer/{idea.reference}/dra-tillbaka/", follow=True)

        assert "Idén har hunnit ändras" in page.content.decode()


def _other() -> User:
    from tests.factories import UserFactory

    return UserFactory()


class TestAChangeThatWaits:
    def test_is_what_the_form_for_an_edit_begins_with(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)
        version = actions.edit_published(idea=idea, by=author, title="Ny rubrik", text="Mina nya ord.", now=NOW)
        client, address = signed_in(author), f"/ideer/{idea.reference}/redigera/"

        asked = client.get(address).content.decode()
        client.post(address, {"title": "Ny rubrik", "text": "Ännu bättre.", "over": _over(asked)})

        version.refresh_from_db()
        assert "Mina nya ord." in asked
        assert "väntar på granskning" in asked
        assert version.text == "Ännu bättre."

    @pytest.mark.parametrize(("name", "words"), [("redigera", {"title": "Annan"}), ("tillagg", {})])
    def test_is_not_written_over_from_a_page_that_did_not_show_it(
        self, sundsvall: Municipality, author: User, name: str, words: dict[str, str]
    ) -> None:
        idea = published(sundsvall, author)
        client, address = signed_in(author), f"/ideer/{idea.reference}/{name}/"
        client.post(address, {**words, "text": "Det första."})

        page = client.post(address, {**words, "text": "Det andra."})
        held = idea.versions.get(review="waiting").text
        client.post(address, {**words, "text": "Det andra.", "over": _over(page.content.decode())})

        assert page.status_code == 422
        assert "Det första." in page.content.decode()
        assert "Det andra." in page.content.decode()
        assert (held, idea.versions.get(review="waiting").text) == ("Det första.", "Det andra.")

    def test_is_one_when_its_button_is_pressed_twice(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)
        client, address = signed_in(author), f"/ideer/{idea.reference}/tillagg/"

        answers = [client.post(address, {"text": "Mer."}).status_code for _ in range(2)]

        assert answers == [302, 302]
        assert idea.versions.filter(kind="addition").count() == 1

    def test_is_read_by_its_author_and_by_no_other_citizen(
        self, sundsvall: Municipality, author: User, citizen: User
    ) -> None:
        idea = published(sundsvall, author)
        actions.add_addition(idea=idea, by=author, text="Mina väntande ord.", now=NOW)
        address = f"/ideer/{idea.reference}/"

        assert "Mina väntande ord." in signed_in(author).get(address).content.decode()
        assert "Mina väntande ord." in signed_in(author).get(f"{address}tillagg/").content.decode()
        assert "Mina väntande ord." not in signed_in(citizen).get(address).content.decode()
        assert "Mina väntande ord." not in Client().get(address).content.decode()


class TestAChangeThatWasRefused:
    def test_is_read_with_the_reason_and_can_be_sent_again(
        self, sundsvall: Municipality, author: User, moderator: User
    ) -> None:
        idea = published(sundsvall, author)
        version = actions.edit_published(idea=idea, by=author, title="Ny", text="Mina nya ord.", now=NOW)
        actions.refuse_version(version=version, by=moderator, reason="Skriv inget namn.", now=NOW)
        client, again = signed_in(author), f"/ideer/{idea.reference}/redigera/?igen={version.number}"

        page = client.get(f"/ideer/{idea.reference}/").content.decode()
        form = client.get(again).content.decode()
        sent = client.post(f"/ideer/{idea.reference}/redigera/", {"title": "Ny", "text": "Rättat.", "over": ""})

        assert "Mina nya ord." in page
        assert "Skriv inget namn." in page
        assert again in page
        assert "Mina nya ord." in form
        assert "Skriv inget namn." in form
        assert sent.status_code == 302
        assert idea.versions.get(review="waiting").text == "Rättat."

    def test_stays_to_be_read_after_an_addition(self, sundsvall: Municipality, author: User, moderator: User) -> None:
        idea = published(sundsvall, author)
        version = actions.edit_published(idea=idea, by=author, title="Ny", text="Mina nya ord.", now=NOW)
        actions.refuse_version(version=version, by=moderator, reason="Skriv inget namn.", now=NOW)
        actions.add_addition(idea=idea, by=author, text="Mer.", now=NOW)

        page = signed_in(author).get(f"/ideer/{idea.reference}/tillagg/").content.decode()

        assert "Mina nya ord." in page
        assert "Skriv inget namn." in page


def _over(page: str) -> str:
    found = re.search(r'name="over" value="([^"]*)"', page)
    assert found is not None
    return found[1]
