from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from participation.faults.case_systems.client import Answer, Client, trouble_of, unreadable, within_time
from participation.faults.case_systems.protocol import Change, Created, Found, Offer
from participation.faults.case_systems.told import moment_of
from participation.faults.case_systems.trouble import Again

from . import login
from .writing import TAG, errand_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from participation.faults.case_systems.protocol import Note, Photo, Ticket
    from participation.faults.models import CaseSystem

PAGE = 100
MOST_PAGES = 200
UNREADABLE = (ValueError, RecursionError)  # the second: lists in lists in lists
CHANGED_MEANWHILE = (409, 412)
PASSES = (408, 425, 429)  # by itself
LONGEST_NOTE = 2048
WITHOUT_BODY = (201, 202, 204)


class SupportManagement:
    listed_ours, photos_go_along = True, False

    def __init__(self, system: CaseSystem) -> None:
        self.client = Client(
            f"{system.url.rstrip('/')}/{system.setting('municipality_id')}/{system.setting('namespace')}"
        )
        self.can_find = True
        self.category = system.setting("category", "SUPPORT_CASE")
        self.new_status = system.setting("new_status", "NEW")
        self.reopened_status = system.setting("reopened_status")
        self.token_url, self.secrets = system.setting("token_url"), system.secrets

    def close(self) -> None:
        self.client.close()

    def find(self, ticket: Ticket) -> str | None:
        told = f"externalTags.key:'{TAG}' and externalTags.value:'{ticket.number}'"
        found = self._page(told, 0, 1)
        ours = [row for row in found if {"key": TAG, "value": ticket.number} in _tags(row)]
        self.can_find = bool(ours) or not found  # who asked for one tag and got another was not listened to
        return str(ours[0]["id"]) if ours else None

    def create(self, ticket: Ticket) -> Created:
        errand = errand_of(ticket, category=self.category, status=self.new_status)
        answer = self._done("POST", "errands", json=errand)
        external_id = answer.headers.get("location", "").rstrip("/").rsplit("/", 1)[-1]
        if not external_id:
            raise Again(_("Systemet tog emot anmälan men gav inget nummer."), may_be_done=True)
        return Created(external_id)

    def redeem(self, token: str) -> str | None:
        return None

    def resume(self, ticket: Ticket) -> None:
        """What it took, it has."""

    def attach(self, external_id: str, ticket: Ticket, photos: list[Photo], *, again: bool) -> int:
        path, name = f"errands/{external_id}/attachments", f"{photos[0].key}.jpg"
        if not (again and any(row.get("fileName") == name for row in _listed(self._good("GET", path)))):
            self._done("POST", path, files={"errandAttachment": (name, photos[0].read(), "image/jpeg")})
        return 1

    def note(self, external_id: str, ticket: Ticket, note: Note, *, again: bool) -> None:
        path = f"errands/{external_id}/notes"
        if not (again and self._has_note(path, note.key)):
            words = (note.words or note.label)[:LONGEST_NOTE]
            body = {
                "context": "SAMSKAPA",
                "role": "CITIZEN",
                "subject": note.key,
                "body": words,
                "createdBy": "samskapa",
            }
            self._done("POST", path, json=body)
        if note.takes_up_again and self.reopened_status:
            self._set_status(external_id, self.reopened_status)

    def changes_since(self, since: datetime, until: datetime) -> Iterator[Change]:
        told = f"touched>'{since.isoformat(timespec='milliseconds')}'"
        for page in within_time(range(MOST_PAGES)):
            rows = self._page(told, page, PAGE)
            yield from filter(None, map(self._change_of, rows))
            if len(rows) < PAGE:
                return

    def probe(self, codes: list[str], *, ends: float) -> Found:
        """Signs in anew, whatever token there was."""
        self.client.ends = ends
        login.forget(self.token_url, self.secrets.get("client_id", ""))
        self._page("touched>'2999-01-01T00:00:00.000Z'", 0, 1)
        sentences = [_("Inloggningen fungerar, och namnrymden svarar.")]
        answer = self._send("GET", "metadata")
        if not answer.is_good:
            return Found([*sentences, _("Systemet lämnar inte ut sina kategorier och lägen.")])
        told = _read(answer)
        statuses = [str(row.get("name", "")) for row in _rows(told, "statuses")]
        if statuses and self.new_status not in statuses:
            sentences.append(_("Läget för nya ärenden, ”%(status)s”, finns inte där.") % {"status": self.new_status})
        categories = [row for row in _rows(told, "categories") if row.get("name") == self.category]
        if not categories:
            sentences.append(_("Kategorin ”%(category)s” finns inte där.") % {"category": self.category})
        types = [row for category in categories for row in _rows(category, "types")]
        offers = [Offer(str(row.get("name", "")), str(row.get("displayName") or "")) for row in types]
        return Found(sentences, offers, statuses=tuple(status.lower() for status in statuses))

    def _change_of(self, errand: dict[str, Any]) -> Change | None:
        """As the errand stands: whoever touches it, for whatever reason, makes it be listed again."""
        at = moment_of(errand.get("touched") or errand.get("modified") or errand.get("created"))
        if at is None or not errand.get("status"):
            return None
        external_id, status = str(errand["id"]), str(errand["status"]).lower()
        update_id = f"{external_id}:{errand.get('version') or at.isoformat()}"
        began = partial(self._began, external_id, status)
        return Change(
            update_id, external_id, status, at, began=began, may_be_ours=status == self.reopened_status.lower()
        )

    def _began(self, external_id: str, status: str) -> datetime | None:
        """When it came to the status last, by the times that the system measures; None where it does not give them."""
        answer = self._send("GET", f"errands/{external_id}/time-measure")
        if 400 <= answer.status < 500 and answer.status not in PASSES:
            return None
        if not answer.is_good:
            raise trouble_of(answer, _said(answer))
        rows = [row for row in _listed(answer) if str(row.get("status", "")).lower() == status]
        return max(filter(None, (moment_of(row.get("startTime")) for row in rows)), default=None)

    # --- how it is said

    def _set_status(self, external_id: str, status: str) -> None:
        """Only on the errand as we read it: what somebody changed in between is read anew, and once more is later."""
        for _attempt in range(2):
            answer = self._good("GET", f"errands/{external_id}")
            errand = _read(answer)
            if not errand.get("id"):
                raise unreadable(answer)
            if errand.get("status") == status:
                return
            headers = {"If-Match": f'"{errand["version"]}"'} if "version" in errand else {}
            answer = self._send("PATCH", f"errands/{external_id}", json={"status": status}, headers=headers)
            if answer.is_good:
                _check_done(answer)
                return
            if answer.status not in CHANGED_MEANWHILE:
                raise trouble_of(answer, _said(answer))
        raise Again(_("Någon annan ändrade ärendet samtidigt."))

    def _has_note(self, path: str, key: str) -> bool:
        answer = self._good("GET", path, params={"context": "SAMSKAPA", "page": 1, "limit": 1000})
        return any(row.get("subject") == key for row in _promised(answer, "notes"))

    def _page(self, told: str, page: int, size: int) -> list[dict[str, Any]]:
        asked = {"filter": told, "page": page, "size": size, "sort": "touched,asc"}
        rows = _promised(self._good("GET", "errands", params=asked), "content")
        return [row for row in rows if row.get("id")]

    def _good(self, method: str, path: str, **parts: Any) -> Answer:
        answer = self._send(method, path, **parts)
        if not answer.is_good:
            raise trouble_of(answer, _said(answer))
        return answer

    def _done(self, method: str, path: str, **parts: Any) -> Answer:
        """What changes something there. Raises Again where whatever answered is not the system itself."""
        answer = self._good(method, path, **parts)
        _check_done(answer)
        return answer

    def _send(self, method: str, path: str, **parts: Any) -> Answer:
        """A token that ended early is renewed once."""
        client_id, secret = self.secrets.get("client_id", ""), self.secrets.get("client_secret", "")
        headers = parts.pop("headers", {})
        for attempt in (1, 2):
            token = login.token_for(self.token_url, client_id, secret, ends=self.client.ends)
            answer = self.client.send(method, path, headers={**headers, "Authorization": f"Bearer {token}"}, **parts)
            if answer.status != 401 or attempt == 2:
                break
            login.forget(self.token_url, client_id, token)
        return answer


def _read(answer: Answer) -> dict[str, Any]:
    found = _json(answer)
    if not isinstance(found, dict):
        raise unreadable(answer)
    return found


def _check_done(answer: Answer) -> None:
    """The contract has 201 with a Location and no body, and the changed thing itself after a PATCH.

    A page for signing in or of a proxy is neither, and nor is 200 with nothing: what may be done is looked for.
    """
    promised = answer.status in WITHOUT_BODY or bool(answer.headers.get("location"))
    if not answer.body.strip():
        if not promised:
            raise unreadable(answer)
        return
    told = _read(answer)
    status = told.get("status")  # of an errand it is a word, of an error a number
    if (isinstance(status, int) and status >= 400) or not (promised or told.get("id")):
        words = _("Systemet svarade något annat än att det är gjort: %(said)s")
        raise Again(words % {"said": _said(answer)[:160] or "–"}, may_be_done=True)


def _json(answer: Answer) -> Any:
    try:
        return json.loads(answer.body)
    except UNREADABLE:
        raise unreadable(answer) from None


def _promised(answer: Answer, name: str) -> list[dict[str, Any]]:
    """A list that the contract promises: where it is missing, nobody knows what it holds."""
    told = _read(answer)
    if not isinstance(told.get(name), list):
        raise unreadable(answer)
    return _rows(told, name)


def _rows(told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = told.get(name)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _tags(errand: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": tag.get("key"), "value": tag.get("value")} for tag in _rows(errand, "externalTags")]


def _listed(answer: Answer) -> list[dict[str, Any]]:
    found = _json(answer)
    if not isinstance(found, list):
        raise unreadable(answer)
    return [row for row in found if isinstance(row, dict)]


def _said(answer: Answer) -> str:
    """From application/problem+json."""
    try:
        told = json.loads(answer.body)
        return str(told.get("detail") or told.get("title") or "")
    except (*UNREADABLE, AttributeError):
        return ""
