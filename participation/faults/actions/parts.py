"""Something else in the same report is handled by itself. The reporter keeps one number and one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation

from participation.faults.errors import NotHere, NotToSplit
from participation.faults.models import FaultEvent, FaultReport
from participation.faults.promises import promise
from participation.faults.telling import tell_assigned, tell_of_split, tell_staff_of_report

from .dispatching import dispatch
from .handling import hand_over
from .locking import lock
from .placing import route
from .recording import record

if TYPE_CHECKING:
    from datetime import datetime

    from participation.accounts.models import User
    from participation.faults.models import FaultCategory
    from participation.places.models import Department

Kind = FaultEvent.Kind
MOST_PARTS = 9  # one figure, so that the number has room for it


@transaction.atomic
def split_off(
    *,
    report: FaultReport,
    by: User,
    text: str,
    category: FaultCategory | None = None,
    department: Department | None = None,
    message: str = "",
    rest_is_done: bool,
    now: datetime,
) -> FaultReport:
    """The new part, where the rules say, or with the `department`. Raises NotToSplit, NotHere.

    `rest_is_done`: nothing is left to do but the parts, so the report ends with them.
    """
    whole = lock(report)
    number = whole.parts.count() + 1
    if whole.part_of_id or not whole.is_open or number > MOST_PARTS:
        raise NotToSplit
    if any(one is not None and one.municipality_id != whole.municipality_id for one in (category, department)):
        raise NotHere
    part = _part(whole, f"{whole.number}-{number}", text, category, now)
    decision = route(part)
    part.department = department or part.department
    promise(part, since=now)
    part.save(force_insert=True)
    record(part, Kind.SPLIT, by=by, detail={"whole": whole.number}, now=now)
    part.has_news = True  # to whoever gets it
    part.save(update_fields=["has_news"])
    _tell(whole, part, by=by, message=message, rest_is_done=rest_is_done, now=now)
    to = decision.goes_to(part)
    if to is not None and department is None:
        hand_over(report=part, by=None, rule=decision.rule, to=to, message="", now=now)
    else:
        dispatch(report=part, decision=decision, now=now)
        tell_staff_of_report(part, now=now)
        tell_assigned(part, by=by, now=now)
    return part


def _part(whole: FaultReport, number: str, text: str, category: FaultCategory | None, now: datetime) -> FaultReport:
    return FaultReport(
        part_of=whole,
        number=number,
        municipality=whole.municipality,
        text=text,
        category=category,
        priority=category.priority if category else whole.priority,
        place=whole.place,
        lat=whole.lat,
        lon=whole.lon,
        accuracy=whole.accuracy,
        position_source=whole.position_source,
        owner=whole.owner,
        language=whole.language,
        channel=whole.channel,
        status_since=now,
        created_at=now,
        updated_at=now,
    )


def _tell(whole: FaultReport, part: FaultReport, *, by: User, message: str, rest_is_done: bool, now: datetime) -> None:
    whole.ends_as = (whole.ends_as or FaultReport.EndsAs.AS_PARTS) if rest_is_done else ""
    whole.save(update_fields=["ends_as"])
    with translation.override(whole.language):
        words = "\n\n".join(filter(None, [f"{part.part_label}: {part.text}", message.strip()]))
    event = record(whole, Kind.SPLIT, by=by, message=words, detail={"part": part.number}, now=now)
    tell_of_split(whole, event, now=now)
