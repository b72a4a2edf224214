from __future__ import annotations

from typing import TYPE_CHECKING

from participation.notifications.actions import notify
from participation.notifications.models import Notification, Reason
from participation.notifications.unsubscribing import unsubscribe_url

if TYPE_CHECKING:
    from ..planted import Planted


def plant(planted: Planted) -> None:
    author = planted.people["author"]
    notify(
        people=[author],
        kind="lackageprov",
        sentence=planted.words("news to the author"),
        body=planted.words("body of news to the author"),
        path="/mina/",
        now=planted.now,
    )
    planted.rows["notification"] = Notification.objects.filter(person=author).latest("pk")
    address = unsubscribe_url(person=author, reason=Reason.OWN)
    planted.rows["unsubscribe token"] = address.rstrip("/").rsplit("/", 1)[-1]
