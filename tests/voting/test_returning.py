"""Delete the account, register again, support again: a proved address counts once (T29)."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.accounts.actions import close_account
from participation.accounts.models import User
from participation.core.integrity import checks
from participation.topics.models import Topic
from participation.voting import actions
from participation.voting.errors import SupportGiven
from participation.voting.models import LeftKey, Support
from participation.voting.returning import KEPT_AFTER_CLOSING, forget_keys
from tests.accounts.pages import code_in, prove_it_is_me
from tests.factories import TopicFactory, UserFactory

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db
NOW = timezone.now()
ZED = "zed@example.com"


@pytest.fixture
def topic(sundsvall: Municipality) -> Topic:
    return TopicFactory(municipality=sundsvall, kind="proposal")


def supports(topic: Topic) -> tuple[int, int]:
    topic.refresh_from_db()
    return topic.supports, topic.objections


def register(mailoutbox: list[EmailMessage], email: str = ZED) -> tuple[Client, User]:
    """As anybody does it: the form, the code in the mail."""
    caches["default"].clear()
    client = Client()
    client.post(reverse("account_signup"), {"email": email, "password1": "", "display_name": "", "home": ""})
    client.post(reverse("account_email_verification_sent"), {"code": code_in(mailoutbox[-1].body)})
    return client, User.objects.get(email=email)


def test_delete_register_again_support_again_is_one_support(topic: Topic, mailoutbox: list[EmailMessage]) -> None:
    client, first = register(mailoutbox)
    client.post(reverse("voting:support", args=[topic.pk]))
    close_account(person=first)
    assert supports(topic) == (1, 0)

    client, again = register(mailoutbox, "Zed@Example.com".lower())
    page = client.get(reverse("voting:support", args=[topic.pk])).content.decode()
    client.post(reverse("voting:support", args=[topic.pk]))

    assert supports(topic) == (1, 0)
    assert "Du stöder förslaget" in page
    assert Support.objects.get().person == again
    assert not LeftKey.objects.exists()
    call_command("verify_integrity", stdout=StringIO())


def test_a_support_that_came_back_can_be_taken_back_and_given_anew(
    topic: Topic, mailoutbox: list[EmailMessage]
) -> None:
    client, first = register(mailoutbox)
    actions.object_to(topic=topic, person=first, reason="För dyrt", now=NOW)
    close_account(person=first)
    client, again = register(mailoutbox)
    assert supports(topic) == (0, 1)

    client.post(reverse("voting:take_back", args=[topic.pk]))
    assert supports(topic) == (0, 0)
    actions.support(topic=topic, person=again, now=NOW)
    assert supports(topic) == (1, 0)


def test_nothing_readable_remains_of_who_left(topic: Topic) -> None:
    zed = UserFactory(email=ZED)
    actions.support(topic=topic, person=zed, now=NOW)

    close_account(person=zed)

    row = LeftKey.objects.get()
    assert row.support.person is None
    assert "zed" not in row.key


def test_each_proved_address_of_the_account_counts_once(topic: Topic, mailoutbox: list[EmailMessage]) -> None:
    """One account with two addresses had one support: neither address gives another."""
    zed = UserFactory(email=ZED)
    EmailAddress.objects.create(user=zed, email="zed2@example.com", verified=True)
    EmailAddress.objects.create(user=zed, email="aldrig@example.com", verified=False)
    actions.support(topic=topic, person=zed, now=NOW)
    close_account(person=zed)

    _client, second = register(mailoutbox, "zed2@example.com")
    assert not actions.support(topic=topic, person=second, now=NOW)
    _client, first = register(mailoutbox, ZED)
    with pytest.raises(SupportGiven):
        actions.support(topic=topic, person=first, now=NOW)
    assert supports(topic) == (1, 0)

    _client, never = register(mailoutbox, "aldrig@example.com")
    actions.support(topic=topic, person=never, now=NOW)
    assert supports(topic) == (2, 0)


def test_an_address_that_moves_to_another_account_counts_once(topic: Topic, mailoutbox: list[EmailMessage]) -> None:
    zed = UserFactory(email="kvar@example.com")
    EmailAddress.objects.create(user=zed, email=ZED, verified=True)
    actions.support(topic=topic, person=zed, now=NOW)
    EmailAddress.objects.get(email=ZED).remove()

    client, other = register(mailoutbox)
    page = client.post(reverse("voting:support", args=[topic.pk]), follow=True).content.decode()
    assert "har redan sagt sitt" in page
    assert supports(topic) == (1, 0)
    answer = client.post(reverse("voting:object", args=[topic.pk]), {"reason": "För dyrt"})
    assert answer.status_code == 422
    assert supports(topic) == (1, 0)

    actions.take_back(topic=topic, person=zed, now=NOW)
    actions.support(topic=topic, person=other, now=NOW)
    assert supports(topic) == (1, 0)


def test_who_has_a_stance_of_their_own_gets_no_second(topic: Topic, mailoutbox: list[EmailMessage]) -> None:
    """Two addresses each said theirs before they met in one account: both count, and neither counts again."""
    zed = UserFactory(email=ZED)
    actions.support(topic=topic, person=zed, now=NOW)
    close_account(person=zed)
    client, other = register(mailoutbox, "annan@example.com")
    actions.support(topic=topic, person=other, now=NOW)
    prove_it_is_me(client)
    client.post("/konto/email/", {"email": ZED, "action_add": ""})
    client.post(reverse("account_email_verification_sent"), {"code": code_in(mailoutbox[-1].body)})
    assert EmailAddress.objects.filter(user=other, email=ZED, verified=True).exists()
    assert supports(topic) == (2, 0)

    actions.take_back(topic=topic, person=other, now=NOW)
    actions.support(topic=topic, person=other, now=NOW)
    assert supports(topic) == (1, 0)
    close_account(person=other)
    assert not list(next(c for c in checks() if c.name == "voting.one_stance_an_address").find())


def test_an_address_that_nobody_proved_gets_nothing_back(topic: Topic) -> None:
    zed = UserFactory(email=ZED)
    actions.support(topic=topic, person=zed, now=NOW)
    close_account(person=zed)
    stranger = User.objects.create_user(ZED)
    EmailAddress.objects.create(user=stranger, email=ZED, verified=False)

    actions.support(topic=topic, person=stranger, now=NOW)

    assert Support.objects.filter(person__isnull=True).count() == 1


def test_integrity_says_where_an_address_counts_twice(topic: Topic) -> None:
    for _time in range(2):
        zed = UserFactory(email=ZED)
        Support.objects.create(topic=topic, person=zed)
        close_account(person=zed)
    Topic.objects.filter(pk=topic.pk).update(supports=2)
    call_command("verify_integrity", stdout=StringIO())
    LeftKey.objects.create(support=Support.objects.last(), key=LeftKey.objects.get().key)

    with pytest.raises(SystemExit):
        call_command("verify_integrity", stdout=StringIO())


def test_keys_go_when_nobody_can_support_any_more(sundsvall: Municipality) -> None:
    zed = UserFactory(email=ZED)
    long_ago = NOW - KEPT_AFTER_CLOSING - timedelta(days=1)
    open_one, over, shut, lately = [TopicFactory(municipality=sundsvall) for _number in range(4)]
    for topic in (open_one, over, shut, lately):
        actions.support(topic=topic, person=zed, now=NOW)
    close_account(person=zed)
    Topic.objects.filter(pk=over.pk).update(closes_at=long_ago)
    Topic.objects.filter(pk=shut.pk).update(can_support=False, last_activity_at=long_ago)
    Topic.objects.filter(pk=lately.pk).update(can_support=False)

    assert forget_keys(NOW) == 2
    assert set(LeftKey.objects.values_list("support__topic", flat=True)) == {open_one.pk, lately.pk}


def test_it_costs_one_question_where_nobody_left(
    topic: Topic, citizen: User, django_assert_num_queries: object
) -> None:
    actions.support(topic=topic, person=UserFactory(), now=NOW)

    with django_assert_num_queries(9):  # type: ignore[operator]
        actions.support(topic=topic, person=citizen, now=NOW)
