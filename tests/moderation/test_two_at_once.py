"""Two who decide at the same time: whoever comes second reads what happened, and loses nothing that was typed."""

from __future__ import annotations

import pytest

from participation.discussion import actions as discussion
from participation.moderation import actions
from participation.moderation.carrying_out import carry_out
from participation.moderation.models import Appeal, Decision, Item
from tests.factories import TopicFactory, UserFactory

from .conftest import NOW

LIST = "/cms/anmalt/"
SAID = {"rule": "hate", "facts": "Hotar", "ground": ""}


@pytest.fixture
def flagged(entry, citizen):
    actions.flag(topic=entry.topic, entry=entry, reporter=citizen, reason="hate", text="", now=NOW)
    return entry


def carried(client, address):
    seen = client.get(address).context["seen"]
    return {"seen": seen.decision, "state": seen.state, "words": seen.words, "name": seen.name}


def decide(entry, by, outcome="hidden", **more):
    carry_out(topic=entry.topic, entry=entry, outcome=outcome, said=SAID, moderator=by, now=NOW, **more)


def test_what_can_no_longer_be_chosen_says_who_decided(client, flagged, moderator, colleague):
    client.force_login(moderator)
    address = f"{LIST}inlagg/{flagged.pk}/"
    page = carried(client, address)
    decide(flagged, colleague)

    answer = client.post(address, {"outcome": "kept", "facts": "Mina skäl", **page})

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Bo hann före: Doldes." in html
    assert "giltigt alternativ" not in html
    assert "Mina skäl" in html
    assert not Decision.objects.filter(outcome="kept").exists()


def test_all_that_came_between_is_said(client, flagged, moderator, colleague):
    client.force_login(moderator)
    address = f"{LIST}inlagg/{flagged.pk}/"
    page = carried(client, address)
    decide(flagged, colleague, days=7)

    answer = client.post(address, {"outcome": "hidden", **SAID, **page})

    assert "Bo hann före: Doldes, Paus." in answer.content.decode()


def test_whoever_presses_twice_is_told_what_they_decided(client, flagged, moderator):
    client.force_login(moderator)
    address = f"{LIST}inlagg/{flagged.pk}/"
    page = carried(client, address)
    client.post(address, {"outcome": "hidden", **SAID, **page})

    assert (
        "Du har redan beslutat: Doldes." in client.post(address, {"outcome": "hidden", **SAID, **page}).content.decode()
    )


def test_what_its_writer_took_away_is_said_so(client, flagged, writer, moderator):
    client.force_login(moderator)
    address = f"{LIST}inlagg/{flagged.pk}/"
    page = carried(client, address)
    discussion.delete(entry=flagged, person=writer, now=NOW)

    answer = client.post(address, {"outcome": "hidden", "rule": "hate", "facts": "Mina skäl", **page})

    assert answer.status_code == 409
    assert "Den som skrev har tagit bort inlägget." in answer.content.decode()
    assert "giltigt alternativ" not in answer.content.decode()
    assert "Mina skäl" in answer.content.decode()


def test_what_was_typed_stays_where_nothing_is_left_to_decide(client, topic, moderator):
    nameless = discussion.post(topic=topic, author=UserFactory(), text="Elaka ord", now=NOW)
    client.force_login(moderator)
    address = f"{LIST}inlagg/{nameless.pk}/"
    page = carried(client, address)
    discussion.delete(entry=nameless, person=nameless.author, now=NOW)

    answer = client.post(address, {"outcome": "hidden", "rule": "hate", "facts": "Mina skäl", **page})

    assert answer.context["form"] is None
    assert (answer.status_code, "Mina skäl" in answer.content.decode()) == (409, True)


@pytest.fixture
def appealed(entry, writer, moderator):
    decision = actions.hide(entry=entry, moderator=moderator, rule="hate", facts="Hotar", now=NOW)
    return actions.appeal(decision=decision, person=writer, words="Nej", now=NOW)


def test_the_second_answer_to_an_appeal_is_kept_and_told_who_was_first(client, appealed, colleague, publisher):
    actions.decide_appeal(appeal=appealed, moderator=colleague, outcome="upheld", answer="Så är det", now=NOW)
    client.force_login(publisher)

    answer = client.post(f"{LIST}overklagande/{appealed.pk}/", {"outcome": "changed", "answer": "Mitt långa svar"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bo hann före: Beslutet står fast." in page
    assert "Mitt långa svar" in page
    assert Appeal.objects.get().outcome == "upheld"


def test_an_answer_that_came_in_the_same_moment_is_kept_too(client, appealed, colleague, publisher, monkeypatch):
    decide_appeal = actions.decide_appeal

    def first(**what):
        decide_appeal(appeal=appealed, moderator=colleague, outcome="upheld", answer="Så är det", now=NOW)
        return decide_appeal(**what)

    monkeypatch.setattr(actions, "decide_appeal", first)
    client.force_login(publisher)

    answer = client.post(f"{LIST}overklagande/{appealed.pk}/", {"outcome": "changed", "answer": "Mitt långa svar"})

    assert answer.status_code == 409
    assert "Bo hann före: Beslutet står fast." in answer.content.decode()
    assert "Mitt långa svar" in answer.content.decode()


def many(rows):
    said = {"flera-outcome": "hidden", "flera-rule": "hate", "flera-facts": "Mina skäl"}
    return {"rad": [item.pk for item in rows], **said}


def test_what_was_typed_for_many_stays_when_all_were_decided(client, flagged, moderator, colleague):
    rows = list(Item.objects.waiting())
    decide(flagged, colleague)
    client.force_login(moderator)

    answer = client.post(f"{LIST}flera/", many(rows))

    assert answer.status_code == 409
    assert "1 rad ändrades inte. Inlägg, ”Belys spåret”: Bo hann före: Doldes." in answer.content.decode()
    assert "Mina skäl" in answer.content.decode()


def test_of_many_what_does_not_fit_is_shown_again_with_what_was_typed(client, flagged, sundsvall, moderator):
    proposal = TopicFactory(municipality=sundsvall, kind="proposal", title="Bygg en app")
    actions.flag(topic=proposal, reason="spam", text="", now=NOW)
    client.force_login(moderator)

    answer = client.post(f"{LIST}flera/", many(Item.objects.waiting()))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert ("1 beslut är sparat." in page, "1 rad ändrades inte." in page) == (True, True)
    assert "”Bygg en app”: Beslutet passar inte det slags text." in page
    assert "Bo hann före" not in page
    assert "Bygg en app" in page
    assert "Mina skäl" in page


def test_of_many_it_is_said_which_text_was_changed_and_which_waits_no_more(client, flagged, topic, moderator):
    other = discussion.post(topic=topic, author=UserFactory(), text="Annat", now=NOW)
    actions.flag(topic=topic, entry=other, reason="hate", text="", now=NOW)
    rows = {item.entry: item for item in Item.objects.waiting()}
    actions.leave(kind="entry", topic=topic, entry=other, now=NOW)
    client.force_login(moderator)

    answer = client.post(f"{LIST}flera/", {**many(rows.values()), f"ord-{rows[flagged].pk}": "Helt andra ord"})

    page = answer.content.decode()
    assert "2 rader ändrades inte." in page
    assert "Inlägg, ”Belys spåret”: Texten har ändrats sedan du öppnade sidan." in page
    assert "Inlägg, ”Belys spåret”: Den väntar inte längre." in page
