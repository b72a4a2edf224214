from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from participation.accounts.pausing import Paused, pause_of, why_paused
from participation.discussion import actions as discussion
from participation.discussion.models import Comment
from participation.ideas.models import Idea
from participation.moderation import actions
from participation.moderation.errors import NothingToDecide
from participation.moderation.models import Decision, Flag
from participation.moderation.telling import reasons_of
from participation.notifications.models import Notification
from tests.factories import TopicFactory
from tests.ideas.factories import a_draft

from .conftest import NOW


@pytest.fixture
def paused(entry, moderator):
    said = {"rule": "hate", "facts": "Hotar en granne", "days": 7, "now": NOW}
    return actions.pause(topic=entry.topic, entry=entry, moderator=moderator, **said)


def test_a_pause_is_told_with_its_end_and_reasons(paused, writer):
    told = Notification.objects.filter(person=writer, kind="moderation_decision").get()

    assert "pausad" in told.sentence
    assert "Hotar en granne" in told.body
    assert "förrän" in told.body
    assert told.path == f"/mina/beslut/{paused.pk}/"


def test_a_paused_person_neither_writes_nor_flags_here_but_elsewhere(paused, writer, entry, timra, citizen):
    other = TopicFactory(municipality=entry.topic.municipality)
    writer.refresh_from_db()

    with pytest.raises(Paused, match="hot, hat"):
        discussion.post(topic=other, author=writer, text="Mer", now=NOW)
    with pytest.raises(Paused):
        actions.flag(topic=other, reporter=writer, reason="spam", text="", now=NOW)
    discussion.post(topic=TopicFactory(municipality=timra), author=writer, text="Mer", now=NOW)
    discussion.post(topic=other, author=citizen, text="Mer", now=NOW)


def test_a_pause_ends_by_itself(paused, writer, entry):
    writer.refresh_from_db()
    later = NOW + timedelta(days=7)

    assert pause_of(writer, entry.topic.municipality_id, later - timedelta(seconds=1))
    assert not pause_of(writer, entry.topic.municipality_id, later)
    discussion.post(topic=entry.topic, author=writer, text="Mer", now=later)


def test_a_pause_is_lifted_and_told(paused, writer, moderator, entry):
    actions.lift_pause(decision=paused, moderator=moderator, now=NOW + timedelta(hours=1))

    writer.refresh_from_db()
    assert writer.paused_until is None
    assert "slut" in Notification.objects.filter(person=writer).first().sentence
    with pytest.raises(NothingToDecide):
        actions.lift_pause(decision=paused, moderator=moderator, now=NOW + timedelta(hours=2))


def test_a_new_pause_takes_the_place_of_the_old(paused, writer, entry, moderator):
    said = {"rule": "hate", "facts": "Igen", "days": 1, "now": NOW + timedelta(hours=1)}
    actions.pause(topic=entry.topic, entry=entry, moderator=moderator, **said)

    writer.refresh_from_db()
    assert writer.paused_until == NOW + timedelta(days=1, hours=1)


def test_staff_of_the_municipality_are_not_paused(topic, moderator, case_officer):
    entry = discussion.post(topic=topic, author=case_officer, text="Hej", now=NOW)

    with pytest.raises(PermissionDenied):
        actions.pause(topic=topic, entry=entry, moderator=moderator, rule="hate", facts="Nej", days=1, now=NOW)


def test_who_never_was_paused_costs_no_question(citizen, sundsvall, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert why_paused(citizen, sundsvall.pk) == ""


def test_what_a_paused_person_types_stays(client, paused, writer, entry, sundsvall):
    client.force_login(writer)
    topic = entry.topic
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        answer = client.post(f"/samtal/skriv/{topic.pk}/", {"comment": "Mina nya ord"})
        flagged = client.post(f"/anmal/{topic.pk}/", {"reason": "spam", "text": "Mina skäl"})
        page = client.get(f"/anmal/{topic.pk}/").content.decode()
        reply = client.get(f"/samtal/inlagg/{entry.pk}/svara/").content.decode()

    assert answer.status_code == flagged.status_code == 422
    for words, said in ((answer, "Mina nya ord"), (flagged, "Mina skäl")):
        assert said in words.content.decode()
        assert "Du kan inte skriva i Sundsvalls kommun förrän" in words.content.decode()
        assert "finns under Mitt." in words.content.decode()
    assert "Du kan inte skriva" in page
    assert "Du kan inte skriva" in reply
    assert Comment.objects.count() == 1
    assert not Flag.objects.exists()


def test_an_idea_stays_a_draft_and_its_author_is_told_why(client, paused, writer, sundsvall):
    idea = a_draft(sundsvall, writer)
    client.force_login(writer)
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        page = client.get(f"/ideer/utkast/{idea.key}/", follow=True).content.decode()
        client.post(f"/ideer/utkast/{idea.key}/", {"gor": "skicka", "place": "Torget"})

    assert "Du kan spara utkast, men inte skicka dem" in page
    idea = Idea.objects.get(pk=idea.pk)
    assert (idea.status, idea.place) == ("draft", "Torget")


def test_the_moderator_pauses_and_lifts_on_the_page(client, entry, writer, moderator):
    client.force_login(moderator)
    address = f"/cms/anmalt/inlagg/{entry.pk}/"

    client.post(address, {"outcome": "hidden", "canned": "person", "days": "7", "seen": ""})
    writer.refresh_from_db()
    assert writer.paused_until is not None
    assert "Häv pausen" in client.get(address).content.decode()
    paused = Decision.objects.get(outcome="paused")
    client.post(f"/cms/anmalt/paus/{paused.pk}/hav/")

    writer.refresh_from_db()
    assert writer.paused_until is None


@pytest.mark.parametrize(("is_flagged", "found"), [(True, "flag"), (False, "staff")])
def test_a_pause_was_found_as_the_decision_that_it_came_with(
    client, entry, writer, moderator, citizen, is_flagged, found
):
    if is_flagged:
        actions.flag(topic=entry.topic, entry=entry, reporter=citizen, reason="hate", text="", now=NOW)
    client.force_login(moderator)

    client.post(f"/cms/anmalt/inlagg/{entry.pk}/", {"outcome": "hidden", "canned": "person", "days": "7", "seen": ""})

    paused = Decision.objects.get(outcome="paused")
    assert (paused.found, paused.came_of) == (found, Decision.objects.get(outcome="hidden"))
    said = "Vi läste det för att någon hade anmält det." if is_flagged else "En granskare läste det och har beslutat."
    assert said in list(reasons_of(paused))[-1]


@pytest.mark.parametrize("who", ["citizen", "editor", "outsider"])
def test_nobody_else_lifts(client, request, paused, writer, who):
    client.force_login(request.getfixturevalue(who))

    client.post(f"/cms/anmalt/paus/{paused.pk}/hav/")

    writer.refresh_from_db()
    assert writer.paused_until is not None
