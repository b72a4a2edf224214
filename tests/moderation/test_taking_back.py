"""What a moderator takes back while an appeal of it waits: the appeal is answered by that, and nobody is told both."""

from __future__ import annotations

import pytest

from participation.moderation import actions
from participation.moderation.errors import CannotAppeal, DecidedMeanwhile
from participation.moderation.models import Appeal, Decision, Item
from participation.moderation.permissions import can_appeal
from participation.notifications.models import Notification, OutgoingMail
from tests.ideas.factories import published

from .conftest import NOW

SAID = {"rule": "hate", "facts": "Hotar", "now": NOW}
BACK = "Beslutet togs tillbaka innan överklagandet var prövat."


@pytest.fixture
def hidden(entry, moderator):
    return actions.hide(entry=entry, moderator=moderator, **SAID)


@pytest.fixture
def appealed(hidden, writer, colleague):
    return actions.appeal(decision=hidden, person=writer, words="Det var en fråga", now=NOW)


def told_after(person, earlier):
    return list(Notification.objects.filter(person=person, pk__gt=earlier).values_list("sentence", flat=True))


def latest():
    return max([0, *Notification.objects.values_list("pk", flat=True)])


@pytest.mark.parametrize("by", ["moderator", "colleague"])
def test_shown_again_an_entry_answers_the_appeal_and_its_writer_hears_it_once(
    request, appealed, entry, writer, moderator, by
):
    by, earlier = request.getfixturevalue(by), latest()

    actions.restore(entry=entry, moderator=by, facts="Jag läste fel.", now=NOW)

    appealed.refresh_from_db()
    assert (appealed.outcome, appealed.answer) == ("changed", f"{BACK} Jag läste fel.")
    assert appealed.decided_by == (None if by == moderator else by)
    assert not Item.objects.waiting().exists()
    assert told_after(writer, earlier) == ["Du fick rätt: beslutet om ”Belys spåret” är ändrat"]
    text = OutgoingMail.objects.get(kind="moderation_appeal_decided").text
    assert BACK in text
    assert "Ditt inlägg om ”Belys spåret” visas igen" in text
    assert "paus" not in text.lower()


def test_whoever_tries_it_then_comes_second_and_keeps_their_words(
    client, appealed, entry, moderator, colleague, writer
):
    client.force_login(colleague)
    address = f"/cms/anmalt/overklagande/{appealed.pk}/"
    assert client.get(address).status_code == 200
    actions.restore(entry=entry, moderator=moderator, now=NOW)
    earlier = latest()

    answer = client.post(address, {"outcome": "upheld", "answer": "Mina skäl"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "hann före" in page
    assert "Mina skäl" in page
    assert told_after(writer, earlier) == []


def test_one_that_was_left_open_does_not_stand_fast_either(client, appealed, entry, moderator, colleague, writer):
    """Some wait from before taking back answered them."""
    actions.restore(entry=entry, moderator=moderator, now=NOW)
    Appeal.objects.update(outcome="", answer="", decided_at=None, decided_by=None)
    earlier = latest()
    said = {"appeal": appealed, "moderator": colleague, "answer": "Mina skäl", "now": NOW}
    client.force_login(colleague)

    with pytest.raises(DecidedMeanwhile):
        actions.decide_appeal(outcome="upheld", **said)
    answer = client.post(f"/cms/anmalt/overklagande/{appealed.pk}/", {"outcome": "upheld", "answer": "Mina skäl"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "hann före: Visades igen." in page
    assert page.count("Mina skäl") == 1
    assert told_after(writer, earlier) == []
    actions.decide_appeal(outcome="changed", **said)
    assert told_after(writer, earlier) == ["Du fick rätt: beslutet om ”Belys spåret” är ändrat"]


@pytest.mark.parametrize("both", [True, False])
def test_a_pause_that_came_with_it_falls_with_it_and_one_mail_says_both(entry, writer, moderator, colleague, both):
    hidden = actions.hide(entry=entry, moderator=moderator, **SAID)
    paused = actions.pause(topic=entry.topic, entry=entry, days=7, moderator=moderator, came_of=hidden, **SAID)
    for decision in (hidden, paused)[: 1 + both]:
        actions.appeal(decision=decision, person=writer, words="Nej", now=NOW)
    OutgoingMail.objects.all().delete()

    actions.restore(entry=entry, moderator=moderator, now=NOW)

    writer.refresh_from_db()
    assert writer.paused_until is None
    assert not Item.objects.waiting().exists()
    text = OutgoingMail.objects.get(person=writer).text
    assert "Ditt inlägg om ”Belys spåret” visas igen" in text
    assert "Din paus är slut. Du kan skriva igen." in text


def test_a_pause_that_nobody_appealed_goes_on(entry, writer, moderator):
    hidden = actions.hide(entry=entry, moderator=moderator, **SAID)
    actions.pause(topic=entry.topic, entry=entry, days=7, moderator=moderator, came_of=hidden, **SAID)

    actions.restore(entry=entry, moderator=moderator, now=NOW)

    writer.refresh_from_db()
    assert writer.paused_until is not None


def test_a_pause_that_is_lifted_answers_its_appeal(entry, writer, moderator, colleague):
    paused = actions.pause(topic=entry.topic, entry=entry, days=7, moderator=moderator, **SAID)
    row = actions.appeal(decision=paused, person=writer, words="Nej", now=NOW)
    earlier = latest()

    actions.lift_pause(decision=paused, moderator=moderator, now=NOW)

    row.refresh_from_db()
    assert row.answer == BACK
    text = OutgoingMail.objects.get(kind="moderation_appeal_decided").text
    assert "Din paus är slut. Du kan skriva igen." in text
    assert told_after(writer, earlier) == ["Du fick rätt: beslutet om ”Belys spåret” är ändrat"]


def test_an_idea_that_is_shown_again_answers_its_appeal(sundsvall, author, moderator, colleague):
    topic = published(sundsvall, author).topic
    hidden = actions.hide_topic(topic=topic, moderator=moderator, **SAID)
    row = actions.appeal(decision=hidden, person=author, words="Nej", now=NOW)

    actions.restore_topic(topic=topic, moderator=moderator, now=NOW)

    row.refresh_from_db()
    assert row.outcome == "changed"


def test_what_is_taken_back_is_not_appealed_and_what_is_hidden_again_is(hidden, entry, writer, moderator):
    actions.restore(entry=entry, moderator=moderator, now=NOW)

    assert not can_appeal(writer, hidden)
    with pytest.raises(CannotAppeal):
        actions.appeal(decision=hidden, person=writer, words="Nej", now=NOW)
    again = actions.hide(entry=entry, moderator=moderator, **SAID)
    assert can_appeal(writer, again)


@pytest.mark.parametrize(("who", "leads"), [("moderator", False), ("colleague", True)])
def test_the_page_that_shows_it_again_says_that_an_appeal_waits(client, request, appealed, entry, who, leads):
    client.force_login(request.getfixturevalue(who))

    page = client.get(f"/cms/anmalt/inlagg/{entry.pk}/").content.decode()

    assert "Beslutet ”doldes” är överklagat" in page
    assert (f"/cms/anmalt/overklagande/{appealed.pk}/" in page) == leads


def test_only_what_stands_counts(hidden, entry, writer, moderator):
    place = entry.topic.municipality_id

    def counted():
        return Decision.objects.counts_of([writer.pk], [place]).get((writer.pk, place), {})

    assert counted() == {"hidden": 1}
    actions.restore(entry=entry, moderator=moderator, now=NOW)
    assert counted() == {"restored": 1}
    actions.hide(entry=entry, moderator=moderator, **SAID)
    assert counted() == {"restored": 1, "hidden": 1}
    paused = actions.pause(topic=entry.topic, entry=entry, days=7, moderator=moderator, **SAID)
    assert counted() == {"restored": 1, "hidden": 1, "paused": 1}
    actions.lift_pause(decision=paused, moderator=moderator, now=NOW)
    assert counted() == {"restored": 1, "hidden": 1, "lifted": 1}


def test_what_is_shown_again_elsewhere_takes_nothing_back(hidden, entry, writer, topic, moderator):
    from participation.discussion import actions as discussion

    other = discussion.post(topic=topic, author=writer, text="Annat", now=NOW)
    actions.hide(entry=other, moderator=moderator, **SAID)
    actions.restore(entry=other, moderator=moderator, now=NOW)

    hidden.refresh_from_db()
    assert hidden.taken_back_by is None
    assert Decision.objects.stand().filter(outcome="hidden").get() == hidden
