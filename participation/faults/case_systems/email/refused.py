"""A mail that its server never took is a hand-over that did not come through, however long ago it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from participation.faults.models import Dispatch
from participation.notifications.models import OutgoingMail

if TYPE_CHECKING:
    from collections.abc import Iterator

KIND = "case:"  # and the dispatch
NEW = "ny"  # of the mail that is the hand-over itself
Status, State, Step = OutgoingMail.Status, Dispatch.State, Dispatch.Step
NEVER_CAME = (Status.FAILED, Status.WITHHELD)


def on_given_up(sender: Any, mail: OutgoingMail, **said: Any) -> None:
    """Connected to the outbox, in whose transaction it is."""
    if mail.kind.startswith(KIND):
        _give_up(mail)


def never_came() -> Iterator[str]:
    """Hand-overs that are called done, though a mail of theirs was given up."""
    for _mail, row in _untold():
        yield f"{row.report.number} is called done by e-mail, and a mail of it never came through"


def hand_to_staff() -> int:
    """As if it had been noticed when it happened."""
    with transaction.atomic():
        return sum(_give_up(mail) for mail, _row in list(_untold()))


def _untold() -> Iterator[tuple[OutgoingMail, Dispatch]]:
    done = Dispatch.objects.filter(state=State.DONE, system__kind="email").select_related("report")
    for mail in OutgoingMail.objects.filter(kind__startswith=KIND, status__in=NEVER_CAME).order_by("pk").iterator():
        if row := done.filter(pk=_dispatch_of(mail)).first():
            yield mail, row


def _give_up(mail: OutgoingMail) -> bool:
    """For staff, whatever the row was doing: who is sending it is overtaken, and writes no mail twice."""
    row = Dispatch.objects.select_for_update().filter(pk=_dispatch_of(mail)).first()
    if row is None:  # withdrawn since
        return False
    row.state, row.leased_until, row.error = State.DEAD, None, _why(mail)
    if mail.message_id.startswith(f"<case-{row.pk}-{NEW}@"):
        row.step, row.external_id = Step.NEW, ""  # nobody there has heard of it
    row.save(update_fields=["state", "leased_until", "error", "step", "external_id"])
    return True


def _why(mail: OutgoingMail) -> str:
    reasons = {
        "SMTPRecipientsRefused": _("mejlservern säger nej till adressen"),
        "StoppedAddress": _("adressen har inte tagit emot mejl tidigare"),
        "OutcomeUnknown": _("mejlservern svarade inte, så ingen vet"),
    }
    words = _("Mejlet till %(to)s gick inte fram (%(why)s). Kontrollera e-postadressen och skicka sedan igen.")
    why = reasons.get(mail.error, mail.error or mail.get_status_display())
    return (words % {"to": mail.to, "why": why})[:300]


def _dispatch_of(mail: OutgoingMail) -> int:
    told = mail.kind.removeprefix(KIND)
    return int(told) if told.isdecimal() and len(told) < 18 else 0
