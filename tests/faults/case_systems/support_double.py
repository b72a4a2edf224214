"""SupportManagement written from its contract, with a memory: errands, attachments, notes, versions, tokens."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from .server import Asked, Double, Said

if TYPE_CHECKING:
    from .contract import Contract

PROBLEM = "application/problem+json"
TAGGED = re.compile(r"externalTags.key:'(\w+)' and externalTags.value:'([\w-]+)'")
TOUCHED = re.compile(r"touched>'([^']+)'")


class SupportDouble(Double):
    def __init__(self) -> None:
        super().__init__()
        self.errands: dict[str, dict[str, Any]] = {}
        self.attachments: dict[str, dict[str, bytes]] = {}
        self.notes: dict[str, list[dict[str, Any]]] = {}
        self.measures: dict[str, list[dict[str, Any]]] = {}  # how long each status lasted
        self.gives_times = True
        self.valid, self.handed_out = {"t1"}, 0
        types = [{"name": "172", "displayName": "Gatubelysning"}]
        self.metadata: dict[str, Any] = {
            "categories": [{"name": "SUPPORT_CASE", "displayName": "Felanmälan", "types": types}],
            "statuses": [{"name": "NEW"}, {"name": "ONGOING"}, {"name": "AWAITING_PARTS"}],
        }

        self.contract: Contract | None = None

    def answer(self, asked: Asked) -> Said:
        said = self._answer(asked)
        if self.contract is not None:
            self.contract.judge(asked, said)
        return said

    def _answer(self, asked: Asked) -> Said:
        if asked.path == "/token":
            return self._token(asked)
        if (asked.headers.get("Authorization") or "")[7:] not in self.valid:
            return self.problem(401, "token ended")
        if asked.path == "/2281/FELANMALAN/metadata":
            return self.json(self.metadata)
        assert asked.path.startswith("/2281/FELANMALAN/errands"), asked.path
        parts = asked.path.split("/")[4:]
        if not parts:
            return self._create(asked) if asked.method == "POST" else self._search(asked)
        if parts[0] not in self.errands:
            return self.problem(404, "no such errand")
        if len(parts) == 1:
            return self._patch(parts[0], asked) if asked.method == "PATCH" else self.json(self.errands[parts[0]])
        return self._below(parts[0], parts[1], asked)

    def _token(self, asked: Asked) -> Said:
        assert asked.form == {"grant_type": "client_credentials"}
        self.handed_out += 1
        token = f"t{self.handed_out}"
        self.valid = {token}
        return self.json({"access_token": token, "token_type": "Bearer", "expires_in": 3600})

    def _create(self, asked: Asked) -> Said:
        errand = json.loads(asked.body)
        assert errand["priority"] in ("LOW", "MEDIUM", "HIGH")
        assert all("key" in parameter for parameter in errand["parameters"])
        key = f"e-{len(self.errands) + 1}"
        errand |= {"id": key, "created": stamp(), "touched": stamp(), "version": 1}
        self.errands[key], self.attachments[key], self.notes[key] = errand, {}, []
        self.measures[key] = [{"status": errand["status"], "startTime": stamp()}]
        return Said(201, b"", headers={"Location": f"/2281/FELANMALAN/errands/{key}"})

    def _search(self, asked: Asked) -> Said:
        told, rows = asked.query["filter"], list(self.errands.values())
        if found := TAGGED.fullmatch(told):
            tag = {"key": found[1], "value": found[2]}
            rows = [row for row in rows if tag in row["externalTags"]]
        elif found := TOUCHED.fullmatch(told):
            since = datetime.fromisoformat(found[1])
            rows = [row for row in rows if datetime.fromisoformat(row["touched"]) > since]
        else:
            return self.problem(400, f"filter {told}")
        page, size = int(asked.query["page"]), int(asked.query["size"])
        return self.json({"content": rows[page * size : (page + 1) * size], "totalElements": len(rows)})

    def _patch(self, key: str, asked: Asked) -> Said:
        errand = self.errands[key]
        told = asked.headers.get("If-Match")
        if told and told.strip('"') != str(errand["version"]):
            return self.problem(412, "version mismatch")
        self.set(key, **json.loads(asked.body))
        return self.json(errand)

    def set(self, key: str, **values: Any) -> None:
        errand = self.errands[key]
        if values.get("status", errand["status"]) != errand["status"]:
            self.measures[key][-1]["stopTime"] = stamp()
            self.measures[key].append({"status": values["status"], "startTime": stamp()})
        errand |= {**values, "touched": stamp(), "version": errand["version"] + 1}

    def _below(self, key: str, what: str, asked: Asked) -> Said:
        if what == "time-measure":
            return self.json(self.measures[key]) if self.gives_times else self.problem(403, "not yours")
        if what == "attachments" and asked.method == "POST":
            (field, name, content) = asked.files[0]
            assert field == "errandAttachment"
            self.attachments[key][f"{len(self.attachments[key])}:{name}"] = content
            return Said(201, b"", headers={"Location": f"{asked.path}/{len(self.attachments[key])}"})
        if what == "attachments":
            return self.json([{"fileName": name.split(":", 1)[1]} for name in self.attachments[key]])
        if asked.method == "POST":
            self.notes[key].append(json.loads(asked.body))
            return Said(201, b"", headers={"Location": f"{asked.path}/{len(self.notes[key])}"})
        return self.json({"notes": self.notes[key]})

    def json(self, value: Any) -> Said:
        return Said(200, json.dumps(value).encode(), "application/json")

    def problem(self, status: int, words: str) -> Said:
        return Said(status, json.dumps({"title": "Problem", "status": status, "detail": words}).encode(), PROBLEM)


def stamp() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
