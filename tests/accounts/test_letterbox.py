"""Anybody can write anybody's address where an account is opened: a stranger's letterbox is not filled by that."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.utils import timezone

from participation.accounts.letterbox import MOST_AN_HOUR, MOST_TO_OPEN_AN_ACCOUNT, may_be_mailed
from participation.accounts.models import User
from tests.factories import UserFactory

from .pages import PASSWORD, code_in

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from django.test import Client

pytestmark = pytest.mark.django_db
VICTIM = "offer@example.org"
SIGN_UP, CODE, RESET = "/konto/signup/", "/konto/login/code/", "/konto/password/reset/"


@pytest.fixture(autouse=True)
def without_the_limits_of_doors(settings: Any) -> None:
    """They count by account and address; here the mails are counted, from wherever they are asked for."""
    settings.LIMITS = dict.fromkeys(settings.LIMITS, ())


def knock(client: Client, path: str, address: str = VICTIM) -> str:
    client.cookies.clear()
    response = client.post(path, {"email": address, "password1": PASSWORD}, follow=True)
    return response.request["PATH_INFO"]


def test_all_forms_that_open_an_account_count_together(client: Client, mailoutbox: list[EmailMessage]) -> None:
    ends = {path: {knock(client, path) for _time in range(4)} for path in (SIGN_UP, CODE, RESET)}

    assert len(mailoutbox) == MOST_TO_OPEN_AN_ACCOUNT
    assert all(len(same) == 1 for same in ends.values())  # the page says the same whether a mail went


def test_with_what_other_forms_have_sent(client: Client, mailoutbox: list[EmailMessage]) -> None:
    now = timezone.now()
    assert [may_be_mailed(VICTIM, now=now) for _time in range(5)] == [True] * MOST_AN_HOUR + [False] * 2

    for number in range(9):
        knock(client, CODE, f"offer+{number}@example.org")

    assert len(mailoutbox) == MOST_TO_OPEN_AN_ACCOUNT - MOST_AN_HOUR


def test_an_hour_later_there_is_room_again(client: Client, mailoutbox: list[EmailMessage]) -> None:
    for _time in range(7):
        knock(client, CODE)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        knock(client, CODE)

    assert len(mailoutbox) == MOST_TO_OPEN_AN_ACCOUNT + 1


def test_an_account_does_not_mail_a_stranger_by_adding_their_address(
    client: Client, citizen: User, mailoutbox: list[EmailMessage]
) -> None:
    client.post("/konto/login/", {"login": citizen.email, "password": PASSWORD})
    for _time in range(10):
        client.post("/konto/email/", {"email": VICTIM, "action_add": ""})
        EmailAddress.objects.filter(email=VICTIM).delete()

    assert 0 < len([mail for mail in mailoutbox if mail.to == [VICTIM]]) <= MOST_TO_OPEN_AN_ACCOUNT


def test_whoever_has_proved_an_address_is_always_let_in(client: Client, mailoutbox: list[EmailMessage]) -> None:
    person = UserFactory(email=VICTIM)
    EmailAddress.objects.update_or_create(user=person, email=VICTIM, defaults={"verified": True, "primary": True})
    for _time in range(MOST_TO_OPEN_AN_ACCOUNT + 2):
        knock(client, CODE)

    assert len(mailoutbox) == MOST_TO_OPEN_AN_ACCOUNT + 2
    assert code_in(mailoutbox[-1].body)
