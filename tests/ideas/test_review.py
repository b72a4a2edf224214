from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from participation.ideas import actions
from participation.ideas.models import IdeaEvent, IdeaVersion
from participation.ideas.states import InvalidTransition
from participation.moderation.actions import flag, keep
from participation.moderation.models import Flag, Item
from participation.notifications.models import Follow, Notification, OutgoingMail
from tests.factories import UserFactory, staff

from .conftest import signed_in
from .factories import NOW, a_draft, in_review, published

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.places.models import Municipality


def told(person: User) -> list[str]:
    return list(Notification.objects.filter(person=person).order_by("id").values_list("sentence", flat=True))


class TestSubmit:
    def test_gives_the_idea_its_number_and_keeps_it_from_the_public(
        self, sundsvall: Municipality, author: User
    ) -> None:
        idea = in_review(sundsvall, author)

        assert idea.reference == "2281-2026-0001"
        assert idea.status == "in_review"
        assert idea.topic.visibility == "staff"
        assert idea.topic.path == "/ideer/2281-2026-0001/"
        assert idea.topic.published_at is None

    def test_tells_the_moderators_of_the_municipality_and_nobody_else(
        self, sundsvall: Municipality, author: User, moderator: User, case_officer: User, outsider: User
    ) -> None:
        in_review(sundsvall, author)

        assert told(moderator) == ["Ny idé att granska: ”Belys spåret runt Sidsjön”"]
        assert told(case_officer) == told(outsider) == told(author) == []

    def test_leads_the_moderators_to_the_review(self, sundsvall: Municipality, author: User, moderator: User) -> None:
        idea = in_review(sundsvall, author)

        news = Notification.objects.get(person=moderator, kind="idea_to_review")
        assert news.path == reverse("ideas_admin:inspect", args=[idea.pk])
        assert signed_in(moderator).get(news.path).status_code == 200

    def test_does_not_ask_a_moderator_to_review_their_own_idea(self, sundsvall: Municipality, moderator: User) -> None:
        in_review(sundsvall, moderator)

        assert told(moderator) == []

    def test_makes_the_author_a_follower(self, sundsvall: Municipality, author: User) -> None:
        idea = in_review(sundsvall, author)

        idea.topic.refresh_from_db()
        assert Follow.objects.filter(topic=idea.topic, person=author).count() == idea.topic.followers == 1

    def test_publishes_at_once_where_the_municipality_reviews_afterwards(
        self, reviewing_after: Municipality, author: User, moderator: User
    ) -> None:
        idea = in_review(reviewing_after, author)

        assert idea.status == "gathering"
        assert idea.topic.visibility == "public"
        assert told(moderator) == ["Ny idé: ”Belys spåret runt Sidsjön”"]
        assert not OutgoingMail.objects.filter(person=moderator).exists()

    def test_happens_once(self, sundsvall: Municipality, author: User) -> None:
        idea = in_review(sundsvall, author)

        with pytest.raises(InvalidTransition):
            actions.submit(idea=idea, now=NOW)

    def test_counts_the_references_of_a_year(self, sundsvall: Municipality, author: User) -> None:
        first, second = in_review(sundsvall, author), in_review(sundsvall, author)

        assert (first.reference, second.reference) == ("2281-2026-0001", "2281-2026-0002")


class TestApprove:
    def test_opens_the_idea_for_all_with_the_promise_of_that_day(self, sundsvall: Municipality, author: User) -> None:
        idea = published(sundsvall, author)
        sundsvall.support_threshold = 5
        sundsvall.save()

        idea.refresh_from_db()
        topic = idea.topic
        assert (idea.status, idea.threshold) == ("gathering", 100)
        assert idea.gathering_until is not None
        assert idea.gathering_until.date().isoformat() == "2026-12-13"
        assert topic.visibility == "public"
        assert topic.can_support
        assert topic.can_discuss
        assert (topic.published_at, topic.closes_at) == (NOW, idea.gathering_until)

    def test_has_no_window_where_there_is_no_threshold(self, without_threshold: Municipality) -> None:
        idea = published(without_threshold)

        assert (idea.status, idea.gathering_until, idea.topic.closes_at) == ("published", None, None)

    def test_keeps_the_first_version_of_the_words(self, sundsvall: Municipality) -> None:
        idea = published(sundsvall)

        version = IdeaVersion.objects.get(idea=idea)
        assert (version.kind, version.number, version.title, version.text) == ("original", 1, idea.title, idea.text)

    def test_tells_the_author_on_the_site_and_by_mail(self, sundsvall: Municipality, author: User) -> None:
        published(sundsvall, author)

        assert told(author) == ["Din idé ”Belys spåret runt Sidsjön” är publicerad"]
        assert OutgoingMail.objects.filter(person=author).count() == 1
        assert "100 stöd senast 13 december 2026" in Notification.objects.get(person=author).body

    def test_is_refused_to_the_author(self, sundsvall: Municipality, moderator: User) -> None:
        idea = in_review(sundsvall, moderator)

        with pytest.raises(PermissionDenied):
            actions.approve(idea=idea, by=moderator, now=NOW)
        idea.refresh_from_db()
        assert idea.status == "in_review"

    def test_of_two_moderators_at_once_the_second_is_told(self, sundsvall: Municipality, moderator: User) -> None:
        idea = in_review(sundsvall)
        actions.refuse(idea=idea, by=moderator, reason="Reklam.", now=NOW)

        with pytest.raises(InvalidTransition):
            actions.approve(idea=idea, by=moderator, now=NOW)


class TestReturn:
    def test_makes_it_a_draft_that_staff_do_not_see_with_the_reason_for_the_author(
        self, sundsvall: Municipality, author: User, moderator: User
    ) -> None:
        idea = in_review(sundsvall, author)

        idea = actions.return_for_changes(idea=idea, by=moderator, reason="Ta bort grannens namn.", now=NOW)

        assert (idea.status, idea.topic.visibility) == ("draft", "author")
        assert idea.review_note == "Ta bort grannens namn."
        assert idea.topic.path == f"/ideer/utkast/{idea.key}/"
        news = Notification.objects.get(person=author)
        assert (news.body, news.path) == ("Ta bort grannens namn.", f"/ideer/utkast/{idea.key}/")

    def test_the_page_of_its_number_leads_its_author_to_the_words_and_the_reason(
        self, sundsvall: Municipality, author: User, moderator: User
    ) -> None:
        idea = in_review(sundsvall, author)
        address = idea.get_absolute_url()
        actions.return_for_changes(idea=idea, by=moderator, reason="Skriv var det är.", now=NOW)

        page = signed_in(author).get(address, follow=True)

        assert page.redirect_chain == [(reverse("ideas:draft", args=[idea.key]), 302)]
        assert "Skriv var det är." in page.content.decode()
        assert "Skicka idén" in page.content.decode()
        for other in (moderator, UserFactory()):
            assert signed_in(other).get(address).status_code == 404

    def test_can_be_sent_again_under_its_number(self, sundsvall: Municipality, author: User, moderator: User) -> None:
        idea = in_review(sundsvall, author)
        idea = actions.return_for_changes(idea=idea, by=moderator, reason="Kortare.", now=NOW)

        idea = actions.submit(idea=idea, now=NOW + timedelta(days=1))

        assert (idea.reference, idea.status, idea.review_note) == ("2281-2026-0001", "in_review", "")

    def test_is_for_what_is_in_review(self, sundsvall: Municipality, moderator: User) -> None:
        with pytest.raises(InvalidTransition):
            actions.return_for_changes(idea=published(sundsvall), by=moderator, reason="Nej.", now=NOW)


class TestRefuse:
    @pytest.mark.parametrize("make", [in_review, published])
    def test_leaves_it_to_author_and_staff(
        self, sundsvall: Municipality, author: User, moderator: User, make: object
    ) -> None:
        idea = make(sundsvall, author)  # type: ignore[operator]

        idea = actions.refuse(idea=idea, by=moderator, reason="Det är reklam.", now=NOW)

        assert (idea.status, idea.topic.visibility) == ("refused", "staff")
        assert not idea.topic.can_support
        assert not idea.topic.can_discuss
        assert told(author)[-1] == "Din idé ”Belys spåret runt Sidsjön” kan inte publiceras"

    def test_keeps_the_reason_from_the_public_way(self, sundsvall: Municipality, moderator: User) -> None:
        idea = actions.refuse(idea=in_review(sundsvall), by=moderator, reason="Det är reklam.", now=NOW)

        assert not IdeaEvent.objects.get(idea=idea, status="refused").is_public

    def test_never_touches_a_draft(self, sundsvall: Municipality, moderator: User) -> None:
        with pytest.raises(InvalidTransition):
            actions.refuse(idea=a_draft(sundsvall), by=moderator, reason="Nej.", now=NOW)


def test_an_event_is_written_for_every_step_and_says_who(sundsvall: Municipality, author: User) -> None:
    moderator = staff(sundsvall, "moderator", display_name="Granskaren")
    idea = actions.approve(idea=in_review(sundsvall, author), by=moderator, now=NOW + timedelta(days=1))

    steps = [(event.before, event.status, event.by) for event in idea.events.all()]
    assert steps == [
        ("draft", "draft", author),
        ("draft", "in_review", author),
        ("in_review", "gathering", moderator),
    ]


def test_what_is_published_at_once_waits_to_be_read_afterwards(
    reviewing_after: Municipality, author: User, moderator: User
) -> None:
    idea = in_review(reviewing_after, author)
    waiting = Item.objects.waiting().get(topic=idea.topic)
    queue = signed_in(moderator).get("/cms/anmalt/").content.decode()

    assert waiting.said_in_words == ["Publicerad direkt: läs den i efterhand."]
    assert idea.title in queue
    assert idea.topic.is_public

    keep(topic=idea.topic, moderator=moderator, now=NOW)

    assert not Item.objects.waiting().exists()
    idea.refresh_from_db()
    assert idea.topic.is_public


def test_a_change_that_is_public_at_once_waits_to_be_read_too(
    reviewing_after: Municipality, author: User, moderator: User
) -> None:
    idea = in_review(reviewing_after, author)
    keep(topic=idea.topic, moderator=moderator, now=NOW)
    actions.edit_published(idea=idea, by=author, title=idea.title, text="Nya ord om spåret.", now=NOW)

    assert Item.objects.waiting().get().said_in_words == ["Ändrad efter publiceringen: läs ändringen."]


def test_what_nobody_flagged_is_not_called_flagged_and_its_change_is_shown(
    reviewing_after: Municipality, author: User, moderator: User
) -> None:
    idea = in_review(reviewing_after, author)
    client = signed_in(moderator)
    decide = reverse("flags:topic", args=[idea.topic_id])

    assert "Så har texten ändrats" not in client.get(decide).content.decode()  # all of it is new

    keep(topic=idea.topic, moderator=moderator, now=NOW)
    later = NOW + timedelta(days=1)
    actions.edit_published(idea=idea, by=author, title=idea.title, text=idea.text + " Nya ord.", now=later)
    queue, desk = client.get("/cms/anmalt/").content.decode(), client.get("/cms/").content.decode()
    page = client.get(decide).content.decode()

    assert f"Publicerad text: {idea.title}" in queue
    assert f"Publicerad text: {idea.title}" in desk
    assert "Ändrad efter publiceringen: läs ändringen." in desk
    assert "Anmäl" not in desk.split("Publicerad text")[1].split("</article>")[0]
    assert "Så har texten ändrats" in page
    assert re.search(r"<ins>.*Nya ord", page)


def test_what_is_reviewed_before_waits_but_once(sundsvall: Municipality, author: User) -> None:
    published(sundsvall, author)

    assert not Item.objects.waiting().exists()


def test_what_its_author_takes_back_unread_waits_no_more_and_again_when_it_is_back(
    reviewing_after: Municipality, author: User, citizen: User
) -> None:
    idea = actions.withdraw(idea=in_review(reviewing_after, author), by=author, now=NOW)
    assert not Item.objects.waiting().exists()
    assert not Flag.objects.exists()

    actions.restore(idea=idea, by=author, now=NOW)
    assert Item.objects.waiting().get().said_in_words == ["Publicerad direkt: läs den i efterhand."]

    flag(topic=idea.topic, reporter=citizen, reason="hate", text="", now=NOW)
    actions.withdraw(idea=idea, by=author, now=NOW)
    assert Item.objects.waiting().get().flags == 1
