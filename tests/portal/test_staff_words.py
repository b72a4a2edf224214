"""The session ended while somebody wrote: what was typed is there afterwards, at the desk and everywhere else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from participation.accounts.models import Role
from participation.answers.models import AnswerDraft
from participation.discussion import actions as discussion
from tests.factories import TopicFactory, UserFactory, staff
from tests.ideas.factories import NOW, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(sundsvall):
    return reverse("answers_admin:write", args=[published(sundsvall).topic_id])


SAID = {"sentence": "Ja, spåret får lyktor.", "text": "Vi har pengar till det.", "seen": "0-0-0", "gor": "spara"}


def test_an_answer_waits_for_its_writer_and_is_sent_again(client, sundsvall, write):
    officer = staff(sundsvall, Role.CASE_OFFICER)
    door = client.post(write, SAID, follow=True).content.decode()
    assert "Det du har skrivit finns kvar." in door
    client.force_login(officer)

    kept = client.get(write)

    html = kept.content.decode()
    assert "Ja, spåret får lyktor." in html
    assert '<input type="hidden" name="text" value="Vi har pengar till det.">' in html
    assert kept.headers["Cache-Control"].startswith("max-age=0")
    assert not AnswerDraft.objects.exists()

    client.post(write, SAID)
    assert AnswerDraft.objects.get().latest_revision.content["sentence"] == "Ja, spåret får lyktor."
    assert "Det du skrev finns kvar" not in client.get(write).content.decode()


def test_it_can_be_thrown_away(client, sundsvall, write):
    client.post(write, SAID)
    client.force_login(staff(sundsvall, Role.CASE_OFFICER))

    assert client.get(f"{write}?kasta=1").headers["Location"] == write
    assert "Ja, spåret får lyktor." not in client.get(write).content.decode()


def test_whoever_may_not_enter_the_desk_reads_nothing_of_it(client, sundsvall, write, citizen):
    client.post(write, SAID)
    client.force_login(citizen)

    assert "Ja, spåret får lyktor." not in client.get(write, follow=True).content.decode()


def test_what_another_site_sends_is_kept_for_nobody(sundsvall, write):
    client = Client(enforce_csrf_checks=True)

    assert client.post(write, SAID).status_code == 403
    client.force_login(staff(sundsvall, Role.CASE_OFFICER))
    assert "Ja, spåret får lyktor." not in client.get(write).content.decode()


def test_a_stranger_cannot_fill_the_store(client, write, settings):
    from portal.limit_table import Rate

    settings.LIMITS = {**settings.LIMITS, "staff_words": (Rate(1, 600, "stranger"),)}
    client.post(write, SAID)
    other = Client()
    other.post(write, SAID)

    assert "held" in client.session
    assert "held" not in other.session


def test_the_door_promises_nothing_where_nothing_was_written(client):
    assert "finns kvar" not in client.get("/konto/login/?next=/ideer/").content.decode()
    assert "finns kvar" not in client.get("/konto/signup/?next=/ideer/").content.decode()


class TestTooLate:
    """What there is no form for any more can be copied."""

    def test_an_answer_to_what_was_taken_away(self, client, sundsvall, citizen):
        entry = discussion.post(topic=TopicFactory(municipality=sundsvall), author=UserFactory(), text="Hej", now=NOW)
        address = f"/samtal/inlagg/{entry.pk}/svara/"
        held = Client()
        held.post(address, {"comment": "Skriven utan inloggning"})
        discussion.delete(entry=entry, person=entry.author, now=NOW)
        client.force_login(citizen)
        held.force_login(citizen)

        assert "Mina ord" in client.post(address, {"comment": "Mina ord"}).content.decode()
        assert "Skriven utan inloggning" in held.get(address).content.decode()

    def test_a_reason_when_support_has_closed(self, client, sundsvall, citizen):
        topic = TopicFactory(municipality=sundsvall, kind="proposal")
        address = f"/stod/{topic.pk}/emot/"
        held = Client()
        held.post(address, {"reason": "Skriven utan inloggning"})
        type(topic).objects.filter(pk=topic.pk).update(can_support=False)
        client.force_login(citizen)
        held.force_login(citizen)

        assert "Mitt skäl" in client.post(address, {"reason": "Mitt skäl"}).content.decode()
        assert "Skriven utan inloggning" in held.get(address).content.decode()

    def test_a_new_entry_when_the_thread_has_closed(self, client, sundsvall, citizen):
        idea = published(sundsvall)
        client.post(f"/samtal/skriv/{idea.topic_id}/", {"comment": "Skriven utan inloggning"})
        type(idea.topic).objects.filter(pk=idea.topic_id).update(can_discuss=False)
        client.force_login(citizen)

        assert "Skriven utan inloggning" in client.get(idea.get_absolute_url()).content.decode()

    def test_a_change_that_came_too_late(self, client, sundsvall, citizen):
        entry = discussion.post(topic=TopicFactory(municipality=sundsvall), author=citizen, text="Hej", now=NOW)
        address = f"/samtal/inlagg/{entry.pk}/andra/"
        client.post(address, {"comment": "Hej på er alla"})
        client.force_login(citizen)

        assert "Hej på er alla" in client.get(address).content.decode()

    def test_an_entry_about_what_went_out_of_sight(self, client, citizen):
        topic = TopicFactory(draft=True)
        client.force_login(citizen)

        answer = client.post(f"/samtal/skriv/{topic.pk}/", {"comment": "Mina ord <b>"})

        assert answer.status_code == 404
        assert "Mina ord &lt;b&gt;" in answer.content.decode()

    def test_what_waited_for_a_page_that_is_gone(self, client, sundsvall, citizen):
        entry = discussion.post(topic=TopicFactory(municipality=sundsvall), author=UserFactory(), text="Hej", now=NOW)
        address = f"/samtal/inlagg/{entry.pk}/svara/"
        client.post(address, {"comment": "Skriven utan inloggning"})
        type(entry.topic).objects.filter(pk=entry.topic_id).update(visibility="nobody")
        client.force_login(citizen)

        answer = client.get(address)

        assert answer.status_code == 404
        assert "Skriven utan inloggning" in answer.content.decode()
