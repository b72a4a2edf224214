"""An Open311 server that keeps what it gets, and can be told to differ as real ones do."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from .server import Asked, Double, Said


class Open311Double(Double):
    def __init__(self) -> None:
        super().__init__()
        self.requests: dict[str, dict[str, Any]] = {}
        self.updates: list[dict[str, Any]] = []  # to be fetched
        self.received: dict[str, dict[str, Any]] = {}  # posted to it, by update_id
        self.photos: list[bytes] = []
        self.root = "service_requests"
        self.created_status = 200
        self.tokens: dict[str, int] | None = None  # asked this many times before there is an id
        self.searches = True
        self.newest_first = False
        self.encoding = "utf-8"
        self.first = 1
        self.offered: dict[str, str] = {}  # what it says of itself, by path

    def answer(self, asked: Asked) -> Said:
        name, _dot, fmt = asked.path.rsplit("/", 1)[-1].rpartition(".")
        if offered := self.offered.get(asked.path.removesuffix(f".{fmt}")):
            return Said(200, offered.encode())
        if name == "requests":
            return self._create(asked, fmt) if asked.method == "POST" else self._list(asked, fmt)
        if name == "servicerequestupdates":
            return self._update(asked, fmt) if asked.method == "POST" else self._updates(fmt)
        if "/tokens/" in asked.path:
            return self._token(name, fmt)
        return self.error(404, "no such thing", fmt)

    def _create(self, asked: Asked, fmt: str) -> Said:
        number = str(self.first + len(self.requests))
        now = datetime.now(UTC).isoformat(timespec="seconds")
        row = {**asked.form, "service_request_id": number, "status": "open", "requested_datetime": now}
        row["updated_datetime"] = ""
        self.requests[number] = row
        self.photos += [content for _name, _file, content in asked.files]
        if self.tokens is not None:
            self.tokens[f"t{number}"] = self.tokens.pop("wait", 1)
            return self.rows([{"token": f"t{number}"}], fmt, "request", self.created_status)
        return self.rows([{"service_request_id": number, "service_notice": ""}], fmt, "request", self.created_status)

    def _list(self, asked: Asked, fmt: str) -> Said:
        """Past the end it gives the last page again, as some do."""
        if not self.searches:
            return self.error(404, "not supported", fmt)
        wanted = [
            row for row in self.requests.values() if asked.query.get("service_code") in (None, row["service_code"])
        ]
        if self.newest_first:
            wanted.reverse()
        size = 2
        pages = [wanted[start : start + size] for start in range(0, len(wanted), size)] or [[]]
        return self.rows(pages[min(int(asked.query.get("page", 1)), len(pages)) - 1], fmt, "request")

    def _token(self, token: str, fmt: str) -> Said:
        assert self.tokens is not None
        self.tokens[token] -= 1
        if self.tokens[token] > 0:
            return self.rows([{"token": token, "service_request_id": ""}], fmt, "request")
        return self.rows([{"token": token, "service_request_id": token[1:]}], fmt, "request")

    def _update(self, asked: Asked, fmt: str) -> Said:
        if asked.form["update_id"] in self.received:
            return self.error(400, "Update already exists", fmt)
        self.received[asked.form["update_id"]] = asked.form
        self.photos += [content for _name, _file, content in asked.files]
        return self.rows([{"update_id": str(len(self.received))}], fmt, "request_update")

    def _updates(self, fmt: str) -> Said:
        return self.rows(self.updates, fmt, "request_update", root="service_request_updates")

    def rows(self, rows: list[dict[str, Any]], fmt: str, name: str, status: int = 200, root: str = "") -> Said:
        if fmt == "json":
            return Said(status, json.dumps(rows).encode(), "application/json")
        inner = "".join(f"<{name}>{fields(row)}</{name}>" for row in rows)
        root = root or self.root
        text = f'<?xml version="1.0" encoding="utf-8"?>\n<{root}>{inner}</{root}>'
        return Said(status, text.encode(self.encoding))

    def error(self, status: int, words: str, fmt: str) -> Said:
        if fmt == "json":  # an object, where the specification says an array
            return Said(status, json.dumps({"code": status, "description": words}).encode(), "application/json")
        text = f"<errors><error><code>{status}</code><description>{words}</description></error></errors>"
        return Said(status, text.encode())


def fields(row: dict[str, Any]) -> str:
    return "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in row.items() if "[" not in name)


def told(update_id: str, case: str, status: str, at: datetime, words: str = "") -> dict[str, str]:
    return {
        "update_id": update_id,
        "service_request_id": case,
        "status": status,
        "updated_datetime": at.isoformat(timespec="seconds"),
        "description": words,
    }
