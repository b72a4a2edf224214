from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.utils import timezone
from django.utils.translation import gettext as _

from participation.faults.case_systems.client import Answer, Client, trouble_of, unreadable, within_time
from participation.faults.case_systems.protocol import Change, Created
from participation.faults.case_systems.told import moment_of
from participation.faults.case_systems.trouble import Again, Never, NotTaken, Trouble, Unconfirmed

from .offered import found_at
from .reading import NOT_SUPPORTED, Row, rows_of, text_of
from .writing import ends_with_reference, is_of, request_of, update_of, update_with

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from participation.faults.case_systems.protocol import Found, Note, Photo, Ticket
    from participation.faults.models import CaseSystem

ALREADY = re.compile(r"duplicate|already (exist|received|submitted)|finns redan", re.IGNORECASE)
ERROR, ERROR_CODE = frozenset({"code", "description", "message", "type"}), re.compile(r"[45]\d\d")
UNKNOWN = re.compile(r"\b404\b|not found|hittades inte|finns inte", re.IGNORECASE)
MOST_PAGES = 200
PAGE = 100
LONGEST_ID = 120
MARGIN = timedelta(minutes=10)  # clocks differ


class Open311:
    def __init__(self, system: CaseSystem) -> None:
        self.is_known_to_list = system.listed_ours_at is not None
        self.listed_ours, self.can_find = False, self.is_known_to_list
        self.client, self.format = Client(system.url), system.setting("format", "xml")
        self.keys = {"jurisdiction_id": system.setting("jurisdiction_id"), "api_key": system.secrets.get("api_key", "")}
        self.keys = {name: value for name, value in self.keys.items() if value}
        self.sender, self.photos = system.setting("email"), system.setting("photos", "with")
        self.photos_go_along = self.photos == "with"
        self.reads_updates = system.setting("updates", "updates") == "updates"

    def close(self) -> None:
        self.client.close()

    def probe(self, codes: list[str], *, ends: float) -> Found:
        self.client.ends = ends
        return found_at(self, codes)

    # --- reports out

    def find(self, ticket: Ticket) -> str | None:
        """By our number in the description, among those made since the report was queued.

        Many answer the call and list other things, or nothing: finding none is believed of a system that was once seen
        to list a case of ours, and where its list was read to the end.
        """
        asked = {
            "start_date": (ticket.queued_at - MARGIN).isoformat(timespec="seconds"),
            "service_code": ticket.code,
        }
        self.can_find = self.is_known_to_list
        try:
            for row in self._paged("requests", asked):
                said = text_of(row, "description")
                if ends_with_reference(said):
                    self.listed_ours = self.is_known_to_list = self.can_find = True
                if is_of(ticket, said):
                    return _id_of(row)
        except Never:
            self.can_find = False
        return None

    def create(self, ticket: Ticket) -> Created:
        fields = {**self.keys, **request_of(ticket, sender=self.sender)}
        files = None
        if self.photos_go_along and ticket.photos:
            files = [("media[]", (photo.name, photo.read(), "image/jpeg")) for photo in ticket.photos]
        # Who knows the header takes the same report once; to others it is nothing.
        once = {"Idempotency-Key": ticket.number}
        answer = self.send("POST", "requests", data=fields, files=files, headers=once)
        if not answer.is_good:
            return self._refused(answer, ticket)
        row = _only(self.read(answer))
        external_id, token = _id_of(row), text_of(row, "token")[:LONGEST_ID]
        if not external_id and not token:
            raise Again(_("Systemet tog emot anmälan men gav inget nummer."), may_be_done=True)
        return Created(external_id, "" if external_id else token)

    def redeem(self, token: str) -> str | None:
        answer = self.send("GET", f"tokens/{quote(token, safe='')}", params=self.asked())
        if is_unknown(answer):
            return None
        return _id_of(_only(self.read(answer))) or None

    def resume(self, ticket: Ticket) -> None:
        """What it took, it has."""

    def attach(self, external_id: str, ticket: Ticket, photos: list[Photo], *, again: bool) -> int:
        """With an update; of a system that gets photos with the report, those of an answer that came later."""
        if self.photos == "none":
            return len(photos)
        if self.photos_go_along and not self.reads_updates:
            raise NotTaken
        files = [("media[]", (photos[0].name, photos[0].read(), "image/jpeg"))]
        self._post_update(update_with(photos[0], external_id), files)
        return 1

    def note(self, external_id: str, ticket: Ticket, note: Note, *, again: bool) -> None:
        if not self.reads_updates:
            raise NotTaken
        fields = update_of(external_id, ticket, note, sender=self.sender)
        try:
            self._post_update(fields)
        except Unconfirmed:
            if not self._lists(fields, since=note.at):
                raise

    # --- what happened there

    def changes_since(self, since: datetime, until: datetime) -> Iterator[Change]:
        window = {"start_date": since.isoformat(timespec="seconds"), "end_date": until.isoformat(timespec="seconds")}
        if self.reads_updates and (told := self._updates(window)) is not None:
            yield from filter(None, map(change_of, told))
            return
        asked = {"updated_after": window["start_date"], "updated_before": window["end_date"]}
        for row in self._paged("requests", asked):
            if change := change_of_request(row):
                yield change

    # --- how it is said

    def asked(self, more: dict[str, Any] | None = None) -> dict[str, Any]:
        return {name: value for name, value in {**self.keys, **(more or {})}.items() if value}

    def send(self, method: str, path: str, **parts: Any) -> Answer:
        """With the status that an error tells of itself: some send errors under 200."""
        answer = self.client.send(method, f"{path}.{self.format}", **parts)
        return replace(answer, status=told) if answer.is_good and (told := _error_in(answer)) else answer

    def read(self, answer: Answer) -> list[Row]:
        if not answer.is_good:
            raise trouble_of(answer, said_in(answer))
        if answer.is_page:  # also one that is XML
            raise unreadable(answer)
        return rows_of(answer.body)

    def _listed(self, answer: Answer, name: str) -> list[Row]:
        """Raises Again where none of the rows is such a thing: that is no list with nothing in it."""
        rows = self.read(answer)
        if rows and not any(text_of(row, name) or _is_empty_list(row) for row in rows):
            raise unreadable(answer)
        return rows

    def _paged(self, path: str, asked: dict[str, Any]) -> Iterator[Row]:
        """Stops at a page that brings nothing new: some give the last one again for ever.

        One that brings something new is not the last, whatever else it brings: a case that came meanwhile pushes others
        on to the next page.
        """
        seen: set[str] = set()
        for page in within_time(range(1, MOST_PAGES + 1)):
            answer = self.send("GET", path, params=self.asked({**asked, "page": page, "page_size": PAGE}))
            if page == 1 and answer.status == 200 and not answer.body.strip():  # that nothing is there is said
                raise unreadable(answer)
            rows = self._listed(answer, "service_request_id")
            fresh = [row for row in rows if _id_of(row) not in seen]
            yield from fresh
            seen.update(_id_of(row) for row in fresh)
            if not fresh:
                return
        self.can_find = False  # there is more that nobody looked through

    def _updates(self, window: dict[str, Any]) -> list[Row] | None:
        """None where the system has no such call. A long answer may be the first of several."""
        told: dict[str, Row] = {}
        for page in within_time(range(1, MOST_PAGES + 1)):
            asked = {**window, "page": page} if page > 1 else window
            answer = self.send("GET", "servicerequestupdates", params=self.asked(asked))
            if page == 1 and (answer.status in NOT_SUPPORTED or is_unknown(answer)):
                return None
            if page > 1 and answer.status == 400:  # it knows no pages: that was all
                break
            rows = self._listed(answer, "update_id")
            fresh = {text_of(row, "update_id"): row for row in rows if text_of(row, "update_id") not in told}
            told |= fresh
            if len(rows) < PAGE or not fresh:
                break
        return list(told.values())

    def _lists(self, fields: dict[str, Any], *, since: datetime) -> bool:
        """Whether it tells of our update, under an id of its own, when asked what is new."""
        window = {"start_date": since - MARGIN, "end_date": timezone.now() + MARGIN}
        asked = {name: at.isoformat(timespec="seconds") for name, at in window.items()}
        words = fields.get("description", "").split()
        with suppress(Trouble):
            for row in self._updates(asked) or []:
                if _id_of(row) == fields["service_request_id"] and text_of(row, "description").split() == words:
                    return True
        return False

    def _refused(self, answer: Answer, ticket: Ticket) -> Created:
        """That it has it already is good news."""
        said = said_in(answer)
        if answer.status in (400, 409) and ALREADY.search(said):
            return Created(self.find(ticket) or "")
        raise trouble_of(answer, said)

    def _post_update(self, fields: dict[str, Any], files: Any = None) -> None:
        """201 and 204 need no words. Nothing at all under 200 is what many say to everything: it is sent once all the
        same, as what would be sent again may be there. Raises Unconfirmed."""
        answer = self.send("POST", "servicerequestupdates", data={**self.keys, **fields}, files=files)
        if answer.is_good:
            if not answer.body.strip() and answer.status == 200:
                raise Unconfirmed
            if answer.body.strip() and not any(map(_is_taken, self.read(answer))):
                raise unreadable(answer)
            return
        said = said_in(answer)
        if ALREADY.search(said):
            return
        if answer.status in NOT_SUPPORTED:
            raise NotTaken
        raise trouble_of(answer, said)


def change_of(row: Row) -> Change | None:
    """None for one without an id or a case: it could not be told once. Without a time it is of when it came."""
    update_id, external_id = text_of(row, "update_id"), _id_of(row)
    if not update_id or not external_id:
        return None
    code, status = text_of(row, "external_status_code").lower(), text_of(row, "status").lower()
    at = moment_of(text_of(row, "updated_datetime"))
    return Change(
        update_id[:LONGEST_ID],
        external_id,
        code or status,
        at,
        text_of(row, "description"),
        broadly=status if code else "",
    )


def change_of_request(row: Row) -> Change | None:
    """As the request stands. Only of a closed one is it said, in the specification, when that came to be."""
    external_id, status = _id_of(row), text_of(row, "status").lower()
    if not external_id or not status:
        return None
    at = moment_of(text_of(row, "updated_datetime"))
    told_at = at or moment_of(text_of(row, "requested_datetime"))
    update_id = f"{external_id}:{status}:{int(told_at.timestamp()) if told_at else ''}"
    began = at if status == "closed" else None
    words = text_of(row, "status_notes")
    return Change(update_id[:LONGEST_ID], external_id, status, at, words, began=lambda: began)


def is_unknown(answer: Answer) -> bool:
    """404, or a 400 whose text says so."""
    return answer.status == 404 or (answer.status == 400 and bool(UNKNOWN.search(said_in(answer))))


def said_in(answer: Answer) -> str:
    try:
        return "; ".join(text_of(row, "description") for row in rows_of(answer.body))
    except Trouble:
        return ""


def _error_in(answer: Answer) -> int | None:
    """The code of an answer that is nothing but errors."""
    try:
        rows = rows_of(answer.body)
    except Trouble:
        return None
    codes = [text_of(row, "code") for row in rows if ERROR.issuperset(row)]
    return int(codes[0]) if codes and len(codes) == len(rows) and ERROR_CODE.fullmatch(codes[0]) else None


def _is_taken(row: Row) -> bool:
    return bool(text_of(row, "update_id") or text_of(row, "service_request_id"))


def _is_empty_list(row: Row) -> bool:
    """In a wrapper with more in it than the list."""
    return any(value == [] for value in row.values())


def _only(rows: list[Row]) -> Row:
    return rows[0] if rows else {}


def _id_of(row: Row) -> str:
    """ "0" is no id: to FixMyStreet and its kin it means failure."""
    found = text_of(row, "service_request_id")[:LONGEST_ID]
    return "" if found == "0" else found
