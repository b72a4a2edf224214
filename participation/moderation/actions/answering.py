from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from ..models import Appeal, Decision, Item

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User


def answer(row: Appeal, *, outcome: str, words: str, by: User | None, now: datetime) -> None:
    """It waits no more. Its writer is told by the caller, when all that follows from it is done."""
    row.outcome, row.answer, row.decided_at, row.decided_by = outcome, words.strip(), now, by
    row.save()
    Item.objects.waiting().filter(appeal=row).update(settled_at=now, read_by=None, read_at=None)


def answer_open(decision: Decision, *, moderator: User, facts: str, now: datetime) -> Appeal | None:
    """`decision` was taken back: an appeal of it that waits is answered by that, as changed.

    Returns the one that waited; the caller tells of it, when all that follows is done. Nobody is said to have tried
    what they decided themselves.
    """
    waiting = Appeal.objects.filter(decision=decision, decided_at__isnull=True).select_related("person")
    row = waiting.select_for_update(no_key=True, of=("self",)).first()
    if row is None:
        return None
    row.decision = decision
    by = None if moderator.pk == row.first_decided_by_id else moderator
    with translation.override(row.person.language if row.person else settings.LANGUAGE_CODE):
        what = _("Beslutet togs tillbaka innan överklagandet var prövat.")
    answer(row, outcome=Appeal.Outcome.CHANGED, words=f"{what} {facts.strip()}"[:2000], by=by, now=now)
    return row
