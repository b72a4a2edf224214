from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress

from participation.accounts.actions import close_account, keep_one_address
from participation.accounts.address_keys import keys_of, proved_keys_of
from participation.accounts.addresses import same_address
from participation.accounts.models import User
from participation.accounts.signals import address_left


def test_an_address_is_the_same_however_it_is_written() -> None:
    assert keys_of(" Zed@Example.com ") == keys_of("zed@example.com")
    assert keys_of("bo@Räksmörgås.se") == keys_of("bo@xn--rksmrgs-5wao1o.se")
    assert keys_of("zed@example.com") != keys_of("zed@example.org")
    assert same_address("ingen adress") == "ingen adress"
    assert same_address(f"a@{'ö' * 80}.se") == f"a@{'ö' * 80}.se"


def test_a_key_tells_nothing_without_the_secret(settings: Any) -> None:
    before = keys_of("zed@example.com")
    settings.SECRET_KEY = "another one"

    assert "zed" not in before[0]
    assert len(before[0]) == 64
    assert keys_of("zed@example.com") != before


def test_keys_of_before_are_still_recognised(settings: Any) -> None:
    before = keys_of("zed@example.com")[0]
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another one"

    first, *others = keys_of("zed@example.com")

    assert first != before
    assert before in others


@pytest.mark.django_db
def test_only_proved_addresses_count(citizen: User) -> None:
    EmailAddress.objects.create(user=citizen, email="annan@example.com", verified=False)

    assert proved_keys_of(citizen) == keys_of(citizen.email)


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["closed", "changed by an administrator", "removed"])
def test_it_is_told_of_every_proved_address_that_goes(citizen: User, how: str) -> None:
    EmailAddress.objects.create(user=citizen, email="aldrig@example.com", verified=False)
    gone: list[str] = []

    def hear(sender: Any, key: str, **kwargs: Any) -> None:
        gone.append(key)

    address, pk = citizen.email, citizen.pk
    address_left.connect(hear)
    try:
        if how == "closed":
            close_account(person=citizen)
        elif how == "removed":
            EmailAddress.objects.get(user=pk, email=address).remove()
        else:
            citizen.email = "ny@example.com"
            keep_one_address(person=citizen)
    finally:
        address_left.disconnect(hear)

    assert gone == [keys_of(address)[0]]
