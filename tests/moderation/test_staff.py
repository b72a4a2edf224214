from __future__ import annotations

import pytest
from django.utils import timezone

from participation.accounts.models import Role
from participation.discussion import actions as discussion
from participation.moderation import actions
from participation.moderation.models import Decision, Flag
from participation.moderation.waiting import queue_of
from tests.factories import TopicFactory, UserFactory, staff

NOW = timezone.now()
LIST = "/cms/anmalt/"


@pytest.fixture
def topic(sundsvall, author):
    return TopicFactory(municipality=sundsvall, author=author, title="Belys spåret")


@pytest.fixture
def entry(topic):
    return discussion.post(topic=topic, author=UserFactory(display_name="Kim"), text="Elaka ord", now=NOW)


@pytest.fixture
def flagged(entry, citizen):
    actions.flag(topic=entry.topic, entry=entry, reporter=citizen, reason="hate", text="<b>Hot</b>", now=NOW)
    return entry


def test_the_list_shows_what_waits_in_ones_own_municipality(client, moderator, flagged, timra):
    elsewhere = TopicFactory(municipality=timra, title="I Timrå")
    actions.flag(topic=elsewhere, reason="spam", text="", now=NOW)
    client.force_login(moderator)

    page = client.get(LIST).content.decode()

    assert "Elaka ord" in page
    assert "1 anmälan." in page
    assert "I Timrå" not in page


def test_filters_choose_among_ones_own(client, moderator, flagged, topic, timra):
    actions.flag(topic=topic, reason="spam", text="", now=NOW)
    actions.keep(topic=topic, moderator=moderator, now=NOW)
    client.force_login(moderator)

    def titles(query):
        page = client.get(LIST + query).content.decode()
        return ("Elaka ord" in page, f"/cms/anmalt/amne/{topic.pk}/" in page)

    assert titles("") == (True, False)
    assert titles("?visa=beslutade") == (False, True)
    assert titles("?skal=hate") == (True, False)
    assert titles("?skal=spam") == (False, False)
    assert titles("?sort=entry") == (True, False)
    assert titles("?sort=topic") == (False, False)
    assert titles("?visa=sena") == titles("?visa=lag") == titles("?visa=hallna") == (False, False)
    assert titles(f"?kommun={timra.pk}") == (True, False)
    assert titles("?visa=<script>&skal=')--&efter=x") == (True, False)


def test_the_list_costs_the_same_for_one_flag_and_for_twenty(client, moderator, sundsvall, flagged):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(moderator)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for number in range(19):
        entry = discussion.post(
            topic=TopicFactory(municipality=sundsvall), author=UserFactory(home=sundsvall), text=str(number), now=NOW
        )
        actions.flag(topic=entry.topic, entry=entry, reason="spam", text="", now=NOW)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)

    assert len(many) == len(few)


@pytest.mark.parametrize("who", ["citizen", "editor", "publisher", "case_officer", "outsider", "nobody"])
def test_only_a_moderator_of_the_municipality_decides(client, request, flagged, topic, who):
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))

    for address in (f"{LIST}inlagg/{flagged.pk}/", f"{LIST}amne/{topic.pk}/"):
        for answer in (client.get(address), client.post(address, {"outcome": "hidden", "reason": "Nej"})):
            assert answer.status_code in (302, 403, 404)
            assert b"Elaka ord" not in answer.content
    flagged.refresh_from_db()
    assert flagged.is_shown
    assert not Decision.objects.exists()


@pytest.mark.parametrize("who", ["citizen", "editor", "case_officer"])
def test_those_who_do_not_moderate_have_no_list(client, request, flagged, who):
    client.force_login(request.getfixturevalue(who))

    answer = client.get(LIST)

    assert answer.status_code in (302, 403)
    assert b"Elaka ord" not in answer.content


def test_a_draft_is_no_moderators_business(client, moderator, sundsvall):
    draft = TopicFactory(municipality=sundsvall, draft=True, title="Mitt utkast")
    client.force_login(moderator)

    assert client.get(f"{LIST}amne/{draft.pk}/").status_code == 404


def test_hiding_from_the_desk(client, moderator, flagged):
    client.force_login(moderator)
    address = f"{LIST}inlagg/{flagged.pk}/"

    page = client.get(address).content.decode()
    assert "Elaka ord" in page
    assert "&lt;b&gt;Hot&lt;/b&gt;" in page
    assert "citizen@example.com" not in page
    client.post(address, {"outcome": "hidden", "rule": "hate", "facts": "Hotar Kim"})

    flagged.refresh_from_db()
    assert flagged.removal_reason == "Hot, hat eller kränkning"
    assert not Flag.objects.waiting().exists()


def test_hiding_asks_for_a_reason(client, moderator, flagged):
    client.force_login(moderator)

    page = client.post(f"{LIST}inlagg/{flagged.pk}/", {"outcome": "hidden", "rule": "", "facts": ""}).content.decode()

    assert "Välj vilken regel det bryter mot." in page
    assert "Skriv varför, eller välj ett färdigt skäl." in page
    assert not Decision.objects.exists()


def test_keeping_and_showing_again_from_the_desk(client, moderator, flagged):
    client.force_login(moderator)
    address = f"{LIST}inlagg/{flagged.pk}/"

    for answer in ({"outcome": "kept"}, {"outcome": "hidden", "canned": "person"}, {"outcome": "restored"}):
        last = Decision.objects.order_by("-pk").first()
        client.post(address, {**answer, "seen": last.pk if last else ""})

    flagged.refresh_from_db()
    assert flagged.is_shown
    assert list(Decision.objects.values_list("outcome", flat=True)) == ["restored", "hidden", "kept"]


def test_what_cannot_be_done_now_is_not_offered(client, moderator, entry):
    client.force_login(moderator)

    page = client.get(f"{LIST}inlagg/{entry.pk}/").content.decode()
    answer = client.post(f"{LIST}inlagg/{entry.pk}/", {"outcome": "restored"})

    assert 'value="hidden"' in page
    assert 'value="kept"' not in page
    assert 'value="restored"' not in page
    assert answer.status_code == 200
    assert not Decision.objects.exists()


def test_an_idea_is_hidden_from_the_desk_and_a_staff_page_is_not(client, moderator, topic, sundsvall):
    client.force_login(moderator)
    page = TopicFactory(municipality=sundsvall, kind="proposal")

    client.post(f"{LIST}amne/{topic.pk}/", {"outcome": "hidden", "rule": "spam", "facts": "Reklam"})
    client.post(f"{LIST}amne/{page.pk}/", {"outcome": "hidden", "rule": "spam", "facts": "Reklam"})

    topic.refresh_from_db()
    page.refresh_from_db()
    assert (topic.visibility, page.visibility) == ("staff", "public")


def test_the_menu_shows_the_desk_to_moderators_only(client, moderator, editor):
    client.force_login(moderator)
    assert '"/cms/anmalt/"' in client.get("/cms/").content.decode()
    client.force_login(editor)
    assert '"/cms/anmalt/"' not in client.get("/cms/").content.decode()


def test_a_moderator_of_two_municipalities_sees_both_and_only_those(client, sundsvall, timra, flagged):
    both = staff(sundsvall, Role.MODERATOR, display_name="Bo")
    both.groups.add(*staff(timra, Role.MODERATOR).groups.all())
    actions.flag(topic=TopicFactory(municipality=timra, title="I Timrå"), reason="spam", text="", now=NOW)
    actions.flag(topic=TopicFactory(title="Långt borta"), reason="spam", text="", now=NOW)
    client.force_login(both)

    page = client.get(LIST).content.decode()

    assert "Elaka ord" in page
    assert "I Timrå" in page
    assert "Långt borta" not in page
    assert "I Timrå" in client.get(f"{LIST}?kommun={timra.pk}").content.decode()


def test_nobody_decides_on_words_of_their_own(client, sundsvall, moderator, citizen):
    topic = TopicFactory(municipality=sundsvall, author=moderator)
    entry = discussion.post(topic=topic, author=moderator, text="Mina egna ord", now=NOW)
    actions.flag(topic=topic, reporter=citizen, reason="spam", text="", now=NOW)
    actions.flag(topic=topic, entry=entry, reporter=citizen, reason="spam", text="", now=NOW)
    client.force_login(moderator)

    assert "Mina egna ord" not in client.get(LIST).content.decode()
    assert client.get(f"{LIST}inlagg/{entry.pk}/").status_code == 404
    assert client.get(f"{LIST}amne/{topic.pk}/").status_code == 404


def test_the_desk_names_each_flagged_thing_once(rf, moderator, citizen, editor, flagged, topic):
    actions.flag(topic=topic, entry=flagged, reason="spam", text="", now=NOW)
    actions.flag(topic=topic, reason="spam", text="", now=NOW)

    queue = queue_of(moderator, now=NOW)

    assert queue.total == len(queue.jobs) == 2
    assert {job.url for job in queue.jobs} == {f"{LIST}inlagg/{flagged.pk}/", f"{LIST}amne/{topic.pk}/"}
    assert queue_of(editor, now=NOW).total == 0
