from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from participation.faults.actions import report_fault
from participation.faults.actions.recording import record
from participation.faults.models import FaultEvent, FaultReport

from .errors import Refused
from .models import ApiClient, Submission, hash_of, new_key

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from .creating import Sent

OURS = uuid.UUID("5a0f6f1e-5b1c-4d0e-9a53-0f3d1c6f3110")


def make_client(*, now: datetime, **said: Any) -> tuple[ApiClient, str]:
    """The client and its key, which nobody can read again."""
    key = new_key()
    return ApiClient.objects.create(key_hash=hash_of(key), created_at=now, **said), key


def rotate_key(*, client: ApiClient) -> str:
    """A new key; the old one is worth nothing from now on."""
    key = new_key()
    client.key_hash, client.is_active = hash_of(key), True
    client.save(update_fields=["key_hash", "is_active"])
    return key


def revoke(*, client: ApiClient) -> None:
    client.is_active = False
    client.save(update_fields=["is_active"])


@transaction.atomic
def receive(*, client: ApiClient, sent: Sent, now: datetime) -> tuple[FaultReport, bool]:
    """Store the report once. Returns it, and whether it is new.

    With an id of the client's own the same id is one report, for ever; without one, the same words on the same day.
    Raises Refused where an id comes again with other words.
    """
    if sent.own_id and (before := _before(client, sent)) is not None:
        return before, False
    name = f"{client.pk} id {sent.own_id}" if sent.own_id else f"{client.pk} {now:%Y-%m-%d} {sent.digest}"
    report, is_new = report_fault(
        client_key=uuid.uuid5(OURS, name),
        photos=sent.photos,
        channel=FaultReport.Channel.OPEN311,
        now=now,
        **sent.said,
    )
    Submission.objects.get_or_create(
        report=report, defaults={"client": client, "own_id": sent.own_id or None, "digest": sent.digest}
    )
    if is_new and sent.links:
        words = _("Länkar till bilder som följde med. De har inte öppnats: ") + " ".join(sent.links)
        detail = {"client": client.name}
        record(report, FaultEvent.Kind.SYSTEM_NOTE, message=words[:2000], detail=detail, now=now)
    return report, is_new


def _before(client: ApiClient, sent: Sent) -> FaultReport | None:
    found = client.submissions.select_related("report").filter(own_id=sent.own_id).first()
    if found is None:
        return None
    if found.digest != sent.digest:
        raise Refused(400, _("Det id som du kallar anmälan har du redan använt för en annan. Skicka ett nytt id."))
    return found.report
