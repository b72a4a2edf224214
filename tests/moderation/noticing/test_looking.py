from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from participation.accounts.models import Role
from participation.discussion import actions as discussion
from participation.ideas import actions as ideas
from participation.moderation import actions, jobs
from participation.moderation.models import Flag, HeldSignal, Item, Trace
from participation.moderation.noticing import looking
from participation.notifications.models import Notification, OutgoingMail
from tests.examples import amiss
from tests.factories import TopicFactory, UserFactory, staff
from tests.ideas.factories import a_draft
from tests.moderation.conftest import NOW

LONG_AGO = NOW - timedelta(days=400)
SAID = "Alla som bor vid ån vill ha en ny bänk och en papperskorg"


@pytest.fixture
def old(sundsvall):
    """Somebody who has had an account for long."""
    return UserFactory(display_name="Kim", home=sundsvall, date_joined=LONG_AGO)


@pytest.fixture
def other(sundsvall):
    return TopicFactory(municipality=sundsvall, title="Bänkar vid ån")


def said_to(topic, person, text, now=NOW, **more):
    return discussion.post(topic=topic, author=person, text=text, now=now, **more)


def kinds(entry=None):
    flag = Flag.objects.filter(entry=entry, source="machine").first()
    return [signal["kind"] for signal in flag.signals] if flag else []


def reasons(entry):
    return [signal["words"] for signal in Flag.objects.get(entry=entry).signals]


def test_a_new_account_alone_and_one_link_alone_raise_nothing(topic, old, writer):
    said_to(topic, writer, "Bra!")
    said_to(topic, old, "Se https://exempel.com/a")

    assert not Flag.objects.exists()
    assert not Item.objects.exists()


def test_together_they_raise_a_flag_with_its_reasons_and_hide_nothing(topic, writer, moderator):
    entry = said_to(topic, writer, "Se https://exempel.com/a")

    assert entry.is_shown
    assert reasons(entry) == ["Innehåller en länk till exempel.com", "Kontot är nytt"]
    assert Item.objects.get().reason == "spam"
    told = Notification.objects.get(person=moderator, kind="moderation_flag")
    assert "automatisk signal" in told.sentence
    assert told.body == "En eller två länkar · Kontot är yngre än ett dygn"  # none of the words: it is mailed


def test_moderators_read_the_reason_in_the_queue(client, topic, old, moderator):
    said_to(topic, old, "Se a.com b.com c.com")
    client.force_login(moderator)

    assert "Innehåller tre länkar" in client.get(reverse("flags:index")).content.decode()


def test_only_the_first_that_waits_is_mailed(topic, old, moderator):
    said_to(topic, old, "a.com b.com c.com")
    said_to(topic, old, "d.com e.com f.com")

    assert Notification.objects.filter(person=moderator).count() == 2
    assert OutgoingMail.objects.filter(person=moderator).count() == 1


def test_an_insult_is_suggested_as_hate_and_never_as_a_crime(topic, old):
    said_to(topic, old, "Jag ska döda dig, din idiot")

    item = Item.objects.get()
    assert (item.reason, item.is_board_law, item.flags) == ("hate", False, 0)


def test_the_same_words_elsewhere_are_found_of_one_and_of_several(topic, other, old, sundsvall):
    said_to(other, old, SAID)
    again = said_to(topic, old, SAID.upper(), now=NOW + timedelta(hours=3))
    stranger = UserFactory(home=sundsvall, date_joined=LONG_AGO)
    copied = said_to(topic, stranger, f"{SAID}!", now=NOW + timedelta(hours=4))

    assert kinds(again) == ["repeated"]
    assert kinds(copied) == ["copied"]


def test_after_a_week_the_same_words_are_nothing_new(topic, other, old):
    said_to(other, old, SAID)
    later = NOW + timedelta(days=7, minutes=1)

    assert kinds(said_to(topic, old, SAID, now=later)) == []
    assert jobs.forget_traces(later) == 1
    assert Trace.objects.count() == 1


def test_the_same_host_again_and_again(topic, old):
    entries = [
        said_to(topic, old, f"{said} exempel.com", now=NOW + timedelta(hours=n))
        for n, said in enumerate(("Läs", "Se", "Kolla"))
    ]

    assert kinds(entries[1]) == []
    assert "Länkar till exempel.com för tredje gången på en vecka" in reasons(entries[2])


def test_many_texts_on_a_short_while_from_a_new_account(topic, writer):
    entries = [said_to(topic, writer, f"Ja {n}", now=NOW + timedelta(seconds=n)) for n in range(6)]

    assert kinds(entries[4]) == []
    assert kinds(entries[5]) == ["new", "rate"]


def test_what_staff_write_is_not_looked_at(topic, moderator):
    assert kinds(said_to(topic, moderator, "Idiot a.com b.com c.com")) == []


def test_an_edit_is_looked_at_too(topic, old):
    entry = said_to(topic, old, "Bra!")
    discussion.edit(entry=entry, person=old, text="Idiot!", now=NOW + timedelta(minutes=1))

    assert kinds(entry) == ["insult"]


def test_what_goes_wrong_here_loses_nothing(topic, old, monkeypatch, caplog):
    monkeypatch.setattr(looking, "hosts_in", lambda *_args, **_more: 1 / 0)

    entry = said_to(topic, old, "Viktigt")

    assert type(entry).objects.get(pk=entry.pk).comment == "Viktigt"
    assert "Could not look" in caplog.text


def test_nor_does_what_goes_wrong_in_the_database(topic, old, monkeypatch, caplog):
    def broken(*_args, **_more):
        Trace.objects.create(topic_id=None, author=old, written_at=NOW)

    monkeypatch.setattr(looking, "_remember", broken)

    entry = said_to(topic, old, "Idiot")

    assert type(entry).objects.filter(pk=entry.pk).exists()
    assert "Could not raise" in caplog.text


def test_looking_costs_the_same_whatever_was_written(topic, old, other, django_assert_max_num_queries):
    for number in range(5):
        said_to(other, old, f"{SAID} {number} exempel.com", now=NOW - timedelta(hours=number + 1))
    old.refresh_from_db()

    with django_assert_max_num_queries(6):  # savepoints, roles, traces, held kinds
        noticed = looking.look(topic=topic, author=old, text=f"{SAID} exempel.com idiot", now=NOW)

    assert noticed.signals


class TestHeld:
    @pytest.fixture(autouse=True)
    def insults_are_held(self, sundsvall):
        actions.hold_for(municipality=sundsvall, kinds=["insult"])

    def test_it_waits_unseen_and_its_writer_is_told_and_sees_it(self, client, topic, old, citizen, moderator):
        client.force_login(old)
        page = client.post(f"/samtal/skriv/{topic.pk}/", {"comment": "Ni är idioter"}, follow=True)

        entry = topic.entries.get()
        assert entry.is_held
        assert Item.objects.get().is_held
        assert "En granskare läser det innan andra ser det" in page.content.decode()
        mine = client.get(f"/samtal/{entry.pk}/").content.decode()
        assert "Ni är idioter" in mine
        assert "Bara du och granskarna ser" in mine
        told = Notification.objects.get(person=moderator, kind="moderation_flag")
        assert "dolt tills någon av er har läst det" in told.sentence
        client.force_login(citizen)
        assert "Ni är idioter" not in client.get(f"/samtal/{entry.pk}/").content.decode()

    def test_nobody_hears_of_it_before_it_is_approved(self, topic, author, old, moderator):
        entry = said_to(topic, old, "Idioter")
        assert not Notification.objects.filter(person=author).exists()

        actions.keep(topic=topic, entry=entry, moderator=moderator, now=NOW + timedelta(hours=1))

        assert Notification.objects.get(person=author).kind == "discussion_entry"
        assert OutgoingMail.objects.filter(person=old).exists()
        entry.refresh_from_db()
        assert entry.is_shown

    def test_one_who_was_answered_hears_when_it_is_shown(self, topic, old, writer, moderator):
        first = said_to(topic, writer, "Bra")
        answer = said_to(topic, old, "Idiot", answering=first)

        actions.keep(topic=topic, entry=answer, moderator=moderator, now=NOW)

        assert Notification.objects.filter(person=writer, kind="discussion_reply").exists()

    def test_other_signals_are_not_held(self, topic, old):
        entry = said_to(topic, old, "a.com b.com c.com")

        assert entry.is_shown
        assert kinds(entry) == ["links"]

    def test_the_neighbour_decides_for_itself(self, timra, old):
        entry = said_to(TopicFactory(municipality=timra), old, "Idiot")

        assert entry.is_shown

    def test_its_writer_may_take_it_back(self, topic, old):
        entry = said_to(topic, old, "Idiot")

        discussion.delete(entry=entry, person=old, now=NOW)

        entry.refresh_from_db()
        assert entry.removal == "author"

    def test_pressed_twice_it_is_held_once(self, topic, old):
        assert said_to(topic, old, "Idiot") == said_to(topic, old, "Idiot")

    def test_a_weak_signal_that_is_held_holds_alone(self, topic, writer, sundsvall):
        actions.hold_for(municipality=sundsvall, kinds=["new"])

        assert said_to(topic, writer, "Bra").is_held

    def test_an_idea_waits_to_be_reviewed_where_others_come_out_at_once(self, sundsvall, old):
        type(sundsvall).objects.filter(pk=sundsvall.pk).update(idea_review="after")
        rude, kind = (
            a_draft(sundsvall, old, title=title, text="Så här tycker jag.")
            for title in ("Avsätt alla idioter", "Fler bänkar")
        )

        assert ideas.submit(idea=rude, now=NOW).status == "in_review"
        assert ideas.submit(idea=kind, now=NOW).status in ("published", "gathering")
        item = Item.objects.get(topic=rude.topic)
        assert (item.kind, item.is_held) == ("idea", True)

    def test_an_idea_that_is_taken_back_takes_its_signals_along_and_brings_them_back(self, sundsvall, old):
        idea = ideas.submit(idea=a_draft(sundsvall, old, title="Avsätt alla idioter"), now=NOW)

        idea = ideas.withdraw(idea=idea, by=old, now=NOW)
        assert amiss() == []
        assert not Flag.objects.exists()

        ideas.restore(idea=idea, by=old, now=NOW)
        item = Item.objects.waiting().get()
        assert kinds() == ["insult"]
        assert item.said == [["signal", "Innehåller skällsordet ”idioter”"]]


def test_only_who_runs_the_municipality_chooses_what_is_held(client, sundsvall, moderator):
    page = "/cms/kommun/2281/signaler/"
    client.force_login(moderator)
    assert client.post(page, {"kinds": ["new"]}).status_code in (302, 403, 404)
    assert not HeldSignal.objects.exists()

    client.force_login(staff(sundsvall, Role.ADMINISTRATOR))
    assert client.post(page, {"kinds": ["new", "insult"]}).status_code == 302
    assert "checked" in client.get(page).content.decode()
    client.post(page, {"kinds": ["insult"]})
    assert [row.kind for row in HeldSignal.objects.all()] == ["insult"]
    assert client.post(page, {"kinds": ["nonsens"]}).status_code == 422
