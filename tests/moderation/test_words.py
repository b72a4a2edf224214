"""A decision holds for words that its maker has read. What was flagged is kept, however its writer changes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from participation.accounts.actions import close_account
from participation.accounts.personal_data import export_of
from participation.discussion import actions as discussion
from participation.ideas import actions as ideas
from participation.moderation import actions
from participation.moderation.errors import WordsChanged
from participation.moderation.models import Decision, Flag, Item
from participation.moderation.wording import Around, words_around
from participation.places.models import Municipality
from tests.ideas.factories import in_review, published

from .conftest import NOW

LIST = "/cms/anmalt/"
SOON = NOW + timedelta(minutes=2)


@pytest.fixture(autouse=True)
def soon():
    with time_machine.travel(SOON, tick=False):
        yield


def flag(entry, by=None, **said):
    about = {"topic": entry.topic, "entry": entry, "text": "", "reason": "hate", "now": NOW}
    return actions.flag(**about | said, reporter=by)


def rewrite(entry, words):
    return discussion.edit(entry=entry, person=entry.author, text=words, now=SOON)


def drawn(client, address):
    """The page, and what its form carries back."""
    page = client.get(address)
    seen = page.context["seen"]
    carried = {"seen": seen.decision, "state": seen.state, "words": seen.words, "name": seen.name}
    html = page.content.decode()
    for name in carried:
        assert f'name="{name}"' in html
    return html, carried


def test_what_was_flagged_stands_beside_what_stands_there_now(client, entry, citizen, author, moderator):
    flag(entry, citizen)
    rewrite(entry, "Vänliga ord")
    flag(entry, author)
    client.force_login(moderator)

    page, _carried = drawn(client, f"{LIST}inlagg/{entry.pk}/")

    assert page.count("Så stod det när det anmäldes") == 1
    assert page.count("<p>Elaka ord</p>") == page.count("<p>Vänliga ord</p>") == 1


@pytest.mark.parametrize("outcome", ["hidden", "kept", "warned"])
def test_words_that_changed_since_the_page_was_drawn_are_not_decided_on(client, entry, citizen, moderator, outcome):
    flag(entry, citizen)
    client.force_login(moderator)
    address = f"{LIST}inlagg/{entry.pk}/"
    _page, carried = drawn(client, address)
    rewrite(entry, "Vänliga ord")
    said = {"outcome": outcome, "rule": "hate", "facts": "Mina skäl", "days": "7"}

    answer = client.post(address, {**said, **carried})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Texten har ändrats sedan du öppnade sidan." in page
    assert "Elaka</del>" in page.replace('<span class="hide"> slut på borttaget</span>', "")
    assert "Vänliga</ins>" in page.replace('<span class="hide"> slut på nytt</span>', "")
    assert "Mina skäl" in page
    assert answer.context["form"]["outcome"].value() == outcome
    assert 'value="7" selected' in page
    assert not Decision.objects.exists()

    carried = {**carried, "words": answer.context["seen"].words}
    assert client.post(address, {**said, **carried}).status_code == 302
    assert Decision.objects.get(outcome=outcome).words == "Vänliga ord"


def test_what_lacked_a_reason_is_not_drawn_again_with_other_words_in_silence(client, entry, moderator):
    client.force_login(moderator)
    address = f"{LIST}inlagg/{entry.pk}/"
    _page, carried = drawn(client, address)
    rewrite(entry, "Vänliga ord")

    answer = client.post(address, {"outcome": "hidden", **carried})

    assert answer.status_code == 409
    assert "Texten har ändrats sedan du öppnade sidan." in answer.content.decode()


def test_lines_and_spaces_are_no_other_words(client, entry, moderator):
    rewrite(entry, "Elaka\nord  här\n\nidag")
    client.force_login(moderator)
    address = f"{LIST}inlagg/{entry.pk}/"
    _page, carried = drawn(client, address)

    sent = {**carried, "words": "Elaka\r\nord  här\r\n\r\nidag"}
    client.post(address, {"outcome": "hidden", "rule": "hate", "facts": "Hotar", **sent})

    assert Decision.objects.get().words == "Elaka\nord  här\n\nidag"


def test_what_a_form_made_of_lines_is_not_told_as_a_change(client, entry, moderator):
    rewrite(entry, "Elaka ord\n\nhär\n\nidag")
    client.force_login(moderator)
    address = f"{LIST}inlagg/{entry.pk}/"
    _page, carried = drawn(client, address)
    rewrite(entry, "Elaka ord\n\nhär\n\nigår")

    answer = client.post(address, {"outcome": "hidden", **carried, "words": "Elaka ord\r\n\r\nhär\r\n\r\nidag"})

    pieces = [(piece.kind, piece.text) for piece in answer.context["changes"]]
    assert pieces == [("same", "Elaka ord\n\nhär\n\n"), ("old", "idag"), ("new", "igår")]


def test_of_an_idea_all_words_are_read_and_kept(client, sundsvall, author, citizen, moderator):
    text = "Ord. " * 100 + "Sist det elaka."
    idea = published(sundsvall, author, title="Belys spåret", text=text)
    actions.flag(topic=idea.topic, reporter=citizen, reason="hate", text="", now=NOW)
    client.force_login(moderator)
    address = f"{LIST}amne/{idea.topic_id}/"
    page, carried = drawn(client, address)
    assert "Sist det elaka." in page
    Municipality.objects.update(idea_review="after")
    ideas.edit_published(idea=idea, by=author, title=idea.title, text=text.replace("elaka", "goda"), now=SOON)
    ideas.add_addition(idea=idea, by=author, text="Ett tillägg.", now=SOON)
    said = {"outcome": "hidden", "rule": "hate", "facts": "Mina skäl"}

    answer = client.post(address, {**said, **carried})

    assert answer.status_code == 409
    assert "Sist det elaka." in answer.content.decode()  # as it was flagged
    assert "Ett tillägg." in answer.content.decode()
    client.post(address, {**said, **carried, "words": answer.context["seen"].words})
    decision, flagged = Decision.objects.get(outcome="hidden"), Flag.objects.by_people().get()
    assert decision.words == f"Belys spåret\n\n{text.replace('elaka', 'goda')}\n\nEtt tillägg."
    assert flagged.words == f"Belys spåret\n\n{text}"


def test_a_name_that_changed_is_not_taken_away_unread(client, entry, writer, citizen, moderator):
    flag(entry, citizen, about="name")
    client.force_login(moderator)
    address = f"{LIST}inlagg/{entry.pk}/"
    _page, carried = drawn(client, address)
    writer.display_name = "Alex"
    writer.save()
    said = {"outcome": "hide_name", "rule": "hate", "facts": "Kränker"}

    answer = client.post(address, {**said, **carried})

    assert answer.status_code == 409
    assert "Namnet har ändrats sedan du öppnade sidan." in answer.content.decode()
    assert "Så stod det när det anmäldes" in answer.content.decode()
    writer.refresh_from_db()
    assert writer.display_name == "Alex"
    client.post(address, {**said, **carried, "outcome": "hidden"})  # the words are the same
    assert Decision.objects.get().about == "words"


def row(client, item):
    """What the row of the queue carries back."""
    page = client.get(LIST)
    (found,) = (one for one in page.context["rows"] if one.item.pk == item.pk)
    assert f'name="ord-{item.pk}"' in page.content.decode()
    return {f"ord-{item.pk}": found.wording}


def test_a_row_of_the_queue_shows_what_was_flagged_where_it_is_no_longer_so(
    client, sundsvall, topic, entry, author, writer, citizen, moderator
):
    same = discussion.post(topic=topic, author=citizen, text="Samma ord", now=NOW)
    idea = published(sundsvall, author, title="Belys spåret", place="Vid dammen")
    added = published(sundsvall, author, title="Fler bänkar", place="Vid dammen")
    Municipality.objects.update(idea_review="after")
    for one in (entry, same):
        flag(one)
    flag(entry, about="name")
    for one in (idea, added):
        actions.flag(topic=one.topic, reason="spam", text="", now=NOW)
    rewrite(entry, "Vänliga ord")
    writer.display_name = "Alex"
    writer.save()
    ideas.edit_published(idea=idea, by=author, title="Släck spåret", text=idea.text, now=SOON)
    ideas.add_addition(idea=added, by=author, text="Ett tillägg.", now=SOON)
    client.force_login(moderator)

    page = client.get(LIST)

    before = {(row.item.kind, row.title): row.before[:12] for row in page.context["rows"] if row.before}
    assert before == {
        ("entry", topic.title): "Elaka ord",
        ("name", topic.title): "Kim",
        ("topic", "Släck spåret"): "Belys spåret",
    }
    assert page.content.decode().count("Så stod det när det anmäldes") == 3


def test_of_many_those_whose_words_changed_are_shown_again(client, sundsvall, topic, entry, author, citizen, moderator):
    other = discussion.post(topic=topic, author=citizen, text="Något annat", now=NOW)
    idea = in_review(sundsvall, author)
    flag(entry)
    flag(other)
    flag(entry, about="name")
    client.force_login(moderator)
    items = list(Item.objects.waiting())
    carried = {}
    for item in items:
        carried |= row(client, item)
    assert len(carried) == 4
    rewrite(entry, "Vänliga ord")
    said = {"flera-outcome": "hidden", "flera-rule": "hate", "flera-facts": "Mina skäl"}

    answer = client.post(f"{LIST}flera/", {"rad": [item.pk for item in items], **said, **carried})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert [one.item.entry for one in answer.context["rows"]] == [entry]
    assert "Texten har ändrats sedan du läste den." in page
    assert "Elaka" in page
    assert "Mina skäl" in page
    assert "3 beslut är sparade." in page
    assert Decision.objects.filter(about="words", entry=entry).count() == 0
    idea.refresh_from_db()
    assert idea.status == "refused"

    (left,) = answer.context["rows"]
    last = {"rad": [left.item.pk], **said, f"ord-{left.item.pk}": left.wording}
    assert client.post(f"{LIST}flera/", last).status_code == 302
    assert Decision.objects.get(about="words", entry=entry).words == "Vänliga ord"


def test_many_that_lack_a_reason_are_not_drawn_again_with_other_words_in_silence(client, entry, moderator):
    flag(entry)
    client.force_login(moderator)
    item = Item.objects.get()
    carried = row(client, item)
    rewrite(entry, "Vänliga ord")

    answer = client.post(f"{LIST}flera/", {"rad": [item.pk], "flera-outcome": "hidden", **carried})

    assert answer.status_code == 422
    assert "Texten har ändrats sedan du läste den." in answer.content.decode()


def test_a_decision_names_its_words_however_they_change_later(client, entry, writer, citizen, moderator, colleague):
    flag(entry, citizen)
    rewrite(entry, "Onda ord")
    decision = actions.warn(topic=entry.topic, entry=entry, moderator=moderator, rule="hate", facts="Hotar", now=SOON)
    rewrite(entry, "Vänliga ord")
    appeal = actions.appeal(decision=decision, person=writer, words="Nej", now=SOON)

    for person, address in (
        (writer, f"/mina/beslut/{decision.pk}/"),
        (colleague, f"{LIST}overklagande/{appeal.pk}/"),
        (colleague, f"{LIST}inlagg/{entry.pk}/"),
    ):
        client.force_login(person)
        page = client.get(address).content.decode()
        assert "<p>Onda ord</p>" in page
        assert ("<p>Elaka ord</p>" in page) == ("inlagg" not in address)  # what was flagged, of a flag that is answered
    assert export_of(writer)["beslut om det du skrivit"][0]["inlägg"] == "Onda ord"


def test_what_an_author_has_not_sent_again_is_read_by_no_moderator(client, sundsvall, author, moderator, colleague):
    idea = in_review(sundsvall, author)
    said = {"rule": "hate", "facts": "Hotar", "days": 7, "now": NOW}
    decision = actions.pause(topic=idea.topic, moderator=moderator, **said)
    returned = ideas.return_for_changes(idea=idea, by=moderator, reason="Kortare", now=NOW)
    ideas.save_draft(idea=returned, now=SOON, text="Mina hemliga ord")
    appeal = actions.appeal(decision=decision, person=author, words="Nej", now=SOON)
    client.force_login(colleague)

    page = client.get(f"{LIST}overklagande/{appeal.pk}/").content.decode()

    assert "lyktor som släcks" in page
    assert "Mina hemliga ord" not in page
    Decision.objects.update(words="")  # one from before they were kept
    assert words_around(Decision.objects.get(pk=decision.pk)) == Around("", [], "")


def test_what_a_signal_saw_is_kept(entry):
    actions.raise_signal(topic=entry.topic, entry=entry, signals=[actions.Signal("insult", "Ordet ”x”")], now=NOW)
    rewrite(entry, "Vänliga ord")
    assert Flag.objects.get().words == "Elaka ord"

    actions.raise_signal(topic=entry.topic, entry=entry, signals=[actions.Signal("insult", "Ordet ”x”")], now=NOW)
    assert Flag.objects.get().words == "Elaka ord"
    actions.raise_signal(topic=entry.topic, entry=entry, signals=[actions.Signal("link", "En länk")], now=NOW)
    assert Flag.objects.get().words == "Vänliga ord"


def test_a_name_goes_with_its_account_from_the_flags_too(entry, writer, citizen, moderator):
    flag(entry, citizen, about="name")
    assert Flag.objects.get().words == "Kim"
    actions.keep(topic=entry.topic, entry=entry, about="name", moderator=moderator, now=NOW)

    close_account(person=writer)

    assert Flag.objects.get().words == ""


def test_whoever_flagged_is_not_handed_the_words_of_another(entry, citizen):
    flag(entry, citizen)

    assert "Elaka ord" not in str(export_of(citizen))


def test_the_words_are_compared_where_nobody_can_change_them_meanwhile(entry, moderator):
    seen = actions.seen_now(entry.topic, entry)
    rewrite(entry, "Vänliga ord")

    with pytest.raises(WordsChanged) as raised:
        actions.nothing_came_between(topic=entry.topic, entry=entry, seen=seen)
    assert (raised.value.before, raised.value.after) == ("Elaka ord", "Vänliga ord")
