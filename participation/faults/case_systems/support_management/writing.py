"""A report as an errand of SupportManagement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from participation.faults.case_systems.protocol import Ticket

TAG = "samskapaId"  # our number stands under it
PRIORITIES = {1: "LOW", 2: "MEDIUM", 3: "HIGH", 4: "HIGH"}
LONGEST_VALUE = 3000


def errand_of(ticket: Ticket, *, category: str, status: str) -> dict[str, Any]:
    errand: dict[str, Any] = {
        "title": f"{ticket.category or 'Felanmälan'} {ticket.number}",
        "priority": PRIORITIES[ticket.priority],
        "status": status,
        "classification": {"category": category, "type": ticket.code},
        "channel": "WEB_UI",
        "reporterUserId": "samskapa",
        "description": ticket.text,
        "externalTags": [{"key": TAG, "value": ticket.number}],
        "parameters": _parameters(ticket),
    }
    if channels := _channels(ticket):
        errand["stakeholders"] = [{"role": "CONTACT", "contactChannels": channels}]
    return errand


def _channels(ticket: Ticket) -> list[dict[str, str]]:
    told = (("Email", ticket.email), ("Phone", ticket.phone))
    return [{"type": kind, "value": value} for kind, value in told if value]


def _parameters(ticket: Ticket) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if ticket.lat is not None and ticket.lon is not None:
        found.append({"key": "coordinates", "values": [f"{ticket.lat:.6f},{ticket.lon:.6f}"]})
    if ticket.place:
        found.append({"key": "address", "values": [ticket.place]})
    for answer in ticket.answers:
        values = [str(value)[:LONGEST_VALUE] for value in answer.get("values", [])]
        if values:
            found.append({"key": answer["code"], "displayName": answer.get("question", ""), "values": values})
    return found
