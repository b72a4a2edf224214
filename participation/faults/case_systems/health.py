"""How a case system is doing, as staff read it. That it answers when it is asked says nothing of what is sent there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max
from django.utils.dateformat import format as written
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.faults.models import OutgoingUpdate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from participation.faults.models import CaseSystem
    from participation.faults.querysets import DispatchQuerySet


@dataclass(frozen=True)
class Stuck:
    """Reports to a system that do not come through, or wait for a system out of use; and why, as one of them says."""

    system: int
    name: str
    is_on: bool
    number: int
    error: str

    @property
    def words(self) -> str:
        if not self.is_on:
            words = ngettext("%(n)d anmälan väntar.", "%(n)d anmälningar väntar.", self.number)
            return words % {"n": self.number}
        words = ngettext(
            "%(n)d anmälan kommer inte fram: %(why)s", "%(n)d anmälningar kommer inte fram: %(why)s", self.number
        )
        return words % {"n": self.number, "why": self.error or _("den väntar än.")}


def stuck(rows: DispatchQuerySet, *, now: datetime, tries: int = 1) -> list[Stuck]:
    """By system. One query."""
    told = rows.stuck(now, tries=tries).values("system", "system__name", "system__is_on").order_by("system__name")
    return [
        Stuck(row["system"], row["system__name"], row["system__is_on"], row["n"], row["why"])
        for row in told.annotate(n=Count("pk", distinct=True), why=Max("error"))
    ]


def how_they_go(systems: Iterable[CaseSystem], rows: DispatchQuerySet, *, now: datetime) -> dict[int, str]:
    """In a sentence or two for each, by what became of these rows. Two queries."""
    held = {one.system: one for one in stuck(rows, now=now)}
    dead = dict(rows.dead().values_list("system").annotate(n=Count("pk", distinct=True)).order_by("system"))
    return {system.pk: _how_it_goes(system, held.get(system.pk), dead.get(system.pk, 0)) for system in systems}


def _how_it_goes(system: CaseSystem, held: Stuck | None, dead: int) -> str:
    """One that answers and takes nothing does not work."""
    if not system.is_on:
        return _("Inte i bruk")
    said = [system.error] if system.error else []
    if system.failing_since:
        since = written(localtime(system.failing_since), "j F Y H:i")
        said.append(_("Sedan %(since)s.") % {"since": since})
    if held is not None and held.is_on:
        said.append(held.words)
    if system.failing_since or held is not None:
        said.append(_("Vi försöker igen av oss själva."))
    if dead:
        words = ngettext("%(n)d anmälan gick inte att skicka.", "%(n)d anmälningar gick inte att skicka.", dead)
        said.append(words % {"n": dead})
    return " ".join(said) or _("Fungerar")


def takes_news(system: CaseSystem) -> bool:
    """As far as it has shown: it is told what happens until it says that it does not take it."""
    sent = OutgoingUpdate.objects.filter(dispatch__system=system, sent_at__isnull=False)
    last = sent.order_by("-sent_at", "-pk").first()
    return last is None or not last.by_hand
