from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from participation.accounts.actions import close_account
from participation.discussion.models import Comment
from participation.ideas import actions as ideas
from participation.ideas.merging import actions
from participation.ideas.merging.figures import weigh
from participation.ideas.merging.rules import NotMergeable
from participation.ideas.models import Idea, Merger
from participation.moderation import actions as moderation
from participation.moderation.models import Flag
from participation.notifications.actions import follow, unfollow
from participation.notifications.models import Follow, Notification, OutgoingMail
from participation.voting.actions import support, take_back
from participation.voting.models import Support
from tests import answering
from tests.factories import UserFactory
from tests.ideas.factories import NOW, published

from .conftest import WORDS, figures, fresh, merge, part, said, supported_by, topic_of

Status = Idea.Status


def test_each_supporter_counts_once_and_everybody_who_followed_follows(a, b, sound):
    both, first, second, reader = (UserFactory() for _ in range(4))
    supported_by(a, both, first)
    supported_by(b, both, second)
    follow(topic=a.topic, person=reader)

    merger = merge(a, b)

    assert {row.person for row in Support.objects.filter(topic=b.topic)} == {both, first, second}
    followers = set(Follow.objects.filter(topic=b.topic).values_list("person", flat=True))
    writers = {a.topic.author_id, b.topic.author_id}
    assert followers == {both.pk, first.pk, second.pk, reader.pk} | writers
    assert figures(b)[:2] == (3, 6)
    assert (merger.supports, merger.already, merger.followers) == (1, 1, 3)
    sound()


def test_an_address_whose_account_is_closed_counts_once_too(a, b, sound):
    both, other = UserFactory(), UserFactory()
    supported_by(a, both, other)
    supported_by(b, both)
    close_account(person=both)
    foretold = weigh(fresh(a), fresh(b))

    merge(a, b)

    assert (foretold.supports, foretold.already, foretold.supports_after) == (2, 1, 2)
    assert figures(b)[0] == 2
    sound()

    part(a)

    assert (figures(a)[0], figures(b)[0]) == (2, 1)
    sound()


def test_the_thread_moves_whole_and_its_addresses_go_on(client, a, b, sound):
    root = said(a, "Bra förslag")
    reply = said(a, "Håller med", answering=root)
    deep = said(a, "Jag med", answering=reply)
    kept = said(b, "Äntligen")

    merge(a, b)

    entries = {entry.pk: entry for entry in Comment.objects.filter(topic=b.topic)}
    assert set(entries) == {root.pk, reply.pk, deep.pk, kept.pk}
    assert [entries[one.pk].level for one in (root, reply, deep)] == [0, 1, 2]
    assert entries[deep.pk].parent_id == reply.pk
    assert figures(b)[2] == 4
    where = client.get(reverse("discussion:permalink", args=[deep.pk])).headers["Location"]
    assert where == f"/ideer/{b.reference}/#inlagg-{deep.pk}"
    assert f'id="inlagg-{deep.pk}"' in client.get(where).content.decode()
    sound()


def test_what_moderators_were_told_of_an_entry_goes_with_it(a, b, moderator):
    entry = said(a, "Dumt")
    moderation.flag(topic=a.topic, entry=entry, reason="hate", text="", now=NOW)

    merge(a, b)
    moderation.hide(entry=Comment.objects.get(pk=entry.pk), moderator=moderator, facts="Hot", now=NOW)

    assert not Flag.objects.waiting().exists()
    assert figures(b)[2] == 0


def test_enough_support_together_hands_the_idea_over(a, b):
    supported_by(a, *(UserFactory() for _ in range(6)))
    supported_by(b, *(UserFactory() for _ in range(4)))

    merge(a, b)

    assert fresh(b).status == Status.TO_BE_ANSWERED
    assert topic_of(b).supports == 10


def test_the_window_is_that_of_the_kept_idea(a, b, sundsvall):
    sundsvall.support_window_days = 3
    sundsvall.save()
    soon = published(sundsvall, UserFactory(), title="Lyktor vid sjön")

    merge(soon, b)

    assert fresh(b).gathering_until == b.gathering_until
    assert topic_of(b).closes_at == b.gathering_until


def test_each_is_told_once_in_their_own_language(a, b, author):
    both = UserFactory(language="en")
    supported_by(a, both)
    reader = UserFactory()
    follow(topic=a.topic, person=reader)
    supported_by(a, b.topic.author)
    Notification.objects.all().delete()
    OutgoingMail.objects.all().delete()

    merge(a, b)

    told = Notification.objects.filter(kind="idea_merged")
    assert sorted(told.values_list("person", flat=True)) == sorted([both.pk, reader.pk, author.pk, b.topic.author_id])
    assert (
        told.get(person=author).sentence == "Din idé ”Lampor vid Sidsjön” är sammanslagen med ”Belys spåret runt sjön”"
    )
    assert WORDS in told.get(person=reader).body
    assert OutgoingMail.objects.filter(kind="idea_merged").count() == 4
    assert "sammanslagen med din idé" in told.get(person=b.topic.author).sentence


def test_news_about_the_merged_idea_are_still_shown(a, b):
    writer, answerer = UserFactory(), UserFactory()
    entry = said(a, "Bra")
    Comment.objects.filter(pk=entry.pk).update(author=writer)
    said(a, "Mycket bra", answering=Comment.objects.get(pk=entry.pk))
    supported_by(a, answerer)

    merge(a, b)

    assert Notification.objects.to(writer).filter(kind="discussion_reply").exists()


def test_a_double_click_merges_once_and_tells_once(a, b):
    supported_by(a, UserFactory())
    first = merge(a, b)
    told = Notification.objects.count()

    second = merge(a, b)

    assert first.pk == second.pk
    assert Merger.objects.count() == 1
    assert Notification.objects.count() == told
    assert figures(b)[0] == 1


def test_nobody_merges_an_idea_of_their_own(a, b, author):
    for one, other in ((a, b), (b, a)):
        with pytest.raises(PermissionDenied):
            merge(one, other, by=author)

    assert fresh(a).status == Status.GATHERING


def test_what_is_hidden_answered_over_or_elsewhere_cannot_be_merged(
    a, b, c, timra, moderator, case_officer, department
):
    elsewhere = published(timra)
    hidden = published(a.topic.municipality)
    moderation.hide_topic(topic=hidden.topic, moderator=moderator, facts="Fel", now=NOW)
    answer = {"outcome": "will_not", "sentence": "Nej.", "text": "Nej.", "department": department}
    answered = answering.answer(idea=c, by=case_officer, now=NOW, **answer)

    for one, other in ((a, a), (a, elsewhere), (elsewhere, a), (hidden, a), (a, hidden), (answered, a), (a, answered)):
        with pytest.raises(NotMergeable):
            merge(one, other)
    with pytest.raises(NotMergeable):
        merge(a, b, now=a.gathering_until + timedelta(days=1))

    assert not Merger.objects.exists()


def test_a_promise_to_answer_is_never_put_off(a, b, c, case_officer, department):
    ideas.assign(idea=a, department=department, by=case_officer, now=NOW)
    for idea, day in ((a, 5), (b, 9)):
        Idea.objects.filter(pk=idea.pk).update(status="to_be_answered", answer_due_on=NOW.date() + timedelta(days=day))

    with pytest.raises(NotMergeable):
        merge(a, c)  # c still gathers
    with pytest.raises(NotMergeable):
        merge(a, b)  # b is to be answered later

    merge(b, a)
    assert fresh(b).merged_into == a


def test_what_waits_for_a_moderator_is_decided_first(a, b):
    ideas.add_addition(idea=a, by=a.topic.author, text="Och en sak till.", now=NOW)
    with pytest.raises(NotMergeable, match="väntar på granskning"):
        merge(a, b)

    moderation.flag(topic=b.topic, reason="spam", text="", now=NOW)
    with pytest.raises(NotMergeable, match="är anmäld"):
        merge(b, a)


def test_a_chain_leads_to_its_end(a, b, c, sound):
    one, two = UserFactory(), UserFactory()
    supported_by(c, one, two)
    supported_by(a, one)
    merge(c, a)
    merge(a, b)

    assert fresh(c).merged_into == fresh(a).merged_into == b
    assert figures(b)[0] == 2
    with pytest.raises(NotMergeable):
        merge(b, a)
    sound()


def test_it_stands_in_the_history_of_both(a, b, merged):
    assert a.events.order_by("-pk")[0].status == Status.MERGED
    assert b.events.order_by("-pk")[0].kind == "joined"
    assert {a.events.order_by("-pk")[0].reason, b.events.order_by("-pk")[0].reason} == {WORDS}


def test_the_words_of_a_merged_idea_can_be_refused_and_its_support_stays(a, b, moderator, sound):
    supported_by(a, UserFactory())
    merge(a, b)

    ideas.refuse(idea=a, by=moderator, reason="Hat.", now=NOW)

    assert fresh(a).status == Status.REFUSED
    assert fresh(a).merged_into is None
    assert figures(b)[0] == 1
    assert "skidstadion" not in topic_of(b).search_text
    sound()


@pytest.mark.parametrize("leave", ["withdraw", "refuse"])
def test_others_keep_their_ideas_when_the_kept_one_leaves(a, b, moderator, leave, sound):
    supporter = UserFactory()
    supported_by(a, supporter)
    merge(a, b)

    if leave == "withdraw":
        ideas.withdraw(idea=b, by=b.topic.author, now=NOW)
    else:
        ideas.refuse(idea=b, by=moderator, reason="Reklam.", now=NOW)

    assert fresh(a).status == Status.GATHERING
    assert figures(a)[0] == 1
    assert Notification.objects.filter(person=supporter, sentence__contains="egen sida igen").count() == 1
    sound()


def test_part_and_take_back_and_closing_are_all_told_apart(a, b):
    """A support that comes to the kept idea afterwards stays there."""
    late = UserFactory()
    merge(a, b)
    support(topic=topic_of(b), person=late, now=NOW)

    part(a)

    assert figures(a)[0] == 0
    assert figures(b)[0] == 1
    assert not take_back(topic=topic_of(a), person=late, now=NOW)
    assert unfollow(topic=topic_of(b), person=late)


def test_only_merging_writes_the_state(a, b, moderator):
    with pytest.raises(actions.InvalidTransition):
        part(a)
    merge(a, b)
    with pytest.raises(actions.InvalidTransition):
        ideas.withdraw(idea=a, by=a.topic.author, now=NOW)
