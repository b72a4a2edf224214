"""A report that was split, and its parts: it ends when they have, and is open when one of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from participation.faults.errors import AlreadySo
from participation.faults.models import FaultEvent, FaultReport
from participation.faults.telling import tell_of_news, tell_of_status, tell_staff_of_parts

from .locking import lock
from .recording import record, step

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User

Kind, Status, EndsAs = FaultEvent.Kind, FaultReport.Status, FaultReport.EndsAs


def end_with_parts(
    whole: FaultReport, status: str, *, by: User | None, message: str, detail: dict[str, Any], tell: bool, now: datetime
) -> FaultEvent:
    """What is no part is done. The report, which is locked, stays open for its parts. Raises AlreadySo."""
    if whole.ends_as == status:
        raise AlreadySo
    whole.ends_as = EndsAs(status)
    whole.save(update_fields=["ends_as"])
    with translation.override(whole.language):
        said = _("Det som inte är en egen del: %(status)s. Resten fortsätter.") % {"status": _word(status)}
    words = f"{said}\n\n{message}".strip()
    event = record(whole, Kind.NEWS, by=by, message=words, detail=detail | {"ends_as": status}, now=now)
    if tell:
        tell_of_news(whole, event, now=now)
    return event


def follow_part(part: FaultReport, event: FaultEvent, *, now: datetime) -> bool:
    """After a step of a locked part: end its whole with it, or take it up again. Whether the reporter was told so."""
    whole = lock(part.whole)
    if part.is_open:
        return _take_up(whole, part, event, now) if not whole.is_open else False
    if not whole.is_open or whole.parts.open().exists():
        return False
    if whole.ends_as:
        _end(whole, event, now)
        return True
    tell_staff_of_parts(whole, now=now)
    return False


def outcome(statuses: set[str]) -> str:
    """Something was mended; or all of it is somebody else's; or it ended without."""
    if Status.FIXED in statuses:
        return Status.FIXED
    return Status.NOT_OURS if statuses == {Status.NOT_OURS} else Status.CLOSED


def _end(whole: FaultReport, event: FaultEvent, now: datetime) -> None:
    parts = list(whole.parts.select_related("category").order_by("pk"))
    rest = {whole.ends_as} - {EndsAs.AS_PARTS}
    with translation.override(whole.language):
        lines = [_("Alla delar av din felanmälan är avslutade."), *(_line(part) for part in parts)]
        lines += [_("Det som inte är en egen del: %(status)s.") % {"status": _word(status)} for status in rest]
    status, before = outcome({part.status for part in parts} | rest), whole.status
    step(whole, status, now=now)
    words = "\n\n".join(filter(None, ["\n".join(lines), event.in_language(whole.language)]))
    ended = record(whole, Kind.STATUS, by=event.by, message=words, detail={"from": before} | _hand_of(event), now=now)
    tell_of_status(whole, ended, now=now)


def _take_up(whole: FaultReport, part: FaultReport, event: FaultEvent, now: datetime) -> bool:
    """As it ended with its parts before, it does so again."""
    before, ends_as = whole.status, whole.ends_as
    step(whole, Status.IN_PROGRESS, now=now)
    whole.ends_as = ends_as
    whole.save(update_fields=["ends_as"])
    with translation.override(whole.language):
        words = "\n\n".join(filter(None, [_line(part), event.in_language(whole.language)]))
    detail = {"from": before, "part": part.number} | _hand_of(event)
    taken_up = record(whole, Kind.STATUS, by=event.by, message=words, detail=detail, now=now)
    tell_of_status(whole, taken_up, now=now)
    return True


def _hand_of(event: FaultEvent) -> dict[str, Any]:
    """What did it to the part, for staff. Not as `system`: what did something to the whole is not told of it again."""
    names = {"system": "by_system", "by_system": "by_system", "client": "client"}
    return {name: event.detail[told] for told, name in names.items() if told in event.detail}


def _line(part: FaultReport) -> str:
    return f"{part.part_label}: {part.get_status_display()}"


def _word(status: str) -> str:
    return str(Status(status).label)
