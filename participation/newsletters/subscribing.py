"""What begins and ends a subscription."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from participation.accounts.addresses import same_address
from participation.accounts.letterbox import may_be_mailed
from participation.accounts.models import User
from participation.accounts.proof import has_proved
from participation.notifications.mail import new_message_id, one_line, sent_by
from participation.notifications.models import OutgoingMail

from . import asking
from .models import Delivery, Letter, Subscription
from .tokens import confirm_url, leave_url

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from participation.places.models import Municipality
    from participation.topics.models import Category

CONFIRM_KIND = "newsletter_confirm"
A_WEEK = timedelta(days=7)


@transaction.atomic
def subscribe_person(
    *,
    person: User,
    municipality: Municipality,
    categories: Iterable[Category] = (),
    language: str = "",
    now: datetime,
) -> Subscription:
    """The account's address is proved. What was asked for at that address without signing in becomes theirs.

    Without a `language` they go on in the one they had, or begin in that of the account.
    """
    Subscription.objects.filter(municipality=municipality, email=same_address(person.email)).delete()
    subscription, _is_new = Subscription.objects.update_or_create(
        municipality=municipality,
        person=person,
        defaults={"confirmed_at": now, "left_at": None, **({"language": language} if language else {})},
        create_defaults={"language": language or person.language, "confirmed_at": now, "created_at": now},
    )
    subscription.categories.set(categories)
    return subscription


@transaction.atomic
def ask_address(
    *, email: str, municipality: Municipality, categories: Iterable[Category], language: str, now: datetime
) -> None:
    """Somebody typed the address. It begins with a yes out of a mail. Nothing tells whether the address is known."""
    email = same_address(email)
    standing = Subscription.objects.standing().filter(municipality=municipality, email=email)
    if standing.exists() or not asking.may_be_asked(email, now=now):
        return  # whoever typed it may not change what the owner chose
    subscription, is_new = Subscription.objects.get_or_create(
        municipality=municipality,
        email=email,
        defaults={"language": language, "created_at": now},
    )
    if (not is_new and subscription.confirmed_at is None) or subscription.left_at is not None:
        Subscription.objects.filter(pk=subscription.pk).update(
            language=language, created_at=now, confirmed_at=None, left_at=None
        )
    subscription.categories.set(categories)
    if may_be_mailed(email, now=now):
        Subscription.objects.filter(pk=subscription.pk).update(asked_at=now)
        asking.asked(subscription, now=now)
        _mail_question(subscription, language, now)


def _mail_question(subscription: Subscription, language: str, now: datetime) -> None:
    with translation.override(language):
        leave = leave_url(subscription.pk)
        context = {
            "municipality": subscription.municipality,
            "confirm_url": confirm_url(subscription),
            "leave_url": leave,
            "language": language,
            "subject": _("Bekräfta att du vill ha nyhetsbrevet"),
        }
        OutgoingMail.objects.create(
            kind=CONFIRM_KIND,
            to=subscription.email,
            sender=sent_by(subscription.municipality.full_name),
            subject=one_line(str(context["subject"])),
            text=render_to_string("emails/newsletters/confirm.txt", context),
            html=render_to_string("emails/newsletters/confirm.html", context),
            headers={"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
            message_id=new_message_id(),
            created_at=now,
            next_attempt_at=now,
        )


@transaction.atomic
def confirm(*, subscription: Subscription, now: datetime) -> None:
    """Where the address belongs to an account, the account gets the subscription: it then follows a changed address."""
    asking.said_yes(subscription.email)
    person = User.objects.filter(email=subscription.email, is_active=True).first()
    if person is not None and has_proved(person, subscription.email):
        subscribe_person(
            person=person,
            municipality=subscription.municipality,
            categories=list(subscription.categories.all()),
            language=subscription.language,
            now=now,
        )
        return
    Subscription.objects.filter(pk=subscription.pk).update(confirmed_at=now, left_at=None)


@transaction.atomic
def leave(*, subscription: Subscription, letter_id: int = 0, now: datetime) -> bool:
    """At once: what lies ready for them is taken back. Returns whether they had been there."""
    left = Subscription.objects.filter(pk=subscription.pk, left_at__isnull=True).update(left_at=now)
    waiting = Delivery.objects.filter(subscription=subscription, outcome=Delivery.Outcome.WAITING)
    mails = list(waiting.exclude(mail=None).values_list("mail", flat=True))
    OutgoingMail.objects.filter(Q(status=OutgoingMail.Status.WAITING) | Q(handed_over_at=None), pk__in=mails).delete()
    if left and letter_id and Delivery.objects.filter(letter=letter_id, subscription=subscription).exists():
        Letter.objects.filter(pk=letter_id).update(left=F("left") + 1)
    return bool(left)


def read_in(*, subscription: Subscription, language: str) -> bool:
    """From the next letter on. Returns whether they still get any."""
    standing = Subscription.objects.standing().filter(pk=subscription.pk)
    return bool(standing.update(language=language))


@transaction.atomic
def come_back(*, subscription: Subscription, letter_id: int = 0) -> None:
    back = Subscription.objects.filter(pk=subscription.pk, left_at__isnull=False, confirmed_at__isnull=False)
    if back.update(left_at=None) and letter_id:
        Letter.objects.filter(pk=letter_id, left__gt=0, deliveries__subscription=subscription).update(
            left=F("left") - 1
        )


def adopt(sender: object, person: User, **kwargs: object) -> None:
    """An address was proved: subscriptions that said yes at it follow the account from now on."""
    for found in Subscription.objects.standing().filter(email=person.email).select_related("municipality"):
        subscribe_person(
            person=person,
            municipality=found.municipality,
            categories=list(found.categories.all()),
            language=found.language,
            now=found.confirmed_at,  # type: ignore[arg-type]  # a standing one is confirmed
        )


def forget_the_gone(now: datetime) -> int:
    """Addresses that nobody said yes from, and those that left, a week after. Returns how many."""
    asking.forget(now)
    unproved = Q(confirmed_at__isnull=True, created_at__lt=now - A_WEEK)
    removed, _rows = Subscription.objects.filter(unproved | Q(left_at__lt=now - A_WEEK)).delete()
    return removed
