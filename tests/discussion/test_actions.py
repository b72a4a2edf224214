from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_comments_xtd.models import MaxThreadLevelExceededException
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.core.integrity import checks
from participation.discussion import actions
from participation.discussion.errors import DiscussionClosed, EntryGone, NotYours, TooFast
from participation.discussion.models import Appreciation, Comment
from participation.notifications.models import Notification, OutgoingMail
from participation.topics.models import Topic
from tests.factories import DepartmentFactory, TopicFactory, UserFactory

NOW = timezone.now()


@pytest.fixture
def topic(sundsvall, author):
    return TopicFactory(municipality=sundsvall, author=author)


def post(topic, text="Ord", **more):
    return actions.post(topic=topic, author=more.pop("by", None) or UserFactory(), text=text, now=NOW, **more)


def fresh(entry):
    return Comment.objects.get(pk=entry.pk)


def test_an_entry_is_stored_counted_and_dated(topic, citizen):
    entry = post(topic, "Bra idé", by=citizen)

    topic.refresh_from_db()
    assert (topic.comments, topic.last_activity_at) == (1, NOW)
    stored = fresh(entry)
    assert (stored.comment, stored.author, stored.posted_at, stored.submit_date) == ("Bra idé", citizen, NOW, NOW)
    assert (stored.level, stored.root, stored.parent_id, stored.thread_id) == (0, None, entry.pk, entry.pk)


def test_no_copy_of_a_persons_name_or_address_is_kept(topic, citizen):
    stored = fresh(post(topic, by=citizen))

    assert (stored.user_name, stored.user_email, stored.user_url, stored.ip_address) == ("", "", "", None)


def test_answers_go_three_levels_deep_and_then_stay(topic):
    first = post(topic, "1")
    second = post(topic, "2", answering=first)
    third = post(topic, "3", answering=second)
    fourth = post(topic, "4", answering=third)
    fifth = post(topic, "5", answering=fourth)

    assert [fresh(entry).level for entry in (first, second, third, fourth, fifth)] == [0, 1, 2, 2, 2]
    assert fresh(fourth).parent_id == fresh(fifth).parent_id == second.pk
    assert (fresh(third).answers, fresh(fourth).answers, fresh(fifth).answers) == (None, third, fourth)
    assert all(fresh(entry).root == first for entry in (second, third, fourth, fifth))
    assert fresh(first).nested_count == 4


def test_an_answer_to_another_topics_entry_is_refused_and_leaves_nothing(topic, sundsvall):
    elsewhere = post(TopicFactory(municipality=sundsvall))

    with pytest.raises(EntryGone):
        post(topic, answering=elsewhere)
    assert Comment.objects.filter(topic=topic).count() == 0


@pytest.mark.parametrize("by", ["author", "moderator"])
def test_a_removed_entry_cannot_be_answered_or_appreciated(topic, citizen, by):
    entry = post(topic, by=citizen)
    if by == "author":
        actions.delete(entry=entry, person=citizen, now=NOW)
    else:
        actions.hide(entry=entry, reason="Hot", now=NOW)

    with pytest.raises(EntryGone):
        post(topic, answering=entry)
    with pytest.raises(EntryGone):
        actions.appreciate(entry=entry, person=UserFactory(), now=NOW)


@pytest.mark.parametrize("closed", [{"can_discuss": False}, {"visibility": "staff"}], ids=str)
def test_nothing_is_written_where_the_conversation_is_closed(topic, closed):
    entry = post(topic)
    Topic.objects.filter(pk=topic.pk).update(**closed)

    with pytest.raises(DiscussionClosed):
        post(topic)
    with pytest.raises(DiscussionClosed):
        actions.appreciate(entry=entry, person=UserFactory(), now=NOW)
    assert Comment.objects.count() == 1


def test_a_form_sent_twice_is_one_entry(topic, citizen):
    first = post(topic, "Samma", by=citizen)

    assert post(topic, "Samma", by=citizen) == first
    assert Comment.objects.count() == 1


def test_the_same_words_to_two_people_are_two_answers(topic, citizen):
    one = post(topic, "Ett")
    other = post(topic, "Två", answering=one)

    post(topic, "Håller med", by=citizen, answering=one)
    post(topic, "Håller med", by=citizen, answering=other)

    assert Comment.objects.filter(author=citizen).count() == 2


def test_somebody_who_floods_the_thread_is_stopped_for_a_while(topic, citizen):
    for number in range(actions.MOST_ENTRIES):
        post(topic, f"Nummer {number}", by=citizen)

    with pytest.raises(TooFast):
        post(topic, "Ett till", by=citizen)
    later = NOW + actions.IN_TIME + timedelta(seconds=1)
    actions.post(topic=topic, author=citizen, text="Ett till", now=later)


def test_an_entry_is_changed_for_ten_minutes_and_says_so(topic, citizen):
    entry = post(topic, "Fel", by=citizen)
    soon = NOW + timedelta(minutes=9, seconds=59)

    actions.edit(entry=entry, person=citizen, text="Rätt", now=soon)

    assert (fresh(entry).comment, fresh(entry).edited_at) == ("Rätt", soon)
    with pytest.raises(NotYours):
        actions.edit(entry=entry, person=citizen, text="Sent", now=NOW + timedelta(minutes=10))
    assert fresh(entry).comment == "Rätt"


def test_the_same_words_again_are_no_change(topic, citizen):
    entry = post(topic, "Rätt", by=citizen)

    actions.edit(entry=entry, person=citizen, text="Rätt", now=NOW)

    assert fresh(entry).edited_at is None


def test_nobody_changes_or_deletes_what_another_wrote(topic, citizen, moderator):
    entry = post(topic, "Mitt", by=citizen)

    for person in (UserFactory(), moderator):
        with pytest.raises(NotYours):
            actions.edit(entry=entry, person=person, text="Ditt", now=NOW)
        with pytest.raises(NotYours):
            actions.delete(entry=entry, person=person, now=NOW)
    assert (fresh(entry).comment, fresh(entry).is_shown) == ("Mitt", True)


def test_deleting_leaves_a_tombstone_and_the_answers(topic, citizen):
    entry = post(topic, by=citizen)
    answer = post(topic, "Svar", answering=entry)

    actions.delete(entry=entry, person=citizen, now=NOW)

    topic.refresh_from_db()
    assert topic.comments == 1
    assert (fresh(entry).removal, fresh(entry).removed_at, fresh(entry).is_removed) == ("author", NOW, True)
    assert fresh(answer).is_shown


def test_what_is_removed_is_removed_once(topic, citizen):
    entry = post(topic, by=citizen)
    assert actions.hide(entry=entry, reason="Hot", now=NOW)

    assert not actions.hide(entry=entry, reason="Hot igen", now=NOW)

    topic.refresh_from_db()
    assert topic.comments == 0
    assert fresh(entry).removal_reason == "Hot"


def test_what_a_moderator_hid_can_be_shown_again_and_what_the_author_took_away_cannot(topic, citizen):
    hidden, deleted = post(topic, "Ett"), post(topic, "Två", by=citizen)
    actions.hide(entry=hidden, reason="Hot", now=NOW)
    actions.delete(entry=deleted, person=citizen, now=NOW)

    assert actions.restore(entry=hidden, now=timezone.now())
    assert not actions.restore(entry=deleted, now=timezone.now())

    topic.refresh_from_db()
    assert topic.comments == 1
    assert (fresh(hidden).removal, fresh(hidden).removal_reason, fresh(hidden).is_removed) == ("", "", False)


def test_appreciation_is_once_for_each_person_and_can_be_taken_back(topic, citizen):
    entry = post(topic)

    assert actions.appreciate(entry=entry, person=citizen, now=NOW)
    assert not actions.appreciate(entry=entry, person=citizen, now=NOW)
    assert fresh(entry).appreciations == Appreciation.objects.count() == 1
    assert actions.unappreciate(entry=entry, person=citizen)
    assert not actions.unappreciate(entry=entry, person=citizen)
    assert fresh(entry).appreciations == Appreciation.objects.count() == 0


def told():
    return sorted(Notification.objects.values_list("person__email", "kind"))


def test_the_one_answered_and_the_topics_author_are_told(topic, citizen, author):
    entry = post(topic, by=citizen)
    Notification.objects.all().delete()

    post(topic, "Svar", answering=entry)

    assert told() == [(author.email, "discussion_entry"), (citizen.email, "discussion_reply")]


def test_an_author_who_is_answered_is_told_once(topic, author):
    entry = post(topic, by=author)

    post(topic, "Svar", answering=entry)

    assert told() == [(author.email, "discussion_reply")]


def test_nobody_is_told_of_their_own_words(topic, author):
    post(topic, "Tillägg", by=author, answering=post(topic, by=author))

    assert told() == []


def test_one_mail_until_the_person_has_read_and_never_with_the_words(topic, author):
    post(topic, "Hemligt ord")
    post(topic, "Ett till")

    assert Notification.objects.filter(person=author).count() == 1
    mail = OutgoingMail.objects.get()
    assert "Hemligt ord" not in mail.text + mail.html + mail.subject


def test_a_change_is_an_update_never_a_save(topic):
    entry = post(topic)

    with pytest.raises(TypeError):
        entry.save()


def test_the_model_itself_refuses_a_fourth_level_and_another_topic(topic, sundsvall):
    third = post(topic, "3", answering=post(topic, "2", answering=post(topic, "1")))

    with pytest.raises(MaxThreadLevelExceededException):
        Comment(topic=topic, comment="4", parent_id=third.pk).save()
    with pytest.raises(ValueError, match="belongs to the topic"):
        Comment(topic=TopicFactory(municipality=sundsvall), comment="4", parent_id=third.pk).save()


def test_deleting_a_person_leaves_the_words_and_everybodys_answers(topic):
    person = UserFactory(display_name="Kim")
    entry = post(topic, "Ord", by=person)
    answer = post(topic, "Svar", answering=entry)

    person.delete()

    assert fresh(entry).comment == "Ord"
    assert fresh(entry).byline == "Avslutat konto"
    assert fresh(answer).is_shown


def test_bylines(topic, sundsvall, citizen, moderator):
    citizen.display_name = "Kim"
    citizen.save()
    office = DepartmentFactory(municipality=sundsvall, name="Kulturförvaltningen")

    assert fresh(post(topic, by=citizen)).byline == "Kim"
    assert fresh(post(topic, "Vi svarar", by=moderator, department=office)).byline == "Svar från kommunen"
    assert actions.write(topic=topic, text="Hola", name="Ana", posted_at=NOW).byline == "Ana"


moves = st.lists(
    st.tuples(st.sampled_from(["post", "reply", "delete", "hide", "restore", "like", "unlike"]), st.integers(0, 9)),
    max_size=20,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=moves)
def test_whatever_people_do_the_tree_and_the_counters_hold(sundsvall, moves):
    from participation.discussion import integrity  # noqa: F401 - registers the checks

    topic, person = TopicFactory(municipality=sundsvall), UserFactory()
    entries = [post(topic, "Först", by=UserFactory())]
    for turn, (move, number) in enumerate(moves):
        entry = fresh(entries[number % len(entries)])
        if move == "post":
            entries.append(post(topic, f"Ord {turn}"))
        elif move == "reply" and entry.is_shown:
            entries.append(post(topic, f"Svar {turn}", answering=entry))
        elif move == "delete" and entry.is_shown:
            actions.delete(entry=entry, person=entry.author, now=NOW)
        elif move == "hide":
            actions.hide(entry=entry, reason="Skäl", now=NOW)
        elif move == "restore":
            actions.restore(entry=entry, now=timezone.now())
        elif move == "like" and entry.is_shown:
            actions.appreciate(entry=entry, person=person, now=NOW)
        elif move == "unlike":
            actions.unappreciate(entry=entry, person=person)

    assert [sentence for check in checks() for sentence in check.find()] == []
