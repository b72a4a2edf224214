"""What of the newsletters waits for a publisher, for the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from participation.accounts.models import Role
from participation.accounts.permissions import is_administrator, municipalities_of
from participation.core.desk import Deed, Job, Key, Queue

from .models import Letter
from .sending import path_of

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

SHOWN = 5


def queue_of(user: User, *, now: datetime) -> Queue:
    waiting = Letter.objects.filter(status=Letter.Status.DRAFT, handed_in_at__isnull=False).exclude(written_by=user)
    if not is_administrator(user):
        waiting = waiting.filter(Q(municipality__in=municipalities_of(user, Role.PUBLISHER)))
    total = waiting.count()
    if not total:
        return Queue(Key.REVIEW, total=0)
    oldest = waiting.select_related("municipality").defer("body").order_by("handed_in_at", "pk")[:SHOWN]
    return Queue(Key.REVIEW, total, [_job(letter, now) for letter in oldest])


def _job(letter: Letter, now: datetime) -> Job:
    assert letter.handed_in_at is not None
    return Job(
        title=_("Nyhetsbrev: %(subject)s") % {"subject": letter.subject},
        url=path_of(letter),
        why=_("Någon annan än den som skrev det ska läsa och skicka det. %(place)s.")
        % {"place": letter.municipality.name},
        shape="wait",
        word=_("Väntar %(time)s") % {"time": timesince(letter.handed_in_at, now, depth=1)},
        deeds=(Deed(_("Läs och skicka"), path_of(letter)),),
    )
