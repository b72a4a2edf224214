"""What is posted: form fields, as the specification and FixMyStreet name them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from participation.faults.case_systems.protocol import Note, Photo, Ticket

# Ours in the words of servicerequestupdates.
STATUSES = {
    "received": "OPEN",
    "in_progress": "IN_PROGRESS",
    "planned": "ACTION_SCHEDULED",
    "asked": "INVESTIGATING",
    "fixed": "FIXED",
    "not_ours": "NOT_COUNCILS_RESPONSIBILITY",
    "closed": "NO_FURTHER_ACTION",
    "duplicate": "DUPLICATE",
}
LONGEST = 4000
REFERENCE = re.compile(r"\[F-\d{4}-[\d-]+\]$")  # of any report from here


def request_of(ticket: Ticket, *, sender: str) -> dict[str, Any]:
    fields: dict[str, Any] = {"service_code": ticket.code, "description": described(ticket)}
    if ticket.lat is not None and ticket.lon is not None:
        fields |= {"lat": f"{ticket.lat:.6f}", "long": f"{ticket.lon:.6f}"}
    fields |= {"address_string": ticket.place, "email": ticket.email or sender, "phone": ticket.phone}
    for answer in ticket.answers:
        values = [str(value) for value in answer.get("values", [])]
        if len(values) > 1:
            fields[f"attribute[{answer['code']}][]"] = values
        elif values:
            fields[f"attribute[{answer['code']}]"] = values[0]
    return {name: value for name, value in fields.items() if value}


def described(ticket: Ticket) -> str:
    """With our number at its end, by which the case is found again."""
    tail = f"\n\n{reference(ticket)}"
    return ticket.text[: LONGEST - len(tail)] + tail


def reference(ticket: Ticket) -> str:
    return f"[{ticket.number}]"


def is_of(ticket: Ticket, said: str) -> bool:
    """Only by the end, which is ours: before it stands what anybody may have written, the number of another too."""
    return said.rstrip().endswith(reference(ticket))


def ends_with_reference(said: str) -> bool:
    return REFERENCE.search(said.rstrip()) is not None


def update_of(external_id: str, ticket: Ticket, note: Note, *, sender: str) -> dict[str, Any]:
    fields = {
        "service_request_id": external_id,
        "update_id": note.key,
        "status": STATUSES.get(note.status, "UNCHANGED") if note.is_step else "UNCHANGED",
        "updated_datetime": note.at.isoformat(timespec="seconds"),
        "description": note.words or note.label,
        "email": ticket.email or sender,
    }
    return {name: value for name, value in fields.items() if value}


def update_with(photo: Photo, external_id: str) -> dict[str, Any]:
    return {
        "service_request_id": external_id,
        "update_id": f"photo-{photo.key}",
        "status": "UNCHANGED",
        "updated_datetime": photo.at.isoformat(timespec="seconds"),
        "description": photo.name,
    }
