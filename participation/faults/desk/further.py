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


class OfRepeat(Protocol):
    """Never asks the database: it is called for each place of a page."""

    def __call__(self, user: User, repeat: Repeat, *, since: date, metres: int) -> list[Link]: ...


_rooms: dict[str, tuple[OfReport, OfRepeat]] = {}


def register(key: str, *, of_report: OfReport, of_repeat: OfRepeat) -> None:
    """Call it in `AppConfig.ready()`. The same key again replaces."""
    _rooms[key] = (of_report, of_repeat)


def of_report(user: User, report: FaultReport) -> list[Link]:
    return [link for offer, _repeat in _rooms.values() for link in offer(user, report)]


def of_repeat(user: User, repeat: Repeat, *, since: date, metres: int) -> list[Link]:
    return [link for _report, offer in _rooms.values() for link in offer(user, repeat, since=since, metres=metres)]
