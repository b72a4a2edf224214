"""The title of what is hidden is told to nobody who may not read it; decisions are mailed as what one wrote."""

from __future__ import annotations

import pytest

from participation.accounts.personal_data import export_of
from participation.discussion import actions as discussion
from participation.ideas import actions as ideas
from participation.moderation import actions
from participation.moderation.models import Decision
from participation.notifications.models import MailPreference, Notification, OutgoingMail
from participation.notifications.news import write_again
from tests.ideas.factories import published

from .conftest import NOW

SAID = {"rule": "hate", "facts": "Hotar", "now": NOW}
TITLE = "Grannen Svensson är en tjuv"


@pytest.fixture
def idea(sundsvall, author, moderator):
    return published(sundsvall, author, title=TITLE)


@pytest.fixture
def below(idea, writer):
    return discussion.post(topic=idea.topic, author=writer, text="Elaka ord", now=NOW)


def flag(topic, by, entry=None):
    return actions.flag(topic=topic, entry=entry, reporter=by, reason="hate", text="", now=NOW)


def told(person):
    return list(Notification.objects.filter(person=person).values_list("sentence", flat=True))


@pytest.mark.parametrize("refused", [True, False])
def test_whoever_flagged_an_idea_that_is_hidden_reads_its_number(idea, author, citizen, moderator, refused):
    flag(idea.topic, citizen)

    if refused:
        ideas.refuse(idea=idea, by=moderator, reason="Hotar", rule="hate", now=NOW)
    else:
        actions.hide_topic(topic=idea.topic, moderator=moderator, **SAID)

    assert told(citizen) == [f"Det du anmälde om ”idé {idea.reference}” är dolt. Tack för att du sa till."]
    assert TITLE not in OutgoingMail.objects.get(to=citizen.email, kind="moderation_decision").text
    assert any(TITLE in sentence for sentence in told(author))


def test_what_is_decided_below_a_hidden_idea_names_its_number(idea, below, writer, citizen, moderator, colleague):
    flag(idea.topic, citizen, below)
    actions.hide_topic(topic=idea.topic, moderator=moderator, **SAID)

    decision = actions.hide(entry=below, moderator=moderator, **SAID)
    row = actions.appeal(decision=decision, person=writer, words="Nej", now=NOW)
    actions.decide_appeal(appeal=row, moderator=colleague, outcome="upheld", answer="Nej", now=NOW)

    assert told(citizen) == [f"Det du anmälde om ”idé {idea.reference}” är dolt. Tack för att du sa till."]
    assert told(writer) == [
        f"Beslutet om ”idé {idea.reference}” står fast",
        f"Ditt inlägg om ”idé {idea.reference}” är dolt av en granskare",
    ]
    assert TITLE not in str(list(OutgoingMail.objects.filter(person__in=[writer, citizen]).values()))


@pytest.mark.parametrize("withdrawn", [True, False])
def test_what_was_told_before_it_was_hidden_says_its_number_from_then_on(
    client, idea, below, writer, author, moderator, withdrawn
):
    decision = actions.hide(entry=below, moderator=moderator, **SAID)
    mail = OutgoingMail.objects.get(person=writer)
    client.force_login(writer)
    pages = ["/nyheter-till-dig/", "/mina/", "/mina/beslut/", f"/mina/beslut/{decision.pk}/"]
    for page in pages:
        assert TITLE in client.get(page).content.decode(), page

    if withdrawn:
        ideas.withdraw(idea=idea, by=author, now=NOW)
    else:
        actions.hide_topic(topic=idea.topic, moderator=moderator, **SAID)

    for page in pages:
        html = client.get(page).content.decode()
        assert TITLE not in html, page
        assert f"idé {idea.reference}" in html, page
    assert write_again(mail)
    assert mail.subject == f"Ditt inlägg om ”idé {idea.reference}” är dolt av en granskare"
    rows = export_of(writer)["beslut om det du skrivit"]
    assert [row["om"] for row in rows] == [f"idé {idea.reference}"]


@pytest.mark.parametrize("title", ["Ny", "om", "Ditt inlägg", TITLE])
def test_a_short_title_takes_no_other_words_with_it(sundsvall, author, writer, moderator, colleague, title):
    idea = published(sundsvall, author, title=title)
    below = discussion.post(topic=idea.topic, author=writer, text="Elaka ord", now=NOW)
    decision = actions.hide(entry=below, moderator=moderator, **SAID)
    row = actions.appeal(decision=decision, person=writer, words="Nej", now=NOW)
    actions.decide_appeal(appeal=row, moderator=colleague, outcome="changed", answer="Nya skäl om det", now=NOW)
    idea.topic.title = "Ett helt annat namn"  # its author may name it anew meanwhile
    idea.topic.save(update_fields=["title"])

    actions.hide_topic(topic=idea.topic, moderator=moderator, **SAID)

    name = f"idé {idea.reference}"
    news = Notification.objects.filter(person=writer).order_by("pk")
    assert sorted(set(news.values_list("sentence", flat=True))) == [
        f"Ditt inlägg om ”{name}” visas igen",
        f"Ditt inlägg om ”{name}” är dolt av en granskare",
        f"Du fick rätt: beslutet om ”{name}” är ändrat",
    ]
    body = news.get(kind="moderation_appeal_decided").body
    assert body == f"Nya skäl om det\n\nDitt inlägg om ”{name}” visas igen"


def test_its_author_goes_on_reading_the_title(client, idea, author, moderator):
    actions.hide_topic(topic=idea.topic, moderator=moderator, **SAID)
    client.force_login(author)

    for page in ("/mina/beslut/", f"/mina/beslut/{Decision.objects.get(outcome='hidden').pk}/"):
        assert TITLE in client.get(page).content.decode()


@pytest.mark.parametrize(("ended", "mailed"), [("other", True), ("own", False)])
def test_a_decision_on_ones_own_words_is_mailed_as_what_one_wrote(entry, writer, moderator, colleague, ended, mailed):
    MailPreference.objects.create(person=writer, reason=ended, cadence="never")

    decision = actions.hide(entry=entry, moderator=moderator, **SAID)
    row = actions.appeal(decision=decision, person=writer, words="Nej", now=NOW)
    actions.decide_appeal(appeal=row, moderator=colleague, outcome="upheld", answer="Nej", now=NOW)

    kinds = OutgoingMail.objects.filter(person=writer).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["moderation_decision", "moderation_appeal_decided"] * mailed
    assert set(Notification.objects.filter(person=writer).values_list("reason", flat=True)) == {"own"}


def test_a_receipt_for_a_flag_is_of_the_other_sort(entry, citizen, moderator):
    flag(entry.topic, citizen, entry)

    actions.hide(entry=entry, moderator=moderator, **SAID)

    assert Notification.objects.get(person=citizen).reason == "other"
