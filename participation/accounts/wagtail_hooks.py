from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail import hooks

from .actions import keep_one_address

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import User


@hooks.register("after_create_user")
@hooks.register("after_edit_user")
def sign_in_with_that_address(request: HttpRequest, user: User) -> None:
    keep_one_address(person=user)
