"""The thread: whatever people write and take away, the tree holds, the figures are true and what is gone is gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from participation.accounts.models import User
from participation.discussion import actions, thread
from participation.discussion.errors import EntryGone, NotYours, TooFast
from participation.discussion.models import Comment
from participation.topics.models import Topic
from tests.examples import amiss, examples, undone
from tests.factories import TopicFactory, UserFactory

NOW = timezone.now()
ORDERS = {
    "nya": lambda entry: (entry.posted_at, entry.pk),
    "gamla": lambda entry: (-entry.posted_at.timestamp(), -entry.pk),
    "uppskattade": lambda entry: (entry.appreciations, entry.pk),
}

verbs = some.sampled_from(
    ["post", "reply", "reply", "reply", "edit", "delete", "hide", "show", "like", "unlike", "wait"]
)
steps = some.lists(some.tuples(verbs, some.integers(0, 2), some.integers(0, 9)), min_size=4, max_size=18)


@pytest.fixture(autouse=True)
def short_pages(monkeypatch) -> None:
    monkeypatch.setattr(thread, "ROOTS", 2)
    monkeypatch.setattr(thread, "REPLIES", 2)
    monkeypatch.setattr(thread, "BRANCH", 2)


@dataclass
class Said:
    pk: int
    author: int
    at: Any
    words: list[str]
    gone: str = ""
    liked: set[int] = field(default_factory=set)


class Conversation:
    def __init__(self, topic: int, people: list[int]) -> None:
        self.topic, self.people, self.now = topic, people, NOW
        self.said: list[Said] = []
        self.turn = 0

    def step(self, verb: str, who: int, number: int) -> None:
        self.turn += 1
        if verb == "wait":
            self.now += timedelta(minutes=number)
        elif verb == "post" or not self.said:
            self.post(self.people[who], None)
        else:
            one = self.said[number % len(self.said)]
            getattr(self, verb)(one, self.people[who])

    def post(self, who: int, answered: Said | None) -> None:
        words = f"ord {self.turn}."
        recent = [one for one in self.said if one.author == who and one.at > self.now - actions.IN_TIME]
        asked: dict[str, Any] = {"topic": Topic.objects.get(pk=self.topic), "author": person(who), "text": words}
        if answered:
            asked["answering"] = entry(answered)
        if answered and answered.gone:
            refused(EntryGone, actions.post, now=self.now, **asked)
        elif len(recent) >= actions.MOST_ENTRIES:
            refused(TooFast, actions.post, now=self.now, **asked)
        else:
            self.said.append(Said(actions.post(now=self.now, **asked).pk, who, self.now, [words]))

    def reply(self, one: Said, who: int) -> None:
        self.post(who, one)

    def edit(self, one: Said, who: int) -> None:
        words = f"ändrat {self.turn}."
        asked = {"entry": entry(one), "person": person(who), "text": words, "now": self.now}
        if who != one.author or one.gone or self.now >= one.at + timedelta(minutes=10):
            refused(NotYours, actions.edit, **asked)
        else:
            actions.edit(**asked)
            one.words.append(words)

    def delete(self, one: Said, who: int) -> None:
        asked = {"entry": entry(one), "person": person(who), "now": self.now}
        if who != one.author or one.gone:
            refused(NotYours, actions.delete, **asked)
        else:
            actions.delete(**asked)
            one.gone = "author"

    def hide(self, one: Said, who: int) -> None:
        assert actions.hide(entry=entry(one), reason="Skäl", now=self.now) == (not one.gone)
        one.gone = one.gone or "moderator"

    def show(self, one: Said, who: int) -> None:
        assert actions.restore(entry=entry(one), now=timezone.now()) == (one.gone == "moderator")
        one.gone = one.gone.removesuffix("moderator")

    def like(self, one: Said, who: int) -> None:
        asked = {"entry": entry(one), "person": person(who), "now": self.now}
        if one.gone:
            refused(EntryGone, actions.appreciate, **asked)
        else:
            assert actions.appreciate(**asked) == (who not in one.liked)
            one.liked.add(who)

    def unlike(self, one: Said, who: int) -> None:
        assert actions.unappreciate(entry=entry(one), person=person(who)) == (who in one.liked)
        one.liked.discard(who)


def refused(why: type[Exception], act: Any, **asked: Any) -> None:
    before = picture()
    with pytest.raises(why):
        act(**asked)
    assert picture() == before


def picture() -> list[Any]:
    return [*Comment.objects.order_by("pk").values_list(), *Topic.objects.order_by("pk").values_list()]


def entry(one: Said) -> Comment:
    return Comment.objects.get(pk=one.pk)


def person(pk: int) -> User:
    return User.objects.get(pk=pk)


@pytest.fixture
def topic(sundsvall, author) -> Topic:
    return TopicFactory(municipality=sundsvall, author=author, path="/ideer/2281-2026-0001/")


@pytest.fixture
def some_people(sundsvall) -> list[int]:
    return [UserFactory(home=sundsvall).pk for _ in range(3)]


def drawn(rf, topic, user, query: str) -> tuple[Any, str]:
    request = rf.get(f"/{query}")
    request.user, request.session = user, {}
    context = thread.thread_for(request, Topic.objects.get(pk=topic.pk))
    return context["thread"], render_to_string("discussion/_thread.html", context, request=request)


def pages(rf, topic, user, order: str, between: Any = None) -> tuple[list[Comment], str, list[Any]]:
    """The branches of all pages, the pages' words, and their nodes."""
    roots, words, nodes, query = [], "", [], f"?ordna={order}"
    while query:
        shown, html = drawn(rf, topic, user, query)
        assert len(shown["nodes"]) <= thread.ROOTS
        roots += [node.entry for node in shown["nodes"]]
        nodes += shown["nodes"]
        words += html
        query = shown["next_url"].split("#")[0]
        if between:
            between()
    return roots, words, nodes


def branch_pages(rf, user, root: Comment) -> tuple[set[int], str]:
    """The same of a long branch, which has pages of its own."""
    found: set[int] = set()
    words, query = "", "?"
    while query:
        request = rf.get(f"/{query}")
        request.user, request.session = user, {}
        again = Comment.objects.select_related("topic").as_read_by(user).get(pk=root.pk)
        shown = thread.branch_for(request, again)["thread"]
        found |= {node.entry.pk for node in flat(shown["nodes"])}
        words += "".join(node.html for node in shown["nodes"])
        query = shown["next_url"].split("#")[0]
    return found, words


def flat(nodes: list[Any]) -> list[Any]:
    return [found for node in nodes for found in (node, *flat(node.replies))]


@examples(10)
@given(steps=steps, order=some.sampled_from(sorted(ORDERS)))
def test_the_tree_holds_and_what_is_gone_is_read_by_nobody(rf, topic, moderator, some_people, steps, order):
    with undone():
        talk = Conversation(topic.pk, some_people)
        for verb, who, number in steps:
            talk.step(verb, who, number)

        entries = {one.pk: one for one in Comment.objects.all()}
        assert entries.keys() == {one.pk for one in talk.said}
        for one in talk.said:
            row = entries[one.pk]
            assert (row.removal, row.comment, row.appreciations) == (one.gone, one.words[-1], len(one.liked))
            assert row.level <= 2
            assert row.topic_id == topic.pk == (row.root or row).topic_id
            answers = sum(other.root_id == row.pk for other in entries.values())
            assert row.nested_count == (0 if row.root_id else answers)
        assert Topic.objects.get(pk=topic.pk).comments == sum(not one.gone for one in talk.said)
        assert amiss() == []

        everything = {
            reader: read_all(rf, topic, reader, order, entries) for reader in (None, moderator, some_people[0])
        }
        for words in everything.values():
            for one in talk.said:
                assert (one.words[-1] in words) == (not one.gone)
                assert not any(earlier in words for earlier in one.words[:-1])


def read_all(rf, topic, reader: Any, order: str, entries: dict[int, Comment]) -> str:
    """Every page of the thread, and each branch that has more answers than a page shows."""
    user = AnonymousUser() if reader is None else person(getattr(reader, "pk", reader))
    roots, words, nodes = pages(rf, topic, user, order)
    begun = [row for row in entries.values() if row.root_id is None]
    assert roots == sorted(begun, key=ORDERS[order], reverse=True)
    assert len(entries) == len(flat(nodes)) + sum(node.more for node in nodes)
    for node in nodes:
        if node.more:
            found, more_words = branch_pages(rf, user, node.entry)
            assert found == {one.pk for one in entries.values() if node.entry.pk in (one.pk, one.root_id)}
            words += more_words
    return words


@examples(8)
@given(
    begun=some.lists(some.tuples(some.integers(0, 2), some.integers(0, 3)), min_size=1, max_size=9),
    between=some.lists(some.sampled_from(["post", "answer", "hide"]), max_size=4),
    order=some.sampled_from(sorted(ORDERS)),
)
def test_nothing_old_is_lost_or_comes_twice_while_others_write(rf, topic, some_people, begun, between, order):
    with undone():
        old = []
        for minute, likes in begun:
            at = NOW + timedelta(minutes=minute)
            old.append(actions.write(topic=topic, text="Gammalt", posted_at=at))
            for who in some_people[:likes]:
                actions.appreciate(entry=old[-1], person=person(who), now=at)

        def meanwhile() -> None:
            what = between.pop() if between else ""
            later = NOW + timedelta(hours=1)
            if what == "hide":
                actions.hide(entry=old[0], reason="Skäl", now=later)
            elif what:
                answering = old[-1] if what == "answer" else None
                actions.write(topic=topic, text="Nytt", posted_at=later, answering=answering)

        seen, _words, _nodes = pages(rf, topic, AnonymousUser(), order, meanwhile)

        assert len(seen) == len(set(seen))
        assert [one for one in seen if one in old] == sorted(
            Comment.objects.filter(pk__in=[one.pk for one in old]), key=ORDERS[order], reverse=True
        )
