from __future__ import annotations

import pytest
from allauth.mfa.adapter import get_adapter
from cryptography.fernet import InvalidToken

from participation.accounts import secrets


def test_what_is_encrypted_comes_back_and_does_not_show() -> None:
    box = secrets.encrypt("JBSWY3DPEHPK3PXP")

    assert "JBSWY3DPEHPK3PXP" not in box
    assert secrets.decrypt(box) == "JBSWY3DPEHPK3PXP"


def test_another_key_opens_nothing(settings: object) -> None:
    box = secrets.encrypt("JBSWY3DPEHPK3PXP")

    settings.SECRET_KEY = "x" * 60

    with pytest.raises(InvalidToken):
        secrets.decrypt(box)


def test_a_key_that_was_changed_still_opens_what_it_locked(settings: object) -> None:
    box = secrets.encrypt("JBSWY3DPEHPK3PXP")

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "x" * 60

    assert secrets.decrypt(box) == "JBSWY3DPEHPK3PXP"


def test_allauth_uses_it() -> None:
    assert get_adapter().decrypt(get_adapter().encrypt("hemligt")) == "hemligt"
    assert get_adapter().encrypt("hemligt") != "hemligt"
