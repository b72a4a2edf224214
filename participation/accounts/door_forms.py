"""Forms of allauth that we change. Apart from `forms`, which allauth itself reads while it is being loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from allauth.account import forms
from allauth.account.adapter import get_adapter
from django.contrib.auth.hashers import make_password
from django.db import transaction

from .addresses import same_address

if TYPE_CHECKING:
    from django.http import HttpRequest


class LoginForm(forms.LoginForm):
    def clean_login(self) -> str:
        return same_address(super().clean_login())


class RequestLoginCodeForm(forms.RequestLoginCodeForm):
    def clean_email(self) -> str:
        """The only one of allauth's forms that does not ask the adapter."""
        self.cleaned_data["email"] = get_adapter().clean_email(self.cleaned_data["email"])
        return str(super().clean_email())


class SignupForm(forms.SignupForm):
    def try_save(self, request: HttpRequest) -> Any:
        """Where the account is there already the answer takes as long: time would tell who has one."""
        if self.account_already_exists:
            self._work_as_for_a_new_one(request)
        return super().try_save(request)

    def _work_as_for_a_new_one(self, request: HttpRequest) -> None:
        """The password is hashed, while no lock is held, and an account's rows are written and taken back."""
        typed: dict[str, Any] = self.cleaned_data  # type: ignore[has-type]  # django's form sets it
        if typed["password1"]:
            make_password(typed["password1"])
        self.cleaned_data = {**typed, "email": f"{uuid4()}@portal.invalid", "password1": ""}
        self.account_already_exists = False
        try:
            with transaction.atomic():
                self.save(request)
                transaction.set_rollback(True)
        finally:
            self.cleaned_data, self.account_already_exists = typed, True
