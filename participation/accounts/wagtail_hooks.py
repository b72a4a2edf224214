from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks

from .actions import close_account, keep_one_address
from .models import User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse


@hooks.register("after_create_user")
@hooks.register("after_edit_user")
def sign_in_with_that_address(request: HttpRequest, user: User) -> None:
    keep_one_address(person=user, by=request.user)


@hooks.register("before_delete_user")
def forget_as_the_person_would(request: HttpRequest, user: User) -> HttpResponse | None:
    """Deleting a person here does what closing the account does, and keeps what is anybody else's."""
    if request.method != "POST":
        return None
    close_account(person=user)
    messages.success(request, _("Kontot är avslutat."))
    return redirect("wagtailusers_users:index")


@hooks.register("before_bulk_action")
def forget_several(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action_class_instance: Any
) -> HttpResponse | None:
    people = [person for person in objects if isinstance(person, User)]
    if request.method != "POST" or action_type != "delete" or not people:
        return None
    for person in people:
        close_account(person=person)
    messages.success(request, _("Kontona är avslutade."))
    return redirect("wagtailusers_users:index")
