"""A browser that its person leaves gets no more of their news: whoever sits there next would read them.

A signed cookie of the browser tells which device it is. It outlives the session, which ends by itself after a
fortnight, while a telephone shall hear of news for longer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from .models import Device

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.accounts.models import User

COOKIE, SALT = "device", "push.device"
LONGEST = 400 * 24 * 60 * 60  # seconds: no browser keeps one longer


def remember(response: HttpResponse, device: Device) -> None:
    response.set_signed_cookie(
        COOKIE,
        str(device.pk),
        salt=SALT,
        max_age=LONGEST,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def this_one(request: HttpRequest | None) -> int:
    """The device that the browser is, or 0."""
    said = request.get_signed_cookie(COOKIE, default="", salt=SALT) if request is not None else ""
    return int(said) if said and said.isdecimal() else 0


def signed_out(sender: Any, request: HttpRequest | None, **more: Any) -> None:
    Device.objects.filter(pk=this_one(request)).delete()


def signed_in(sender: Any, request: HttpRequest | None, user: User, **more: Any) -> None:
    """Somebody else, where the one before never signed out."""
    Device.objects.filter(pk=this_one(request)).exclude(person=user).delete()


def new_password(sender: Any, request: HttpRequest | None, user: User, **more: Any) -> None:
    """It signs the person out everywhere else."""
    Device.objects.filter(person=user).exclude(pk=this_one(request)).delete()


def lost_password(sender: Any, user: User, **more: Any) -> None:
    out_everywhere(sender, user)


def out_everywhere(sender: Any, person: User, **more: Any) -> None:
    Device.objects.filter(person=person).delete()
