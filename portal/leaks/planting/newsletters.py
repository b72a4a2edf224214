from __future__ import annotations

from typing import TYPE_CHECKING

from participation.newsletters.models import Letter, Subscription
from participation.newsletters.tokens import confirm_url, leave_url
from participation.newsletters.wording import words_of
from participation.push.models import Device

if TYPE_CHECKING:
    from ..planted import Planted


def plant(planted: Planted) -> None:
    """A draft, a letter that everybody may read, and an address that has not said yes."""
    rows, now = planted.rows, planted.now
    rows["draft newsletter"] = letter(planted, planted.words("draft newsletter"), planted.words("text of a newsletter"))
    rows["sent newsletter"] = letter(planted, "Läckageprov: ett nyhetsbrev", "Läckageprov.")
    Letter.objects.filter(pk=rows["sent newsletter"].pk).update(
        status=Letter.Status.SENT, approved_at=now, send_at=now, started_at=now, finished_at=now
    )
    wants = Subscription.objects.create(
        municipality=planted.here, email=planted.marks.address("subscriber's e-mail"), created_at=now
    )
    rows["device"] = Device.objects.create(
        person=planted.people["author"],
        name=planted.words("name of a device"),
        endpoint=f"https://{planted.of('endpoint of a device')}.invalid/",
        endpoint_key=planted.marks.run,
        told_until=2**62,
    )
    rows["yes to newsletters"] = end_of(confirm_url(wants))
    rows["no to newsletters"] = end_of(leave_url(wants.pk))


def letter(planted: Planted, subject: str, words: str) -> Letter:
    made = Letter.objects.create(
        municipality=planted.here,
        subject=subject,
        body=[{"type": "text", "value": {"heading": "", "text": f"<p>{words}</p>"}}],
        written_by=planted.people["editor"],
        written_at=planted.now,
    )
    made.words = words_of(made)
    made.save(update_fields=["words"])
    return made


def end_of(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[-1]
