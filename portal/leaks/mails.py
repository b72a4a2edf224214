from __future__ import annotations

from typing import TYPE_CHECKING

from participation.notifications import composing
from participation.notifications.judging import may_be_seen
from participation.notifications.models import OutgoingMail

from .walking import Sighting

if TYPE_CHECKING:
    from .planted import Planted


def in_mails(planted: Planted) -> list[Sighting]:
    """What stands in mail that would be sent now, by who gets it."""
    people = {person.email: role for role, person in planted.people.items()}
    if planted.bystander is not None:
        people[planted.bystander.email] = "bystander"
    run = f"@{planted.marks.run}.invalid"
    mails = OutgoingMail.objects.filter(to__endswith=run).select_related("person", "topic")
    return [
        Sighting(people.get(mail.to, "reporter"), thing, f"mail {mail.kind}")
        for mail in mails
        if may_be_seen(mail) and composing.compose(mail)
        for thing in things_in(mail, planted)
    ]


def things_in(mail: OutgoingMail, planted: Planted) -> set[str]:
    """Its own receiver's address is no news to them."""
    parts = (mail.subject, mail.text, mail.html, str(mail.headers), str(mail.attachments))
    return planted.marks.found_in("\n".join(parts).encode()) - planted.marks.found_in(mail.to.encode())
