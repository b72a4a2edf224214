"""Who did what stands in a report's history, in words for staff: a person, a system, a key, a rule, or the portal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .models import CaseSystem, FaultEvent

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = FaultEvent.Kind


def signed(events: Iterable[FaultEvent]) -> list[FaultEvent]:
    """Each with `signature`. Asks once for all of their systems; `by` is to be selected with them."""
    rows = list(events)
    asked = {pk for row in rows if (pk := _system_of(row)) is not None}
    names = dict(CaseSystem.objects.filter(pk__in=asked).values_list("pk", "name")) if asked else {}
    for row in rows:
        row.signature = _signature(row, names)
    return rows


def _signature(event: FaultEvent, systems: dict[int, str]) -> str:
    detail = event.detail
    if event.is_from_reporter:
        return (
            _("Den som anmälde %(number)s") % {"number": detail["double"]}
            if "double" in detail
            else _("Den som anmälde")
        )
    if event.by is not None:
        return event.by.public_name
    if (system := _system_of(event)) is not None:
        return systems.get(system) or _("Ett ärendesystem")
    if "client" in detail:
        return _("%(name)s (nyckel till Open311)") % {"name": detail["client"]}
    if "rule" in detail:
        return _("Fördelningsregeln %(name)s") % {"name": detail["rule"]}
    return _unnamed(event)


def _system_of(event: FaultEvent) -> int | None:
    """Of the report itself, or of the part that it followed."""
    return event.detail.get("system", event.detail.get("by_system"))


def _unnamed(event: FaultEvent) -> str:
    """Nobody is named: the portal itself did it, or somebody whose account is closed.

    The first three are as they were written before what did them was.
    """
    if event.kind == Kind.SYSTEM_NOTE:
        return _("En nyckel till Open311")
    if event.kind == Kind.HANDED_OVER and event.at == event.report.created_at:
        return _("En fördelningsregel")
    if event.kind == Kind.SENT or "idea" in event.detail or "proposal" in event.detail:
        return _("Portalen")
    if event.kind == Kind.REPORT_FOLLOWED and "double" not in event.detail:
        return _("Portalen")
    return _("En tidigare handläggare")
