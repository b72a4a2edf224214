"""What else can be made of reports. Rooms beside this one register what the pages of the desk then offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from participation.accounts.models import User
    from participation.faults.models import FaultReport
    from participation.faults.planning.repeats import Repeat


@dataclass(frozen=True)
class Link:
    """`is_deed`: something to do; else something to read, or only to know where there is no `url`."""

    label: str
    url: str
    is_deed: bool = False


class OfReport(Protocol):
    def __call__(self, user: User, report: FaultReport) -> list[Link]: ...


class OfRepeats(Protocol):
    """Called once for all places of a page; answers what each of them gets, in their order."""

    def __call__(self, user: User, repeats: list[Repeat], *, since: date, metres: int) -> list[list[Link]]: ...


_rooms: dict[str, tuple[OfReport, OfRepeats]] = {}


def register(key: str, *, of_report: OfReport, of_repeats: OfRepeats) -> None:
    """Call it in `AppConfig.ready()`. The same key again replaces."""
    _rooms[key] = (of_report, of_repeats)


def of_report(user: User, report: FaultReport) -> list[Link]:
    return [link for offer, _repeats in _rooms.values() for link in offer(user, report)]


def of_repeats(user: User, repeats: list[Repeat], *, since: date, metres: int) -> list[list[Link]]:
    by_room = [offer(user, repeats, since=since, metres=metres) for _report, offer in _rooms.values()]
    return [[link for links in of_one for link in links] for of_one in zip(*by_room, strict=True)] or [[]] * len(
        repeats
    )
