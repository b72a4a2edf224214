"""Where another part of the portal does something to a person, and we must do our share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, password_reset, user_signed_up
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.contrib import messages
from django.db.models.signals import pre_delete
from django.utils import timezone
from django.utils.translation import gettext as _

from .actions import forget_the_unproved
from .address_keys import keys_of
from .permissions import in_session
from .proof import MADE_HERE, knew_the_account, was_proved_before
from .signals import address_left, address_proved

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import User


def connect() -> None:
    authenticator_added.connect(second_factor_counts_at_once, dispatch_uid="accounts.second_factor")
    user_signed_up.connect(remember_who_signed_up, dispatch_uid="accounts.signed_up")
    email_confirmed.connect(nothing_of_strangers_outlives_the_proof, dispatch_uid="accounts.confirmed")
    password_reset.connect(nothing_of_strangers_outlives_the_link, dispatch_uid="accounts.reset")
    pre_delete.connect(tell_of_the_address_that_goes, sender=EmailAddress, dispatch_uid="accounts.address_left")


def second_factor_counts_at_once(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Whoever has just proved a new app or key need not sign in again to use it."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
        in_session(user, request)


def remember_who_signed_up(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    request.session[MADE_HERE] = user.pk


def nothing_of_strangers_outlives_the_proof(
    sender: Any, request: HttpRequest, email_address: EmailAddress, **kwargs: Any
) -> None:
    """Anybody can sign up with anybody's address. Whoever proves it elsewhere gets nothing of what was left there."""
    person: User = email_address.user
    known = was_proved_before(person, but=email_address) or knew_the_account(request, person)
    if not known and forget_the_unproved(person=person, now=timezone.now()):
        messages.info(
            request,
            _("Adressen var anmäld men inte bekräftad förut. Lösenord, namn och kommun som skrevs då gäller inte."),
        )
    request.session.pop(MADE_HERE, None)
    address_proved.send(sender=type(person), person=person, keys=keys_of(email_address.email))


def nothing_of_strangers_outlives_the_link(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """The new password is theirs who got the mailed link, which proves the address. Name and home may be another's."""
    if not was_proved_before(user):
        forget_the_unproved(person=user, now=timezone.now(), but_password=True)
        request.session[MADE_HERE] = user.pk
        verify_email_indirectly(request, user, user.email)


def tell_of_the_address_that_goes(sender: Any, instance: EmailAddress, **kwargs: Any) -> None:
    """However it goes: removed by the person or an administrator, or along with the account."""
    if instance.verified:
        address_left.send(sender=type(instance.user), person=instance.user, key=keys_of(instance.email)[0])
