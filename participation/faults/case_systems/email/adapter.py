from __future__ import annotations

import base64
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from participation.faults.case_systems.protocol import Created, Found, Ticket
from participation.faults.case_systems.trouble import Never
from participation.faults.models import CaseLink
from participation.notifications.mail import one_line
from participation.notifications.models import OutgoingMail
from participation.notifications.stops.actions import try_again

from .refused import KIND, NEVER_CAME, NEW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from participation.faults.case_systems.protocol import Change, Note, Photo
    from participation.faults.models import CaseSystem

LASTS = timedelta(days=60)


class ByEmail:
    """The outbox of mails sends it. Its Message-ID is made of what it is about, so no mail is written twice."""

    can_find = listed_ours = photos_go_along = True

    def __init__(self, system: CaseSystem) -> None:
        self.to = str(system.setting("to"))

    def close(self) -> None:
        pass

    def find(self, ticket: Ticket) -> str | None:
        written = OutgoingMail.objects.filter(message_id=_message_id(ticket, NEW)).exclude(status__in=NEVER_CAME)
        return ticket.number if written.exists() else None

    def create(self, ticket: Ticket) -> Created:
        if given_up := OutgoingMail.objects.filter(message_id=_message_id(ticket, NEW)).first():
            return Created(ticket.number, photos=len(given_up.attachments))  # the same mail goes again, see resume
        self.write(ticket, NEW, _said_new(ticket), "", ticket.photos)
        return Created(ticket.number)

    @transaction.atomic
    def resume(self, ticket: Ticket) -> None:
        """Mails that were given up go out once more, as the same mails, to the address as it is now: staff say so."""
        self._check()
        now = timezone.now()
        again = {"to": self.to, "attempts": 0, "unanswered": 0, "error": "", "handed_over_at": None, "created_at": now}
        given_up = OutgoingMail.objects.filter(kind=f"{KIND}{ticket.dispatch}", status__in=NEVER_CAME)
        if given_up.update(status=OutgoingMail.Status.WAITING, next_attempt_at=now, **again):
            try_again(address=self.to)

    def redeem(self, token: str) -> str | None:
        return None

    def attach(self, external_id: str, ticket: Ticket, photos: list[Photo], *, again: bool) -> int:
        """Those that came after the first mail, all in one of their own."""
        sentence = _("Foton till felanmälan %(number)s") % {"number": ticket.number}
        self.write(ticket, f"foto-{photos[0].key}", sentence, _("Den som anmälde har skickat foton."), photos)
        return len(photos)

    def note(self, external_id: str, ticket: Ticket, note: Note, *, again: bool) -> None:
        sentence = _("Nytt om felanmälan %(number)s") % {"number": ticket.number}
        words = note.words or note.label
        self.write(ticket, note.key, sentence, words, [])

    def changes_since(self, since: datetime, until: datetime) -> Iterator[Change]:
        return iter(())

    def probe(self, codes: list[str], *, ends: float) -> Found:
        """There is nobody to ask: what would be written, and to whom."""
        self._check()
        sender = settings.DEFAULT_FROM_EMAIL
        told = _("Varje anmälan mejlas till %(to)s från %(sender)s. Den som läser svarar med länken i mejlet.")
        nothing = _("Inget mejl skickades nu. Om adressen tar emot visar sig först med den första anmälan.")
        return Found([told % {"to": self.to, "sender": sender}, nothing], sample=_sample())

    def _check(self) -> None:
        if not self.to:
            raise Never(_("Ingen e-postadress är ifylld."))
        try:
            validate_email(self.to)
        except ValidationError:
            raise Never(_("Det som är ifyllt är ingen e-postadress. Rätta den.")) from None

    @transaction.atomic
    def write(self, ticket: Ticket, about: str, sentence: str, words: str, photos: list[Photo]) -> None:
        """Once for each thing that it is about. Without a link where the case is no longer theirs."""
        self._check()
        message_id, now = _message_id(ticket, about), timezone.now()
        if OutgoingMail.objects.filter(message_id=message_id).exists():
            return
        said = {
            "ticket": ticket,
            "sentence": sentence,
            "words": words,
            "link": _new_link(ticket, now) if ticket.is_theirs else "",
        }
        text, html = _rendered("txt", said), _rendered("html", said)
        OutgoingMail.objects.create(
            kind=f"{KIND}{ticket.dispatch}",
            to=self.to,
            sender=settings.DEFAULT_FROM_EMAIL,
            subject=one_line(sentence),
            text=text,
            html=html,
            attachments=list(_parts(photos)),
            message_id=message_id,
            created_at=now,
            next_attempt_at=now,
        )


def _rendered(form: str, said: dict[str, Any]) -> str:
    with override("sv"):
        return render_to_string(f"emails/faults/case.{form}", {**said, "days": LASTS.days})


def _sample() -> str:
    now = timezone.now()
    sample = Ticket(
        dispatch=0, number="F-…", code="", category="…", text=_("(här står vad den som anmälde skrev)"),
        place=_("(här står platsen)"), lat=None, lon=None, priority=2, municipality="", created_at=now, queued_at=now,
    )  # fmt: skip
    sentence = _said_new(sample)
    said = {"ticket": sample, "sentence": sentence, "words": "", "link": _("(här står länken)")}
    return _rendered("txt", said)


def _said_new(ticket: Ticket) -> str:
    return _("Ny felanmälan %(number)s: %(category)s") % {"number": ticket.number, "category": ticket.category}


def _new_link(ticket: Ticket, now: datetime) -> str:
    token = CaseLink.new_token()
    CaseLink.objects.create(dispatch_id=ticket.dispatch, token_hash=CaseLink.hashed(token), expires_at=now + LASTS)
    return settings.BASE_URL + reverse("faults:case_link", args=[token])


def _message_id(ticket: Ticket, about: str) -> str:
    host = settings.BASE_URL.split("://", 1)[-1].split("/", 1)[0].split(":", 1)[0]
    return f"<case-{ticket.dispatch}-{about}@{host}>"


def _parts(photos: list[Photo]) -> Iterator[dict[str, str]]:
    for photo in photos:
        with suppress(FileNotFoundError):  # taken away since: the rest goes all the same
            yield {"name": photo.name, "type": "image/jpeg", "base64": base64.b64encode(photo.read()).decode()}
