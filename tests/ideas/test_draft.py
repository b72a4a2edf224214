"""Step two: place, photos, sending. And nobody else ever sees it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from participation.ideas import actions
from participation.ideas.models import Idea, IdeaAttachment
from participation.notifications.querysets import unread_count
from participation.places.outline import projection_of
from participation.topics.models import Topic
from participation.topics.search import search
from tests.factories import UserFactory

from .conftest import signed_in, status_of
from .factories import NOW, a_draft, in_review, published

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality


def photo(name: str = "IMG_1.jpg") -> SimpleUploadedFile:
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(picture, "JPEG")
    return SimpleUploadedFile(name, picture.getvalue(), "image/jpeg")


def post(idea: Idea, person: User, **fields: object) -> object:
    return signed_in(person).post(idea.get_absolute_url(), {"place": "", "lat": "", "lon": "", **fields})


class TestLeavingForTheWords:
    def test_saves_what_was_typed_first(self, sundsvall: Municipality, author: User) -> None:
        idea = a_draft(sundsvall, author)

        response = post(idea, author, place="Sidsjön", gor="text", foton=photo())

        idea.refresh_from_db()
        assert response.url == reverse("ideas:words", args=[idea.key])  # type: ignore[attr-defined]
        assert (idea.place, idea.attachments.count()) == ("Sidsjön", 1)

    def test_no_link_of_the_page_leads_there_without_saving(self, sundsvall: Municipality, author: User) -> None:
        idea = a_draft(sundsvall, author)

        page = signed_in(author).get(idea.get_absolute_url()).content.decode()

        assert f'href="{reverse("ideas:words", args=[idea.key])}"' not in page
        assert page.index('value="spara" tabindex="-1"') < page.index('value="text"')  # Enter presses the first


def test_files_that_were_chosen_when_the_session_ran_out_are_asked_for_again(
    sundsvall: Municipality, author: User
) -> None:
    idea = a_draft(sundsvall, author)
    client = Client()
    client.post(idea.get_absolute_url(), {"place": "Sidsjön", "gor": "skicka", "foton": photo()})
    client.force_login(author)

    page = client.get(idea.get_absolute_url()).content.decode()
    again = client.get(idea.get_absolute_url()).content.decode()

    assert 'value="Sidsjön"' in page
    assert "följde inte med. Välj dem igen." in page
    assert "följde inte med" not in again


def test_nothing_is_asked_for_again_where_no_file_was_chosen(sundsvall: Municipality, author: User) -> None:
    idea = a_draft(sundsvall, author)
    client = Client()
    client.post(idea.get_absolute_url(), {"place": "Sidsjön", "gor": "skicka"})
    client.force_login(author)

    assert "följde inte med" not in client.get(idea.get_absolute_url()).content.decode()


class TestPlace:
    def test_a_click_on_the_picture_sets_the_pin_without_javascript(
        self, sundsvall: Municipality, author: User
    ) -> None:
        idea = a_draft(sundsvall, author)
        x, y = projection_of("2281", width=576).to_pixel(17.2, 62.4)

        response = post(idea, author, place="Sidsjön", **{"punkt576.x": round(x), "punkt576.y": round(y)})

        idea.refresh_from_db()
        assert response.url.endswith("#plats")  # type: ignore[attr-defined]
        assert (idea.place, idea.lat, idea.lon) == (
            "Sidsjön",
            pytest.approx(62.4, abs=0.002),
            pytest.approx(17.2, abs=0.004),
        )

    def test_a_key_pressed_on_the_picture_is_no_click(self, sundsvall: Municipality, author: User) -> None:
        idea = a_draft(sundsvall, author)

        post(idea, author, **{"punkt288.x": 0, "punkt288.y": 0})

        idea.refresh_from_db()
        assert idea.position is None

    def test_numbers_may_have_a_decimal_comma(self, sundsvall: Municipality, author: User) -> None:
        idea = a_draft(sundsvall, author)

        post(idea, author, lat="62,4", lon="17,2", gor="spara")

        idea.refresh_from_db()
        assert idea.position == (17.2, 62.4)

    @pytest.mark.parametrize(("lat", "lon"), [("59.3", "18.1"), ("62.4", ""), ("norr", "söder"), ("nan", "17")])
    def test_what_lies_elsewhere_is_refused_and_stays_in_the_form(
        self, sundsvall: Municipality, author: User, lat: str, lon: str
    ) -> None:
        idea = a_draft(sundsvall, author)

        response = post(idea, author, place="Sidsjön", lat=lat, lon=lon, gor="skicka")

        idea.refresh_from_db()
        assert response.status_code == 422  # type: ignore[attr-defined]
        assert 'value="Sidsjön"' in response.content.decode()  # type: ignore[attr-defined]
        assert (idea.status, idea.position) == ("draft", None)

    def test_the_pin_can_be_taken_away(self, sundsvall: Municipality, author: User) -> None:
        idea = a_draft(sundsvall, author, lat=62.4, lon=17.2)

        post(idea, author, lat="62.4", lon="17.2", gor="utan-punkt")

        idea.refresh_from_db()
        assert idea.position is None


class TestFiles:
    def test_photos_are_kept_when_something_else_is_wrong(self, sundsvall: Municipality, author: User) -> None:
        idea = a_draft(sundsvall, author)

        response = post(idea, author, lat="norr", lon="söder", foton=[photo(), photo()])

        assert response.status_code == 422  # type: ignore[attr-defined]
        assert idea.attachments.count() == 2

    def test_a_file_that_is_no_photo_is_refused_by_name_and_the_others_kept(
        self, sundsvall: Municipality, author: User
    ) -> None:
        idea = a_draft(sundsvall, author)
        other = SimpleUploadedFile("<script>.jpg", b"<svg onload=alert(1)>", "image/jpeg")

        response = post(idea, author, foton=[photo(), other])

        page = response.content.decode()  # type: ignore[attr-defined]
        assert "_script_.jpg: " in page
        assert "<script>.jpg" not in page
        assert idea.attachments.count() == 1

    def test_five_photos_are_enough(self, sundsvall: Municipality, author: User) -> None:
        idea = a_draft(sundsvall, author)

        response = post(idea, author, foton=[photo(f"{n}.jpg") for n in range(6)])

        assert "5.jpg: det får vara högst fem foton" in response.content.decode()  # type: ignore[attr-defined]
        assert idea.attachments.count() == 5

    def test_a_whole_roll_is_no_long_list(self, sundsvall: Municipality, author: User) -> None:
        idea = a_draft(sundsvall, author)

        response = post(idea, author, foton=[photo(f"{n}.jpg") for n in range(120)])

        page = response.content.decode()  # type: ignore[attr-defined]
        assert "115 filer kom inte med: högst fem foton och fem dokument." in page
        assert idea.attachments.count() == 5

    def test_a_photo_is_described_before_it_is_sent(self, sundsvall: Municipality, author: User) -> None:
        idea = a_draft(sundsvall, author)
        picture = actions.add_photo(idea=idea, upload=photo())

        refused = post(idea, author, gor="skicka")
        sent = post(idea, author, gor="skicka", **{f"alt-{picture.pk}": "Mörk stig mellan träd"})

        idea.refresh_from_db()
        picture.refresh_from_db()
        page = refused.content.decode()  # type: ignore[attr-defined]
        assert refused.status_code == 422
        assert f'<a href="#alt-{picture.pk}">Vad visar bilden? – Berätta med några ord' in page
        assert f'aria-describedby="alt-{picture.pk}-fel alt-{picture.pk}-hint" aria-invalid="true"' in page
        assert sent.url == "/ideer/2281-2026-0001/"  # type: ignore[attr-defined]
        assert (idea.status, picture.alt) == ("in_review", "Mörk stig mellan träd")

    def test_what_was_typed_of_a_photo_waits_for_its_writer_as_often_as_the_page_is_opened(
        self, sundsvall: Municipality, author: User
    ) -> None:
        idea = a_draft(sundsvall, author)
        picture = actions.add_photo(idea=idea, upload=photo())
        client, address = Client(), idea.get_absolute_url()
        said = {"place": "Vid sjön", "lat": "", "lon": "", f"alt-{picture.pk}": "Mörk stig mellan träd"}
        client.post(address, said)
        client.force_login(author)

        for _time in range(2):
            page = client.get(address).content.decode()
            assert 'value="Mörk stig mellan träd"' in page
            assert "Vid sjön" in page

        client.post(address, {**said, "gor": "spara"})
        picture.refresh_from_db()
        assert picture.alt == "Mörk stig mellan träd"
        assert "Det du skrev finns kvar" not in client.get(address).content.decode()

    def test_a_file_can_be_taken_away_and_leaves_nothing(
        self, sundsvall: Municipality, author: User, django_capture_on_commit_callbacks: object
    ) -> None:
        idea = a_draft(sundsvall, author)
        paper = SimpleUploadedFile("karta.txt", "Här och där".encode(), "text/plain")
        document = actions.add_document(idea=idea, upload=paper)
        stored = document.file

        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            post(idea, author, bort=str(document.pk))

        assert not idea.attachments.exists()
        assert not stored.storage.exists(stored.name)

    def test_a_file_of_another_idea_stays(self, sundsvall: Municipality, author: User) -> None:
        other = a_draft(sundsvall)
        theirs = actions.add_photo(idea=other, upload=photo())

        post(a_draft(sundsvall, author), author, bort=str(theirs.pk))

        assert IdeaAttachment.objects.filter(pk=theirs.pk).exists()


class TestSending:
    def test_is_thanked_for_and_reviewed_first(self, sundsvall: Municipality, author: User) -> None:
        idea = a_draft(sundsvall, author)

        page = signed_in(author).post(
            idea.get_absolute_url(), {"place": "", "lat": "", "lon": "", "gor": "skicka"}, follow=True
        )

        idea.refresh_from_db()
        assert idea.status == "in_review"
        assert "Tack! Din idé är skickad." in page.content.decode()

    def test_is_seen_at_once_where_review_comes_afterwards(self, reviewing_after: Municipality, author: User) -> None:
        idea = a_draft(reviewing_after, author)

        post(idea, author, gor="skicka")

        assert Client().get("/ideer/2281-2026-0001/").status_code == 200

    def test_waits_for_words_that_are_missing(self, sundsvall: Municipality, author: User) -> None:
        idea = a_draft(sundsvall, author, text="")

        response = post(idea, author, gor="skicka")

        assert response.url == reverse("ideas:words", args=[idea.key])  # type: ignore[attr-defined]

    def test_saving_sends_nothing(self, sundsvall: Municipality, author: User) -> None:
        idea = a_draft(sundsvall, author)

        response = post(idea, author, gor="spara", place="Sidsjön")

        idea.refresh_from_db()
        assert response.url == "/ideer/mina/"  # type: ignore[attr-defined]
        assert (idea.status, idea.place) == ("draft", "Sidsjön")


class TestDeleting:
    def test_asks_first(self, sundsvall: Municipality, author: User) -> None:
        idea = a_draft(sundsvall, author)
        client, address = signed_in(author), reverse("ideas:delete_draft", args=[idea.key])

        asked = client.get(address)
        still_there = Idea.objects.filter(pk=idea.pk).exists()
        client.post(address)

        assert "Ta bort utkastet?" in asked.content.decode()
        assert still_there
        assert not Idea.objects.filter(pk=idea.pk).exists()

    def test_is_not_for_what_was_sent_once(self, sundsvall: Municipality, author: User, moderator: User) -> None:
        idea = actions.return_for_changes(idea=in_review(sundsvall, author), by=moderator, reason="Nej.", now=NOW)

        signed_in(author).post(reverse("ideas:delete_draft", args=[idea.key]))

        assert Idea.objects.filter(pk=idea.pk).exists()


class TestNobodyElse:
    """A draft is its author's: the same for staff of every kind as for strangers."""

    @pytest.fixture
    def draft(self, sundsvall: Municipality, author: User) -> Idea:
        idea = a_draft(sundsvall, author, title="Hemligt påhitt", text="Ingen får läsa hemligt påhitt.")
        actions.add_photo(idea=idea, upload=photo())
        return idea

    @pytest.fixture
    def others(
        self, citizen: User, moderator: User, case_officer: User, editor: User, publisher: User, outsider: User
    ) -> list[User]:
        boss = UserFactory(is_superuser=True, is_staff=True)
        return [citizen, moderator, case_officer, editor, publisher, outsider, boss]

    def test_reaches_any_of_its_addresses(self, draft: Idea, others: list[User]) -> None:
        picture = draft.attachments.get()
        addresses = [
            draft.get_absolute_url(),
            reverse("ideas:words", args=[draft.key]),
            reverse("ideas:delete_draft", args=[draft.key]),
            picture.get_absolute_url(),
        ]

        for person in others:
            client = signed_in(person)
            assert {client.get(address).status_code for address in addresses} == {404}
            assert {client.post(address).status_code for address in addresses} <= {404, 405}
        assert Client().get(picture.get_absolute_url()).status_code == 404

    def test_finds_it_in_a_search_or_a_feed(self, draft: Idea, others: list[User]) -> None:
        for person in others:
            assert search(Topic.objects.visible_to(person), "hemligt påhitt") == []
        assert "Hemligt" not in Client().get("/ideer/floden/2281.xml").content.decode()

    def test_hears_of_it(self, draft: Idea) -> None:
        from participation.notifications.models import Notification

        assert not Notification.objects.exists()

    def test_sees_it_again_after_it_was_returned(self, sundsvall: Municipality, author: User, moderator: User) -> None:
        idea = actions.return_for_changes(idea=in_review(sundsvall, author), by=moderator, reason="Nej.", now=NOW)

        client = signed_in(moderator)
        assert client.get(f"/ideer/{idea.reference}/").status_code == 404
        assert client.get(idea.get_absolute_url()).status_code == 404

    def test_its_author_has_read_why_it_came_back_once_the_draft_was_opened(
        self, sundsvall: Municipality, author: User, moderator: User
    ) -> None:
        idea = actions.return_for_changes(idea=in_review(sundsvall, author), by=moderator, reason="Nej.", now=NOW)
        client = signed_in(author)
        assert unread_count(author) == 1

        client.get(idea.get_absolute_url())

        assert unread_count(author) == 0

    def test_but_the_author_does(self, draft: Idea, author: User) -> None:
        client = signed_in(author)

        assert client.get(draft.get_absolute_url()).status_code == 200
        assert status_of(client, draft.attachments.get().get_absolute_url()) == 200
        assert "Hemligt påhitt" in client.get("/ideer/mina/").content.decode()


def test_the_files_of_a_published_idea_are_for_all(sundsvall: Municipality, author: User, moderator: User) -> None:
    idea = a_draft(sundsvall, author)
    picture = actions.add_photo(idea=idea, upload=photo())
    idea = actions.submit(idea=idea, now=NOW)
    in_between = Client().get(picture.get_absolute_url()).status_code
    actions.approve(idea=idea, by=moderator, now=NOW)

    response = Client().get(picture.get_absolute_url())
    b"".join(response.streaming_content)

    assert (in_between, response.status_code) == (404, 200)
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_files_of_what_was_withdrawn_are_gone_for_others(sundsvall: Municipality, author: User) -> None:
    idea = a_draft(sundsvall, author)
    picture = actions.add_photo(idea=idea, upload=photo())
    idea = actions.withdraw(idea=actions.submit(idea=idea, now=NOW), by=author, now=NOW)

    assert Client().get(picture.get_absolute_url()).status_code == 404
    assert status_of(signed_in(author), picture.get_absolute_url()) == 200


def test_ones_own_list_is_short_of_questions_however_long(
    sundsvall: Municipality, author: User, django_assert_max_num_queries: object
) -> None:
    for _ in range(6):
        published(sundsvall, author)

    client = signed_in(author)

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page = client.get("/ideer/mina/").content.decode()
    assert page.count("Belys spåret") == 6


def test_ones_own_list_needs_signing_in(sundsvall: Municipality) -> None:
    assert Client().get("/ideer/mina/").url == "/konto/login/?next=/ideer/mina/"  # type: ignore[attr-defined]
