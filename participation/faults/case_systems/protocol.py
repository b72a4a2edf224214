"""What every kind of case system can do for us, and the words in which we speak to all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise as Promise  # what gettext_lazy gives, to mypy

    from participation.faults.models import CaseSystem


@dataclass(frozen=True)
class Photo:
    key: str
    name: str
    read: Callable[[], bytes]
    at: datetime


@dataclass(frozen=True)
class Ticket:
    """A report, as a case system is told of it. Contact details only where the system may have them."""

    dispatch: int
    number: str  # ours, and the key by which the case is found again
    code: str
    category: str
    text: str
    place: str
    lat: float | None
    lon: float | None
    priority: int
    municipality: str  # its code
    created_at: datetime
    queued_at: datetime
    answers: list[dict[str, Any]] = field(default_factory=list)
    email: str = ""
    phone: str = ""
    is_theirs: bool = True  # not once the report has gone elsewhere: what they are told then is the last of it
    photos: list[Photo] = field(default_factory=list)


@dataclass(frozen=True)
class Created:
    """An id, or a token for one that takes long. Neither: it is there, and we were not told its id.

    `photos`: how many of the ticket's went along, where that is not what `photos_go_along` says.
    """

    external_id: str = ""
    token: str = ""
    photos: int | None = None


@dataclass(frozen=True)
class Note:
    """Something that happened here. `key` is the same each time it is sent."""

    key: str
    status: str  # ours, after it
    is_step: bool  # whether it is the status that changed
    words: str
    at: datetime
    label: str = ""  # of the status, as people read it

    @property
    def takes_up_again(self) -> bool:
        return self.is_step and self.status == "received"


@dataclass(frozen=True)
class Change:
    """Something that happened there. `update_id` is the same each time it is told.

    `broadly` is a second, coarser status that came along; it counts where our table has no row for the first.

    A system may show how its cases stand instead of what happened to them. Then `began` finds out when the status
    began, or gives None where that cannot be known; it is asked only where it matters, and may raise `trouble`.
    `may_be_ours`: it is the status that we set ourselves when a report is taken up again.
    """

    update_id: str
    external_id: str
    status: str
    at: datetime | None  # None: it does not say when
    words: str = ""
    began: Callable[[], datetime | None] | None = None
    broadly: str = ""
    may_be_ours: bool = False


@dataclass(frozen=True)
class Offer:
    """A code that the system takes, and what it asks about it: (code, question, whether it must be answered)."""

    code: str
    name: str
    questions: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True)
class Found:
    """What a try of the connection found, without anything having been sent. `problem`: how far it came."""

    sentences: list[str] = field(default_factory=list)
    offers: list[Offer] | None = None  # None: it does not say which codes it takes
    statuses: tuple[str, ...] = ()
    sample: str = ""  # what would be sent
    problem: str = ""


class Adapter(Protocol):
    """One case system, spoken to. Each call raises one of `trouble` where it was not done."""

    can_find: bool  # whether `find` is to be believed when it finds nothing
    listed_ours: bool  # whether a search of this adapter has brought back any case of ours
    photos_go_along: bool  # whether `create` takes all the photos that the ticket has by then

    def find(self, ticket: Ticket) -> str | None:
        """The id of the case that an earlier, interrupted `create` left behind."""

    def create(self, ticket: Ticket) -> Created: ...

    def redeem(self, token: str) -> str | None:
        """The id that a token stood for, or None as long as there is none."""

    def resume(self, ticket: Ticket) -> None:
        """Of a case that is there: what was called done and came to nothing later goes once more."""

    def attach(self, external_id: str, ticket: Ticket, photos: list[Photo], *, again: bool) -> int:
        """The first of them, or more at once: returns how many. `again`: it may be there already.

        Raises NotTaken where the system has no way to take a photo to a case that is there, Unconfirmed as `note`.
        """

    def note(self, external_id: str, ticket: Ticket, note: Note, *, again: bool) -> None:
        """Raises NotTaken where the system takes no news, Unconfirmed where nobody can know that it took it."""

    def changes_since(self, since: datetime, until: datetime) -> Iterable[Change]: ...

    def probe(self, codes: list[str], *, ends: float) -> Found:
        """For staff who are connecting it. `codes` are those in use; `ends` as in Client."""

    def close(self) -> None: ...


@dataclass(frozen=True)
class Setting:
    """Something that staff fill in for a system."""

    name: str
    label: str | Promise
    help_text: str | Promise = ""
    is_secret: bool = False
    is_required: bool = False
    is_email: bool = False
    choices: tuple[tuple[str, str | Promise], ...] = ()


@dataclass(frozen=True)
class Kind:
    code: str
    label: str | Promise
    make: Callable[[CaseSystem], Adapter]
    needs_url: bool = True
    needs_code: bool = True  # whether each report says its category in words of the system
    is_polled: bool = True
    settings: tuple[Setting, ...] = ()
    # Their status, ours, and the text to the reporter in Swedish and English: to begin with, and switched off until
    # staff have tried them.
    mappings: tuple[tuple[str, str, str, str], ...] = ()
    speaks_ours: bool = False  # its statuses are those we offer, so that its mappings are in use from the start
    read_push: Callable[[HttpRequest], list[Change]] | None = None
