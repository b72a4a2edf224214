from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from participation.faults.case_systems.client import Answer, Client, trouble_of
from participation.faults.case_systems.protocol import Change, Created
from participation.faults.case_systems.trouble import Again, Never, Trouble

from .offered import found_at
from .reading import NOT_SUPPORTED, Row, moment_of, rows_of, text_of
from .writing import reference, request_of, update_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from participation.faults.case_systems.protocol import Found, Note, Photo, Ticket
    from participation.faults.models import CaseSystem

ALREADY = re.compile(r"duplicate|already (exist|received|submitted)|finns redan", re.IGNORECASE)
MOST_PAGES = 200
PAGE = 100
LONGEST_ID = 120
MARGIN = timedelta(minutes=10)  # clocks differ


class Open311:
    can_find = True

    def __init__(self, system: CaseSystem) -> None:
        self.client, self.format = Client(system.url), system.setting("format", "xml")
        self.keys = {"jurisdiction_id": system.setting("jurisdiction_id"), "api_key": system.secrets.get("api_key", "")}
        self.keys = {name: value for name, value in self.keys.items() if value}
        self.sender, self.photos = system.setting("email"), system.setting("photos", "with")
        self.reads_updates = system.setting("updates", "updates") == "updates"

    def close(self) -> None:
        self.client.close()

    def probe(self, codes: list[str], *, ends: float) -> Found:
        self.client.ends = ends
        return found_at(self, codes)

    # --- reports out

    def find(self, ticket: Ticket) -> str | None:
        """By our number in the description, among those made since the report was queued."""
        asked = {
            "start_date": (ticket.queued_at - MARGIN).isoformat(timespec="seconds"),
            "service_code": ticket.code,
        }
        self.can_find = True
        try:
            for row in self._paged("requests", asked):
                if reference(ticket) in text_of(row, "description"):
                    return _id_of(row)
        except Never:
            self.can_find = False
        return None

    def create(self, ticket: Ticket) -> Created:
        fields = {**self.keys, **request_of(ticket, sender=self.sender)}
        files = None
        if self.photos == "with" and ticket.photos:
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
        answer = self.send("GET", f"tokens/{token}", params=self.asked())
        if answer.status == 404:
            return None
        return _id_of(_only(self.read(answer))) or None

    def attach(self, external_id: str, ticket: Ticket, photo: Photo, *, again: bool) -> None:
        if self.photos != "updates":
            return
        fields = {
            "service_request_id": external_id,
            "update_id": f"photo-{photo.key}",
            "status": "UNCHANGED",
            "updated_datetime": ticket.created_at.isoformat(timespec="seconds"),
            "description": photo.name,
        }
        files = [("media[]", (photo.name, photo.read(), "image/jpeg"))]
        self._post_update(fields, files)

    def note(self, external_id: str, ticket: Ticket, note: Note, *, again: bool) -> None:
        if self.reads_updates:
            self._post_update(update_of(external_id, ticket, note, sender=self.sender))

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
        return self.client.send(method, f"{path}.{self.format}", **parts)

    def read(self, answer: Answer) -> list[Row]:
        if not answer.is_good:
            raise trouble_of(answer, said_in(answer))
        return rows_of(answer.body)

    def _rows(self, path: str, asked: dict[str, Any] | None = None) -> list[Row]:
        return self.read(self.send("GET", path, params=self.asked(asked)))

    def _paged(self, path: str, asked: dict[str, Any]) -> Iterator[Row]:
        """Stops at a page that brings nothing new: some give the last one again for ever."""
        seen: set[str] = set()
        for page in range(1, MOST_PAGES + 1):
            rows = self._rows(path, {**asked, "page": page, "page_size": PAGE})
            fresh = [row for row in rows if _id_of(row) not in seen]
            yield from fresh
            seen.update(_id_of(row) for row in fresh)
            if not fresh or len(fresh) < len(rows):
                return

    def _updates(self, window: dict[str, Any]) -> list[Row] | None:
        """None where the system has no such call. A long answer may be the first of several."""
        told: dict[str, Row] = {}
        for page in range(1, MOST_PAGES + 1):
            asked = {**window, "page": page} if page > 1 else window
            answer = self.send("GET", "servicerequestupdates", params=self.asked(asked))
            if page == 1 and answer.status in NOT_SUPPORTED:
                return None
            if page > 1 and answer.status == 400:  # it knows no pages: that was all
                break
            rows = self.read(answer)
            fresh = {text_of(row, "update_id"): row for row in rows if text_of(row, "update_id") not in told}
            told |= fresh
            if len(rows) < PAGE or not fresh:
                break
        return list(told.values())

    def _refused(self, answer: Answer, ticket: Ticket) -> Created:
        """That it has it already is good news."""
        said = said_in(answer)
        if answer.status in (400, 409) and ALREADY.search(said):
            return Created(self.find(ticket) or "")
        raise trouble_of(answer, said)

    def _post_update(self, fields: dict[str, Any], files: Any = None) -> None:
        answer = self.send("POST", "servicerequestupdates", data={**self.keys, **fields}, files=files)
        said = "" if answer.is_good else said_in(answer)
        if answer.is_good or answer.status in NOT_SUPPORTED or ALREADY.search(said):
            return
        raise trouble_of(answer, said)


def change_of(row: Row) -> Change | None:
    """None for one without an id, a case or a time: it could neither be told once nor put in order."""
    update_id, external_id = text_of(row, "update_id"), _id_of(row)
    at = moment_of(text_of(row, "updated_datetime"))
    if not update_id or not external_id or at is None:
        return None
    status = text_of(row, "external_status_code") or text_of(row, "status")
    return Change(update_id[:LONGEST_ID], external_id, status.lower(), at, text_of(row, "description"))


def change_of_request(row: Row) -> Change | None:
    external_id = _id_of(row)
    at = moment_of(text_of(row, "updated_datetime")) or moment_of(text_of(row, "requested_datetime"))
    status = text_of(row, "status").lower()
    if not external_id or at is None or not status:
        return None
    update_id = f"{external_id}:{status}:{int(at.timestamp())}"
    return Change(update_id[:LONGEST_ID], external_id, status, at, text_of(row, "status_notes"))


def said_in(answer: Answer) -> str:
    try:
        return "; ".join(text_of(row, "description") for row in rows_of(answer.body))
    except Trouble:
        return ""


def _only(rows: list[Row]) -> Row:
    return rows[0] if rows else {}


def _id_of(row: Row) -> str:
    """ "0" is no id: to FixMyStreet and its kin it means failure."""
    found = text_of(row, "service_request_id")[:LONGEST_ID]
    return "" if found == "0" else found
