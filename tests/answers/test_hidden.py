"""An idea that a moderator hid: what becomes of its answer, for as long as it is, and when it is shown again."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from home.scheduled import publish_scheduled
from participation.answers import actions
from participation.answers.errors import CannotBeAnswered
from participation.answers.models import Answer
from participation.moderation import actions as moderation
from participation.notifications.models import Notification, OutgoingMail
from tests.factories import UserFactory

from .factories import a_way, drafted, sent
from .test_many import MANY, said

pytestmark = pytest.mark.django_db
HIDDEN = "En granskare har dolt idén. Det går att skicka svaret när idén visas igen."


def hide(idea, moderator):
    moderation.hide_topic(topic=idea.topic, moderator=moderator, rule="hate", facts="Hotar", now=timezone.now())


def test_the_list_says_so_and_offers_no_answer(client, idea, case_officer, moderator):
    client.force_login(case_officer)
    before = client.get("/cms/ideer/?visa=alla").content.decode()
    hide(idea, moderator)

    page = client.get("/cms/ideer/?visa=alla").content.decode()

    assert f'value="{idea.topic_id}" form="flera"' in before
    assert "Dold av en granskare" not in before
    assert "Dold av en granskare" in page
    assert 'form="flera"' not in page


def test_no_answer_is_sent_alone_or_with_others(client, idea, case_officer, moderator, department):
    draft = drafted(idea, case_officer, department)
    hide(idea, moderator)

    with pytest.raises(CannotBeAnswered, match=HIDDEN):
        sent(draft, case_officer)

    actions.discard(draft=draft, by=case_officer, seen=actions.stamp(draft))
    client.force_login(case_officer)
    assert HIDDEN in client.post(MANY, said([idea], department)).content.decode()
    assert HIDDEN in client.get(reverse("answers_admin:write", args=[idea.topic_id]), follow=True).content.decode()


def test_whoever_it_waits_for_is_told_when_it_is_shown_again(sundsvall, idea, case_officer, moderator, department):
    lawyer = UserFactory(email="jurist@example.com")
    a_way(sundsvall, Jurist=[lawyer])
    sent(drafted(idea, case_officer, department), case_officer)
    hide(idea, moderator)
    Notification.objects.filter(person=lawyer).delete()
    OutgoingMail.objects.filter(to=lawyer.email).delete()

    moderation.restore_topic(topic=idea.topic, moderator=moderator, now=timezone.now())

    assert Notification.objects.get(person=lawyer).kind == "answer_to_approve"
    assert OutgoingMail.objects.get(to=lawyer.email).subject.startswith("Ett svar väntar på ditt beslut")


def test_an_answer_whose_day_comes_meanwhile_waits_until_it_is_shown_again(
    client, idea, case_officer, moderator, department
):
    sent(drafted(idea, case_officer, department, go_live_at=timezone.now() + timedelta(hours=1)), case_officer)
    hide(idea, moderator)
    later = timezone.now() + timedelta(hours=2)
    client.force_login(case_officer)
    with time_machine.travel(later, tick=False):
        publish_scheduled(later)
        publish_scheduled(later)
        page = client.get(reverse("answers_admin:answer", args=[idea.topic_id])).content.decode()

        assert not Answer.objects.exists()
        assert not Notification.objects.filter(kind__in=["idea_answered", "answer_not_published"]).exists()
        assert "Klart, kommer ut när det går att svara igen" in page

        moderation.restore_topic(topic=idea.topic, moderator=moderator, now=later)
        publish_scheduled(later)

    assert Answer.objects.exists()
    assert Notification.objects.filter(kind="idea_answered").exists()
