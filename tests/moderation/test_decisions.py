from __future__ import annotations

import pytest
from django.utils import timezone

from participation.discussion import actions as discussion
from participation.moderation import actions
from participation.moderation.errors import NothingToDecide
from participation.moderation.models import Decision, Flag
from participation.moderation.signals import may_be_shown_again
from participation.notifications.actions import follow
from participation.notifications.models import Notification
from tests.factories import TopicFactory, UserFactory
from tests.ideas.factories import add_supports, published

NOW = timezone.now()


@pytest.fixture
def topic(sundsvall, author):
    return TopicFactory(municipality=sundsvall, author=author, title="Belys spåret")


@pytest.fixture
def writer(sundsvall):
    return UserFactory(display_name="Kim", home=sundsvall)


@pytest.fixture
def entry(topic, writer):
    return discussion.post(topic=topic, author=writer, text="Elaka ord", now=NOW)


@pytest.fixture
def flagged(entry, citizen):
    actions.flag(topic=entry.topic, entry=entry, reporter=citizen, reason="hate", text="", now=NOW)
    Notification.objects.all().delete()
    return entry


def decide(act, **about):
    return act(facts="Hot mot en granne", now=NOW, **about)


def news(person):
    return [row.sentence for row in Notification.objects.filter(person=person)]


def test_hiding_tells_the_writer_why_and_the_reporter_that(flagged, moderator, writer, citizen):
    decision = decide(actions.hide, entry=flagged, moderator=moderator)

    flagged.refresh_from_db()
    assert (flagged.removal, flagged.removal_reason) == ("moderator", "Något annat")  # the rule, not the facts
    assert (decision.concerns, decision.municipality, decision.found) == (writer, flagged.topic.municipality, "flag")
    assert Flag.objects.get().decision == decision
    assert (decision.decided_by, decision.decided_at) == (moderator, NOW)
    assert news(writer) == ["Ditt inlägg om ”Belys spåret” är dolt av en granskare"]
    assert "Hot mot en granne" in Notification.objects.get(person=writer).body
    assert "överklaga, en gång" in Notification.objects.get(person=writer).body
    assert Notification.objects.get(person=writer).path == f"/mina/beslut/{decision.pk}/"
    assert news(citizen) == ["Det du anmälde om ”Belys spåret” är dolt. Tack för att du sa till."]


def test_the_page_of_the_decision_is_where_the_news_of_it_are_read(client, flagged, moderator, writer):
    decision = decide(actions.hide, entry=flagged, moderator=moderator)
    client.force_login(writer)

    assert client.get(f"/en/mina/beslut/{decision.pk}/").status_code == 200

    assert not Notification.objects.to(writer).unread().exists()


def test_keeping_answers_the_flag_and_leaves_the_writer_alone(flagged, moderator, writer, citizen):
    decide(actions.keep, topic=flagged.topic, entry=flagged, moderator=moderator)

    flagged.refresh_from_db()
    assert flagged.is_shown
    assert news(writer) == []
    assert "får vara kvar" in news(citizen)[0]
    assert not Flag.objects.waiting().exists()


def test_hiding_needs_no_flag_and_leaves_a_decision(entry, moderator):
    decide(actions.hide, entry=entry, moderator=moderator)

    assert Decision.objects.get().outcome == "hidden"


def test_showing_again_tells_whoever_flagged_what_was_hidden(flagged, moderator, citizen, author):
    decide(actions.hide, entry=flagged, moderator=moderator)
    decide(actions.restore, entry=flagged, moderator=moderator)
    assert news(citizen)[0] == "Det du anmälde om ”Belys spåret” visas igen. En granskare har läst det en gång till."

    for act in (actions.hide, actions.restore):
        decide(act, entry=flagged, moderator=moderator)
    assert len(news(citizen)) == 2  # of what nobody flagged nobody is told


def test_showing_again_tells_the_writer(flagged, moderator, writer):
    decide(actions.hide, entry=flagged, moderator=moderator)

    decide(actions.restore, entry=flagged, moderator=moderator)

    flagged.refresh_from_db()
    assert flagged.is_shown
    assert "Ditt inlägg om ”Belys spåret” visas igen" in news(writer)
    assert list(Decision.objects.values_list("outcome", flat=True)) == ["restored", "hidden"]


def test_the_second_of_two_moderators_decides_nothing(flagged, moderator):
    decide(actions.hide, entry=flagged, moderator=moderator)

    for act, about in (
        (actions.hide, {"entry": flagged}),
        (actions.keep, {"entry": flagged, "topic": flagged.topic}),
    ):
        with pytest.raises(NothingToDecide):
            decide(act, moderator=moderator, **about)
    assert Decision.objects.count() == 1


def test_what_the_writer_took_away_is_not_shown_again(entry, writer, moderator):
    discussion.delete(entry=entry, person=writer, now=NOW)

    with pytest.raises(NothingToDecide):
        decide(actions.restore, entry=entry, moderator=moderator)
    assert not Decision.objects.exists()


def test_a_hidden_idea_is_seen_by_its_author_who_is_told(sundsvall, author, moderator):
    topic = published(sundsvall, author, title="Belys spåret").topic
    Notification.objects.all().delete()
    decide(actions.hide_topic, topic=topic, moderator=moderator)

    topic.refresh_from_db()
    assert topic.visibility == "staff"
    assert news(author) == ["”Belys spåret” är dold av en granskare"]

    decide(actions.restore_topic, topic=topic, moderator=moderator)
    topic.refresh_from_db()
    assert topic.visibility == "public"


def test_whoever_supports_or_follows_a_hidden_idea_is_told_by_its_number(sundsvall, author, moderator, citizen):
    idea = published(sundsvall, author, title="Belys spåret")
    (supporter,) = add_supports(idea, 1)
    follow(topic=idea.topic, person=citizen)
    follow(topic=idea.topic, person=moderator)
    Notification.objects.all().delete()

    decide(actions.hide_topic, topic=idea.topic, moderator=moderator)

    gone = f"Idé {idea.reference}, som du har stött eller följt, är inte längre publicerad"
    assert news(supporter) == news(citizen) == [gone]
    assert news(author) == ["”Belys spåret” är dold av en granskare"]
    assert news(moderator) == []


def test_whoever_was_told_that_it_is_gone_is_told_that_it_is_back(sundsvall, author, moderator, citizen):
    idea = published(sundsvall, author, title="Belys spåret")
    (supporter,) = add_supports(idea, 1)
    follow(topic=idea.topic, person=citizen)
    decide(actions.hide_topic, topic=idea.topic, moderator=moderator)
    Notification.objects.all().delete()

    decide(actions.restore_topic, topic=idea.topic, moderator=moderator)

    back = "Idén ”Belys spåret” är publicerad igen"
    assert news(supporter) == news(citizen) == [back]
    assert news(author) == ["”Belys spåret” visas igen"]
    told = Notification.objects.to(citizen).get()
    assert (told.path, told.reason) == (idea.get_absolute_url(), "followed")


def test_an_idea_that_waits_for_review_is_not_published_by_a_restore(sundsvall, moderator):
    waiting = TopicFactory(municipality=sundsvall, hidden=True)

    with pytest.raises(NothingToDecide):
        decide(actions.restore_topic, topic=waiting, moderator=moderator)
    waiting.refresh_from_db()
    assert waiting.visibility == "staff"


def test_the_owner_of_a_topic_may_keep_it_hidden(sundsvall, author, moderator):
    topic = published(sundsvall, author).topic
    decide(actions.hide_topic, topic=topic, moderator=moderator)

    def no(**kwargs):
        return False

    may_be_shown_again.connect(no)
    try:
        with pytest.raises(NothingToDecide):
            decide(actions.restore_topic, topic=topic, moderator=moderator)
    finally:
        may_be_shown_again.disconnect(no)


def test_what_staff_write_is_not_hidden_here(sundsvall, moderator):
    page = TopicFactory(municipality=sundsvall, kind="proposal")

    with pytest.raises(NothingToDecide):
        decide(actions.hide_topic, topic=page, moderator=moderator)
