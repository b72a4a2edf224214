from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Comment, CommentReply

from . import personal_data
from .addresses import same_address
from .models import User
from .signals import sessions_ended

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

NOBODY = "borttaget-konto@portal.invalid"


@transaction.atomic
def keep_one_address(
    *, person: User, by: User | AnonymousUser | None = None, now: datetime | None = None
) -> EmailAddress:
    """The address an administrator wrote becomes the only one that opens the account.

    It is not verified by that: the first sign-in proves it with a code. An address from before,
    of somebody who may have left, no longer opens anything, and what it opened is closed.
    """
    person.email = same_address(person.email)
    person.save(update_fields=["email"])
    gone, _each = EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
    if gone and person != by:
        end_sessions(person=person, now=now or timezone.now())
    address, _created = EmailAddress.objects.get_or_create(user=person, email=person.email)
    if not address.primary:
        address.set_as_primary()
    return address


@transaction.atomic
def forget_the_unproved(*, person: User, now: datetime, but_password: bool = False) -> bool:
    """Whoever made the account never showed that the address is theirs: nothing they wrote is the person's who does.

    Returns whether there was anything. A second factor stays: only somebody who has proved an address can add one, so
    that it is never a stranger's, and must not fall because an administrator has just written another address.
    """
    left = bool(person.display_name or person.home_id or (person.has_usable_password() and not but_password))
    person.display_name, person.home = "", None
    if not but_password:
        person.set_unusable_password()
    person.save(update_fields=["display_name", "home", "password"])
    EmailAddress.objects.filter(user=person, verified=False).exclude(email=person.email).delete()
    end_sessions(person=person, now=now)
    return left


@transaction.atomic
def close_account(*, person: User, now: datetime | None = None) -> None:
    """Forget the person. What others built on stays, without a name; what was theirs alone goes."""
    address, language = person.email, person.language
    personal_data.erase(person)
    hand_over_notes(person=person)
    end_sessions(person=person, now=now or timezone.now())
    person.delete()
    with translation.override(language):
        EmailMessage(
            subject=_("Ditt konto är avslutat"),
            body=render_to_string("accounts/email/closed.txt", {"base_url": settings.BASE_URL}),
            to=[address],
        ).send()


def hand_over_notes(*, person: User) -> None:
    """Wagtail's notes on a page cascade with their writer and take the answers of colleagues along."""
    for model in (Comment, CommentReply):
        notes = model.objects.filter(user=person)
        if notes.exists():
            notes.update(user=nobody())


def nobody() -> User:
    """An account that nobody can use, for rows that demand a writer."""
    person, _created = User.objects.get_or_create(
        email=NOBODY, defaults={"is_active": False, "display_name": "Borttaget konto", "password": "!"}
    )
    return person


def end_sessions(*, person: User, now: datetime) -> None:
    """Sessions are not keyed by person, so each living one is opened; accounts are seldom closed."""
    for session in Session.objects.filter(expire_date__gte=now).iterator(chunk_size=500):
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            session.delete()
    sessions_ended.send(sender=type(person), person=person)
