"""News to devices: what a mail's subject would say, and where it leads. Each is tried while it is news, for a day.

A service that says the device is gone (404, 410) has it forgotten; one that is busy is left alone for a while. Nothing
of a topic that its person may no longer see leaves, because the news start from `Notification.objects.to(person)`.
"""

from __future__ import annotations

import json
import logging
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation

from participation.core import networks
from participation.core.bounded import Clock
from participation.notifications.mail import one_line
from participation.notifications.models import Notification

from .keys import is_on, own_key
from .models import Device
from .sealing import BadKeys, sealed, signed_by

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger(__name__)

A_DAY = timedelta(days=1)
PATIENCE, IN_ALL = 5.0, 20.0  # seconds for one answer, and for one look
MOST, MOST_EACH = 200, 3
LONGEST_WAIT = timedelta(hours=6)
GIVEN_UP_AFTER = 20  # failures in a row
GONE = (404, 410)


class Gone(Exception):
    """The device is no more."""


class NotNow(Exception):
    """Its service is busy or away. `wait` is in seconds, where it says so."""

    def __init__(self, wait: int = 0) -> None:
        super().__init__()
        self.wait = wait


def send_news(now: datetime) -> int:
    """Returns how many messages went."""
    if not is_on():
        return 0
    fresh = Q(person__notifications__pk__gt=F("told_until"), person__notifications__created_at__gt=now - A_DAY)
    awake = Q(not_before__isnull=True) | Q(not_before__lte=now)
    due = Device.objects.filter(fresh, awake, person__is_active=True).distinct().order_by("pk")
    ends, sent = time.monotonic() + IN_ALL, 0
    with client() as http:
        for device in due.select_related("person")[:MOST]:
            if time.monotonic() > ends:
                break
            sent += _tell(device, http, now)
    return sent


def client() -> httpx.Client:
    """For one call at a time, each with an end: who asks for news says which service it is, and it may drip."""
    return httpx.Client(
        transport=networks.PinnedTransport(Clock(sending=PATIENCE, answering=PATIENCE)),
        follow_redirects=False,
        trust_env=False,
        timeout=PATIENCE,
        headers={"User-Agent": "samskapa"},
    )


def _tell(device: Device, http: httpx.Client, now: datetime) -> int:
    """The few newest; the others stand on the site."""
    rows = Notification.objects.to(device.person).filter(
        pk__gt=device.told_until, created_at__gt=now - A_DAY, read_at__isnull=True
    )
    news = sorted(rows.order_by("-pk")[:MOST_EACH], key=lambda row: row.pk)
    newest = Notification.objects.filter(person=device.person_id).order_by("-pk").values_list("pk", flat=True)[:1]
    if not news:
        _claim(device, max([device.told_until, *newest]))
        return 0
    sent = 0
    for row in news:
        before = device.told_until
        if not _claim(device, row.pk):
            return sent  # another worker is at it
        try:
            _push(device, message_of(row, device.person.language), http, now)
        except Gone:
            Device.objects.filter(pk=device.pk).delete()
            return sent
        except NotNow as pause:
            _rest(device, before, pause, now)
            return sent
        sent += 1
    Device.objects.filter(pk=device.pk).update(told_at=now, failures=0, not_before=None)
    return sent


def _claim(device: Device, until: int) -> bool:
    """Only one worker moves it on."""
    moved = Device.objects.filter(pk=device.pk, told_until=device.told_until).update(told_until=until)
    device.told_until = until
    return bool(moved)


def _rest(device: Device, before: int, pause: NotNow, now: datetime) -> None:
    failures = device.failures + 1
    if failures >= GIVEN_UP_AFTER:
        Device.objects.filter(pk=device.pk).delete()
        return
    wait = min(max(timedelta(seconds=pause.wait), timedelta(minutes=2 ** min(failures, 9))), LONGEST_WAIT)
    Device.objects.filter(pk=device.pk, told_until=device.told_until).update(
        told_until=before, failures=failures, not_before=now + wait
    )


def message_of(row: Notification, language: str) -> bytes:
    """No more than a mail's subject says: a push service keeps it, sealed, and a locked screen shows it."""
    with translation.override(language):
        path = reverse("notifications:open", args=[row.pk])
    said = {"title": one_line(row.sentence), "path": path, "tag": f"news-{row.pk}", "language": language}
    return json.dumps(said, ensure_ascii=False).encode()


def push_to(device: Device, message: bytes) -> None:
    """One message at once, for a person who waits for it. Raises Gone, NotNow."""
    with client() as http:
        _push(device, message, http, timezone.now())


def _push(device: Device, message: bytes, http: httpx.Client, now: datetime) -> None:
    try:
        body = sealed(message, public_key=device.public_key, secret=device.secret)
        headers = {
            "Authorization": signed_by(own_key(), endpoint=device.endpoint, contact=settings.VAPID_CONTACT, now=now),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(int(A_DAY.total_seconds())),
            "Urgency": "normal",
        }
        with http.stream("POST", device.endpoint, content=body, headers=headers) as answer:  # its words are not read
            status, wait = answer.status_code, answer.headers.get("Retry-After", "")
    except (BadKeys, networks.ClosedNetwork):
        raise Gone from None
    except (httpx.HTTPError, httpx.InvalidURL, networks.NoSuchHost) as error:
        log.warning("push to device %s failed: %s", device.pk, type(error).__name__)
        raise NotNow from None
    if status in GONE:
        raise Gone
    if not 200 <= status < 300:
        log.warning("push to device %s was answered with %s", device.pk, status)
        raise NotNow(int(wait) if wait.isdecimal() and len(wait) < 7 else 0)
