from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from participation.discussion import actions as discussion
from participation.moderation import actions
from participation.moderation.errors import AlreadyFlagged, TooManyFlags
from participation.moderation.models import Flag
from participation.moderation.permissions import can_flag_entry, can_flag_topic
from participation.notifications.models import Notification, OutgoingMail
from participation.topics.models import Topic
from tests.factories import TopicFactory, UserFactory

NOW = timezone.now()


@pytest.fixture
def topic(sundsvall, author):
    return TopicFactory(municipality=sundsvall, author=author, title="Belys spåret")


@pytest.fixture
def entry(topic):
    return discussion.post(topic=topic, author=UserFactory(display_name="Kim"), text="Elaka ord", now=NOW)


@pytest.fixture(autouse=True)
def no_news_from_before(entry):
    Notification.objects.all().delete()
    OutgoingMail.objects.all().delete()


def flag(entry, reporter=None, reason="hate", now=NOW, text="Så här skriver man inte"):
    return actions.flag(topic=entry.topic, entry=entry, reporter=reporter, reason=reason, text=text, now=now)


def test_a_flag_hides_nothing_and_reaches_the_moderators(entry, citizen, moderator, editor, outsider):
    flag(entry, citizen)

    entry.refresh_from_db()
    assert entry.is_shown
    told = Notification.objects.get()
    assert told.person == moderator
    assert "Belys spåret" in told.sentence
    assert told.path.endswith(f"/anmalt/inlagg/{entry.pk}/")
    assert "Elaka ord" not in OutgoingMail.objects.get().text


def test_moderators_get_one_mail_while_flags_wait(entry, citizen, author, moderator):
    flag(entry, citizen)
    flag(entry, author)

    assert Notification.objects.filter(person=moderator).count() == 2
    assert OutgoingMail.objects.count() == 1


def test_one_flag_of_a_person_waits_and_another_may_come_after_the_decision(entry, citizen, moderator):
    flag(entry, citizen)

    with pytest.raises(AlreadyFlagged):
        flag(entry, citizen, reason="spam")
    actions.keep(topic=entry.topic, entry=entry, moderator=moderator, now=NOW)
    flag(entry, citizen, reason="spam")
    assert Flag.objects.count() == 2


def test_without_an_account_one_flag_waits_for_each_reason(entry):
    flag(entry)

    with pytest.raises(AlreadyFlagged):
        flag(entry)
    flag(entry, reason="spam")
    assert Flag.objects.count() == 2


def test_a_person_who_flags_everything_is_stopped_for_an_hour(entry, citizen, sundsvall):
    for _ in range(actions.MOST_FLAGS):
        actions.flag(topic=TopicFactory(municipality=sundsvall), reporter=citizen, reason="spam", text="", now=NOW)

    with pytest.raises(TooManyFlags):
        flag(entry, citizen)
    flag(entry, citizen, now=NOW + timedelta(hours=1, seconds=1))


def test_the_database_keeps_one_waiting_flag_of_a_person(topic, entry, citizen):
    Flag.objects.create(topic=topic, entry=entry, reporter=citizen, reason="hate")
    Flag.objects.create(topic=topic, reporter=citizen, reason="hate")

    for kept in ({"entry": entry}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Flag.objects.create(topic=topic, reporter=citizen, reason="spam", **kept)


def test_who_may_flag(entry, topic, citizen, author):
    assert can_flag_entry(citizen, entry)[0]
    assert not can_flag_entry(entry.author, entry)[0]
    assert can_flag_topic(citizen, topic)[0]
    assert not can_flag_topic(author, topic)[0]
    discussion.hide(entry=entry, reason="Hot", now=NOW)
    entry.refresh_from_db()
    assert not can_flag_entry(citizen, entry)[0]


@pytest.mark.parametrize("signed_in", [True, False])
def test_the_way_of_a_flag(client, citizen, entry, topic, signed_in):
    if signed_in:
        client.force_login(citizen)
    address = f"/anmal/inlagg/{entry.pk}/"

    page = client.get(address).content.decode()
    response = client.post(address, {"reason": "personal", "text": "Mitt nummer"}, follow=True)

    assert "Elaka ord" in page
    assert ("Du behöver inte logga in." in page) != signed_in
    row = Flag.objects.get()
    assert (row.entry, row.topic, row.reason, row.text) == (entry, topic, "personal", "Mitt nummer")
    assert row.reporter == (citizen if signed_in else None)
    thanks = response.content.decode()
    assert "Tack för din anmälan" in thanks
    assert ("Du får veta vad vi beslutar." in thanks) == signed_in


def test_the_way_back_is_called_so_in_english(client, topic, entry):
    for address in (f"/en/anmal/{topic.pk}/", f"/en/anmal/tack/{topic.pk}/", f"/en/anmal/inlagg/{entry.pk}/"):
        assert ">Back</a>" in client.get(address).content.decode(), address


def test_a_second_press_is_thanked_and_stored_once(client, citizen, topic):
    client.force_login(citizen)

    for _ in range(2):
        response = client.post(f"/anmal/{topic.pk}/", {"reason": "spam"})
        assert response["Location"] == f"/anmal/tack/{topic.pk}/"
    assert Flag.objects.count() == 1


def test_a_flag_without_a_reason_keeps_the_words(client, citizen, entry):
    client.force_login(citizen)

    response = client.post(f"/anmal/inlagg/{entry.pk}/", {"text": "Mina ord", "reason": "nonsense"})

    assert response.status_code == 422
    assert "Mina ord" in response.content.decode()
    assert not Flag.objects.exists()


def test_a_link_flags_nothing(client, citizen, entry):
    client.force_login(citizen)
    client.get(f"/anmal/inlagg/{entry.pk}/?reason=hate")

    assert not Flag.objects.exists()


@pytest.mark.parametrize("who", ["nobody", "citizen", "outsider"])
def test_what_one_may_not_see_cannot_be_flagged(client, request, topic, entry, who):
    Topic.objects.filter(pk=topic.pk).update(visibility="staff")
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))

    for address in (f"/anmal/{topic.pk}/", f"/anmal/inlagg/{entry.pk}/", f"/anmal/tack/{topic.pk}/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": "spam"}).status_code in (404, 405)
    assert not Flag.objects.exists()


def test_a_hidden_entry_shows_no_words_on_its_flag_page(client, entry):
    discussion.hide(entry=entry, reason="Hot", now=NOW)

    page = client.get(f"/anmal/inlagg/{entry.pk}/").content.decode()

    assert "Elaka ord" not in page
    assert "visas inte längre" in page


@pytest.mark.parametrize(("kind", "answer"), [("idea", 200), ("proposal", 200), ("eservice", 404), ("page", 404)])
def test_the_municipalitys_own_pages_are_not_flagged(client, kind, answer):
    topic = TopicFactory(kind=kind)

    assert client.get(f"/anmal/{topic.pk}/").status_code == answer
    assert client.post(f"/anmal/{topic.pk}/", {"reason": "spam"}).status_code == (302 if answer == 200 else 404)
    assert Flag.objects.count() == (answer == 200)
