"""Who is told of an entry, when again, and where that leads when the entry is gone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from participation.discussion import actions, thread
from participation.notifications import outbox
from participation.notifications.actions import notify, set_mail
from participation.notifications.digest import queue_digests
from participation.notifications.models import Cadence, Notification, OutgoingMail, Reason
from participation.notifications.querysets import unread_count
from participation.topics.models import Topic
from tests.factories import TopicFactory, UserFactory
from tests.ideas.factories import published
from tests.notifications.conftest import postbox

if TYPE_CHECKING:
    from participation.accounts.models import User
    from participation.discussion.models import Comment
    from participation.ideas.models import Idea
    from participation.places.models import Municipality
    from tests.notifications.postbox import Postbox

__all__ = ["postbox"]
pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def topic(sundsvall: Municipality, author: User) -> Topic:
    return TopicFactory(municipality=sundsvall, author=author, path="/ideer/1/")


@pytest.fixture
def mine(topic: Topic, citizen: User) -> Comment:
    entry = post(topic, "Mitt", by=citizen)
    Notification.objects.all().delete()
    return entry


def post(topic: Topic, text: str = "Ord", *, by: User | None = None, now: Any = NOW, **more: Any) -> Comment:
    return actions.post(topic=topic, author=by or UserFactory(), text=text, now=now, **more)


def news_to(person: User) -> list[tuple[str, str]]:
    return list(Notification.objects.to(person).values_list("kind", "path"))


def link_to(entry: Comment) -> str:
    return reverse("discussion:permalink", args=[entry.pk])


def mails_to(person: User) -> int:
    return OutgoingMail.objects.filter(person=person).count()


class TestAgain:
    def test_for_a_day_there_is_one_line_and_one_mail(self, topic: Topic, citizen: User, mine: Comment) -> None:
        first = post(topic, "Ett", answering=mine)
        post(topic, "Två", answering=mine, now=NOW + timedelta(hours=23))

        assert news_to(citizen) == [("discussion_reply", link_to(first))]
        assert mails_to(citizen) == 1

    def test_a_reply_after_a_day_is_mailed_and_leads_to_the_first_that_is_new(
        self, topic: Topic, citizen: User, mine: Comment
    ) -> None:
        first = post(topic, "Ett", answering=mine)
        post(topic, "Två", answering=mine, now=NOW + timedelta(hours=20))
        post(topic, "Tre", answering=mine, now=NOW + timedelta(hours=25))

        assert mails_to(citizen) == 2
        assert unread_count(citizen) == 1
        unread = Notification.objects.to(citizen).unread().get()
        assert (unread.path, unread.created_at) == (link_to(first), NOW + timedelta(hours=25))

    def test_a_lively_thread_does_not_put_off_the_next_mail_for_ever(
        self, topic: Topic, citizen: User, mine: Comment
    ) -> None:
        for hour in range(0, 74, 6):
            post(topic, f"Svar {hour}", answering=mine, now=NOW + timedelta(hours=hour))

        assert mails_to(citizen) == 4
        assert unread_count(citizen) == 1

    def test_each_digest_tells_of_what_came_since_the_last(self, topic: Topic, citizen: User, mine: Comment) -> None:
        set_mail(person_id=citizen.pk, cadences={Reason.REPLIES.value: Cadence.DAILY})
        post(topic, "Ett", answering=mine)
        seven = Notification.objects.get(person=citizen).digest_at
        assert seven is not None
        queue_digests(now=seven)
        post(topic, "Två", answering=mine, now=seven + timedelta(hours=1))
        post(topic, "Tre", answering=mine, now=seven + timedelta(hours=2))

        queue_digests(now=seven + timedelta(days=1))

        assert OutgoingMail.objects.filter(person=citizen, kind="digest").count() == 2
        assert unread_count(citizen) == 1
        assert queue_digests(now=seven + timedelta(days=2)) == 0

    def test_what_waits_for_a_weekly_digest_is_one_line_of_it(self, topic: Topic, citizen: User, mine: Comment) -> None:
        set_mail(person_id=citizen.pk, cadences={Reason.REPLIES.value: Cadence.WEEKLY})
        for day in range(3):
            post(topic, f"Svar {day}", answering=mine, now=NOW + timedelta(days=day * 1.1))
        latest = Notification.objects.filter(person=citizen).latest("digest_at").digest_at
        assert latest is not None
        queue_digests(now=latest)

        outbox.send_due(now=latest)

        [mail] = OutgoingMail.objects.filter(person=citizen)
        assert mail.text.count("Du har fått svar") == 1

    def test_whoever_was_here_is_told_of_the_next_at_once(self, topic: Topic, citizen: User, mine: Comment) -> None:
        post(topic, "Ett", answering=mine)
        Notification.objects.filter(person=citizen).update(read_at=NOW)

        second = post(topic, "Två", answering=mine, now=NOW + timedelta(minutes=5))

        assert mails_to(citizen) == 2
        assert Notification.objects.to(citizen).unread().get().path == link_to(second)


class TestReadByReading:
    @pytest.fixture
    def idea(self, sundsvall: Municipality, author: User) -> Idea:
        return published(sundsvall, author)

    @pytest.fixture
    def reply(self, idea: Idea, citizen: User) -> Comment:
        return post(idea.topic, "Svar", answering=post(idea.topic, "Mitt", by=citizen))

    @pytest.fixture
    def client(self, citizen: User) -> Client:
        client = Client()
        client.force_login(citizen)
        return client

    def test_the_link_of_the_mail_leads_to_where_it_is_read(
        self, client: Client, reply: Comment, citizen: User
    ) -> None:
        assert unread_count(citizen) == 1

        page = client.get(link_to(reply), follow=True)

        assert "Svar" in page.content.decode()
        assert unread_count(citizen) == 0
        assert "olästa" not in page.content.decode()

    def test_so_does_the_page_of_the_idea_in_either_language(
        self, client: Client, idea: Idea, reply: Comment, citizen: User
    ) -> None:
        page = client.get(f"/en{idea.get_absolute_url()}")

        assert page.status_code == 200
        assert unread_count(citizen) == 0

    @pytest.mark.parametrize("peeks", [{"Sec-Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}])
    def test_a_browser_that_peeks_ahead_reads_nothing(
        self, client: Client, idea: Idea, reply: Comment, citizen: User, peeks: dict[str, str]
    ) -> None:
        client.get(idea.get_absolute_url(), headers=peeks)
        client.head(idea.get_absolute_url())

        assert unread_count(citizen) == 1

    def test_nor_does_somebody_else(self, idea: Idea, reply: Comment, citizen: User) -> None:
        Client().get(idea.get_absolute_url())
        other = Client()
        other.force_login(UserFactory())
        other.get(idea.get_absolute_url())

        assert unread_count(citizen) == 1

    def test_an_entry_on_the_next_page_of_the_thread_is_not_read_by_the_first(
        self, client: Client, idea: Idea, reply: Comment, citizen: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(thread, "ROOTS", 2)
        for number in range(2):
            post(idea.topic, f"Nyare {number}", now=NOW + timedelta(minutes=number + 1))

        client.get(idea.get_absolute_url())
        assert unread_count(citizen) == 1
        client.get(link_to(reply), follow=True)
        assert unread_count(citizen) == 0

    def test_nor_is_one_whose_words_are_hidden(self, client: Client, idea: Idea, reply: Comment, citizen: User) -> None:
        actions.hide(entry=reply, reason="Hot", now=NOW)
        client.get(idea.get_absolute_url())

        actions.restore(entry=reply, now=NOW)

        assert unread_count(citizen) == 1

    def test_a_branch_of_its_own_reads_what_it_shows(self, client: Client, reply: Comment, citizen: User) -> None:
        client.get(reverse("discussion:branch", args=[reply.root_id]))

        assert unread_count(citizen) == 0

    def test_news_of_the_idea_itself_are_read_by_its_page_and_others_are_not(
        self, client: Client, idea: Idea, citizen: User
    ) -> None:
        about = {"people": [citizen], "kind": "x", "topic": idea.topic, "now": NOW}
        notify(sentence="Kommunen har svarat", **about)
        notify(sentence="Att handlägga", path="/admin/nagot/", **about)
        notify(people=[citizen], kind="x", sentence="Annat", topic=TopicFactory(path="/ideer/annan/"), now=NOW)

        client.get(idea.get_absolute_url())

        unread = set(Notification.objects.to(citizen).unread().values_list("sentence", flat=True))
        assert unread == {"Att handlägga", "Annat"}

    def test_an_author_reads_of_an_idea_that_nobody_else_sees(self, idea: Idea, author: User) -> None:
        client = Client()
        client.force_login(author)
        Topic.objects.filter(pk=idea.topic_id).update(visibility="staff")
        assert unread_count(author) == 1

        client.get(idea.get_absolute_url())

        assert unread_count(author) == 0

    def test_it_costs_those_who_have_no_news_nothing_and_others_little(
        self, client: Client, idea: Idea, reply: Comment, citizen: User, django_assert_max_num_queries: Any
    ) -> None:
        client.get(idea.get_absolute_url())
        with CaptureQueriesContext(connection) as nothing:
            client.get(idea.get_absolute_url())
        assert len([query for query in nothing if "notifications_notification" in query["sql"]]) == 1
        notify(people=[citizen], kind="x", sentence="Annat", path="/annat/")

        with django_assert_max_num_queries(len(nothing) + 1):  # which of them lead here
            client.get(idea.get_absolute_url())
        Notification.objects.update(read_at=None)
        with django_assert_max_num_queries(len(nothing) + 3):  # marked, and the rest counted
            client.get(idea.get_absolute_url())


class TestGone:
    def test_news_lead_on_to_the_next_reply(self, topic: Topic, citizen: User, mine: Comment) -> None:
        first = post(topic, "Ett", answering=mine)
        post(topic, "Till andra")
        post(topic, "Eget", by=citizen, answering=mine)
        second = post(topic, "Tre", answering=mine)

        actions.hide(entry=first, reason="Hot", now=NOW)

        assert news_to(citizen) == [("discussion_reply", link_to(second))]

    def test_an_answer_below_the_third_level_is_one_to_lead_to(
        self, topic: Topic, citizen: User, mine: Comment
    ) -> None:
        deep = post(topic, "3", by=citizen, answering=post(topic, "2", answering=mine))
        Notification.objects.all().delete()
        first, second = post(topic, "4", answering=deep), post(topic, "5", answering=deep)

        actions.delete(entry=first, person=first.author, now=NOW)

        assert news_to(citizen) == [("discussion_reply", link_to(second))]

    def test_the_topics_author_is_led_to_the_next_entry_whoever_it_answers(
        self, topic: Topic, author: User, mine: Comment
    ) -> None:
        first, second = post(topic, "Ett"), post(topic, "Två", answering=mine)

        actions.hold(entry=first, now=NOW)

        assert news_to(author) == [("discussion_entry", link_to(second))]

    def test_without_another_there_are_no_news_until_it_is_shown_again(
        self, topic: Topic, citizen: User, mine: Comment
    ) -> None:
        earlier = post(topic, "Före", answering=mine)
        Notification.objects.filter(person=citizen).update(read_at=NOW)
        reply = post(topic, "Ett", answering=mine)
        post(topic, "Till andra")

        actions.hide(entry=reply, reason="Hot", now=NOW)
        assert news_to(citizen) == [("discussion_reply", link_to(earlier))]  # which they have read
        actions.restore(entry=reply, now=NOW)

        assert ("discussion_reply", link_to(reply)) in news_to(citizen)

    def test_a_reply_after_one_that_was_hidden_is_told_of(self, topic: Topic, citizen: User, mine: Comment) -> None:
        hidden = post(topic, "Ett", answering=mine)
        actions.hide(entry=hidden, reason="Hot", now=NOW)

        reply = post(topic, "Två", answering=mine)

        assert news_to(citizen) == [("discussion_reply", link_to(reply))]
        assert OutgoingMail.objects.filter(person=citizen).count() == 2

    def test_the_mail_that_waits_leads_to_the_next_one_too(
        self, topic: Topic, citizen: User, mine: Comment, postbox: Postbox
    ) -> None:
        first, second = post(topic, "Ett", answering=mine), post(topic, "Två", answering=mine)
        actions.hide(entry=first, reason="Hot", now=NOW)

        outbox.send_due()

        mail = OutgoingMail.objects.get(person=citizen)
        assert mail.status == "sent"
        assert link_to(second) in mail.text
        assert link_to(second) in mail.html
        assert link_to(first) not in mail.text + mail.html
