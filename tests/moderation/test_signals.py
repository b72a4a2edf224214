from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from participation.discussion import actions as discussion
from participation.moderation import actions
from participation.moderation.actions import Signal
from participation.moderation.models import Flag, Item
from participation.notifications.models import Notification

from .conftest import NOW

LINKS, WORD = Signal("links", "Fyra länkar"), Signal("word", "Ordet ”idiot”")


def test_what_a_machine_notices_is_one_flag_that_hides_nothing(topic, entry, citizen, moderator):
    actions.raise_signal(topic=topic, entry=entry, signals=[LINKS], now=NOW)
    row = actions.raise_signal(topic=topic, entry=entry, signals=[LINKS, WORD], now=NOW)
    actions.flag(topic=topic, entry=entry, reporter=citizen, reason="hate", text="", now=NOW)

    entry.refresh_from_db()
    assert entry.is_shown
    assert Flag.objects.filter(source="machine").get() == row
    assert [signal["kind"] for signal in row.signals] == ["links", "word"]
    item = Item.objects.get()
    assert (item.flags, item.writer) == (1, entry.author)
    assert actions.keep(topic=topic, entry=entry, moderator=moderator, now=NOW).found == "flag"


def test_a_decision_says_that_only_a_signal_found_it(topic, entry, moderator):
    actions.raise_signal(topic=topic, entry=entry, signals=[WORD], now=NOW)

    decision = actions.hide(entry=entry, moderator=moderator, rule="hate", facts="Kallar någon idiot", now=NOW)

    assert decision.found == "signal"
    assert "En automatisk signal" in Notification.objects.get(kind="moderation_decision").body


def test_what_is_held_is_shown_when_it_is_kept(topic, entry, moderator, writer):
    actions.raise_signal(topic=topic, entry=entry, signals=[WORD], hold=True, now=NOW)
    entry.refresh_from_db()
    topic.refresh_from_db()
    assert (entry.removal, topic.comments) == ("held", 0)
    assert Item.objects.get().is_held

    actions.keep(topic=topic, entry=entry, moderator=moderator, now=NOW)

    entry.refresh_from_db()
    topic.refresh_from_db()
    assert (entry.removal, topic.comments) == ("", 1)
    assert "granskat och visas nu" in Notification.objects.get(person=writer).sentence


def test_what_is_held_may_be_hidden_for_good_or_taken_away(topic, entry, moderator, writer):
    actions.raise_signal(topic=topic, entry=entry, signals=[WORD], hold=True, now=NOW)

    actions.hide(entry=entry, moderator=moderator, rule="hate", facts="Hotar", now=NOW)

    entry.refresh_from_db()
    topic.refresh_from_db()
    assert (entry.removal, topic.comments) == ("moderator", 0)
    other = discussion.post(topic=topic, author=writer, text="Mer", now=NOW)
    actions.raise_signal(topic=topic, entry=other, signals=[WORD], hold=True, now=NOW)
    topic.refresh_from_db()
    assert topic.comments == 0


def test_the_words_of_a_held_entry_are_on_no_page(client, topic, entry, citizen):
    actions.raise_signal(topic=topic, entry=entry, signals=[WORD], hold=True, now=NOW)
    client.force_login(citizen)

    assert "Elaka ord" not in client.get(f"/samtal/{entry.pk}/").content.decode()


def test_the_database_keeps_one_signal_without_a_reporter(topic, entry, citizen):
    machine = {"topic": topic, "entry": entry, "source": "machine", "reason": "other"}
    Flag.objects.create(**machine)

    for wrong in (machine, {"topic": topic, "source": "machine", "reason": "other", "reporter": citizen}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Flag.objects.create(**wrong)


def test_the_law_on_notice_boards_has_a_clock_of_its_own(topic, entry, citizen, sundsvall):
    actions.flag(topic=topic, entry=entry, reporter=citizen, reason="spam", text="", now=NOW)
    slow = Item.objects.get().due_at

    actions.flag(topic=topic, entry=entry, reason="hate_crime", text="", now=NOW)

    item = Item.objects.get()
    assert (item.is_board_law, item.reason) == (True, "hate_crime")
    assert item.due_at < slow
    assert (item.due_at - NOW).total_seconds() == sundsvall.board_law_within_hours * 3600
