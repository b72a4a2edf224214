from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from participation.core import networks
from participation.notifications.models import Notification

from .models import Device
from .sealing import BadKeys, read_keys

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

MOST_EACH = 10


class NoDevice(Exception):
    """What the browser sent is no subscription that we may write to."""


@transaction.atomic
def add_device(*, person: User, name: str, endpoint: str, public_key: str, secret: str, now: datetime) -> Device:
    """The same browser again is the same device, also where somebody else was signed in there. Raises NoDevice."""
    check_endpoint(endpoint)
    try:
        read_keys(public_key, secret)
    except BadKeys:
        raise NoDevice from None
    newest = Notification.objects.filter(person=person).aggregate(newest=Max("pk"))["newest"] or 0
    device, _is_new = Device.objects.update_or_create(
        endpoint_key=sha256(endpoint.encode()).hexdigest(),
        defaults={
            "person": person,
            "name": name[:80],
            "endpoint": endpoint,
            "public_key": public_key,
            "secret": secret,
            "created_at": now,
            "told_until": newest,
            "not_before": None,
            "failures": 0,
        },
    )
    old = Device.objects.filter(person=person).order_by("-created_at", "-pk").values("pk")[MOST_EACH:]
    Device.objects.filter(pk__in=[row["pk"] for row in old]).delete()
    return device


def check_endpoint(endpoint: str) -> None:
    """A browser says where its push service is, and whoever asks us to may say anything: raises NoDevice."""
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NoDevice from None
    is_open = parts.scheme == "http" and settings.DEVELOPMENT and host in ("127.0.0.1", "localhost")
    if not host or parts.username or parts.password or not (parts.scheme == "https" or is_open):
        raise NoDevice
    if port not in (None, 443) and not is_open:
        raise NoDevice
    try:
        networks.resolve(host, port or 443)
    except networks.ClosedNetwork:
        raise NoDevice from None
    except networks.NoSuchHost:
        return  # just now; it is asked again, and judged, whenever something is sent


def remove_device(*, device: Device) -> None:
    device.delete()
