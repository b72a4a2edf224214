"""An idea that a moderator hid: what becomes of its answer, for as long as it is, and when it is shown again."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.answers import actions
from participation.answers.errors import CannotBeAnswered
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
