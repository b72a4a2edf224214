"""An OpenAPI contract that others wrote, to which what we send and what our double answers is held, call by call.

The same as a mock of the contract would tell (`prism mock --errors`), without Node and without a second server: each
request must be one that the contract has, with the parameters, headers and body that it wants and no others, and each
answer one that it promises. The contract is not ours to copy: the tests read it beside the project, or skip and say so.
"""

from __future__ import annotations

import json
import re
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .server import Asked, Said

FROM_THE_GATEWAY = (401, 403, 429, 503)  # in front of the system; no contract of its own tells of them


class Contract:
    def __init__(self, file: Path) -> None:
        self.spec, self.sent, self.answered = read(file)
        self.complaints: list[str] = []
        self.calls: set[tuple[str, str]] = set()

    def judge(self, asked: Asked, said: Said) -> None:
        """Called by the double, in a thread of its own: what is wrong is kept, never raised."""
        if asked.path == "/token" or said.status in FROM_THE_GATEWAY:
            return
        where = f"{asked.method} {asked.path}"
        found = self.operation(asked)
        if found is None:
            self.complaints.append(f"{where}: no such call")
            return
        self.calls.add((asked.method, found["path"]))
        wrong = [*self.wrong_with_request(asked, found), *self.wrong_with_answer(said, found)]
        self.complaints += [f"{where}: {words}" for words in wrong]

    def operation(self, asked: Asked) -> dict[str, Any] | None:
        """The call that the address means; of two, the one that is spelt out."""
        for path in sorted(self.spec["paths"], key=lambda path: path.count("{")):
            pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))
            told = self.spec["paths"][path].get(asked.method.lower())
            if told is not None and re.fullmatch(pattern, asked.path):
                return {**told, "path": path}
        return None

    # --- the request

    def wrong_with_request(self, asked: Asked, told: dict[str, Any]) -> Iterator[str]:
        known = dict(self.queries(told))
        for name, value in asked.query.items():
            if name not in known:
                yield f"the query {name} is not known"
            else:
                yield from self.wrong(as_told(value, known[name]), known[name], self.sent, f"query {name}")
        yield from self.wrong_with_body(asked, (told.get("requestBody") or {}).get("content", {}))

    def queries(self, told: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        """An object among them is written as its properties (style form, exploded), as OpenAPI has it."""
        for parameter in told.get("parameters", []):
            schema = self.resolved(parameter["schema"])
            if parameter["in"] == "query" and schema.get("type") == "object":
                yield from schema["properties"].items()
            elif parameter["in"] == "query":
                yield parameter["name"], schema

    def wrong_with_body(self, asked: Asked, content: dict[str, Any]) -> Iterator[str]:
        kind = (asked.headers.get("Content-Type") or "").split(";")[0]
        if not content:
            if asked.body:
                yield "a body where none is wanted"
        elif kind not in content:
            yield f"{kind or 'nothing'} where one of {', '.join(content)} is wanted"
        elif kind == "multipart/form-data":
            parts = {**asked.form, **{name: "" for name, _file, _content in asked.files}}
            yield from self.wrong(parts, content[kind]["schema"], self.sent, "body")
        else:
            yield from self.wrong(json.loads(asked.body), content[kind]["schema"], self.sent, "body")

    # --- the answer

    def wrong_with_answer(self, said: Said, told: dict[str, Any]) -> Iterator[str]:
        promised = told["responses"].get(str(said.status))
        if promised is None:
            yield f"answers {said.status}, which is not promised"
            return
        for name in promised.get("headers", {}):
            if name not in said.headers:
                yield f"answers {said.status} without {name}"
        content = promised.get("content", {})
        if not content and said.body:
            yield f"answers {said.status} with a body"
        elif content:
            if said.type not in content:
                yield f"answers {said.type}, not one of {', '.join(content)}"
            else:  # of some answers it promises no more than that they are JSON
                schema = content[said.type].get("schema", {})
                yield from self.wrong(json.loads(said.body), schema, self.answered, "answer")

    # --- schemas

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        name = schema.get("$ref", "").rpartition("/")[2]
        return self.sent["schemas"][name] if name else schema

    def wrong(self, value: Any, schema: dict[str, Any], components: dict[str, Any], what: str) -> Iterator[str]:
        validator = Draft202012Validator({**schema, "components": components})
        for error in validator.iter_errors(value):
            yield f"{what} {error.json_path}: {error.message[:200]}"


@cache
def read(file: Path) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The contract, its components as requests hold them, and as answers do."""
    spec = yaml.load(file.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    components = spec["components"]
    return spec, closed(components, drop="readOnly"), closed(components, drop="writeOnly")


def closed(components: dict[str, Any], *, drop: str) -> dict[str, Any]:
    """The schemas without the properties that go the other way only, and without room for names of one's own."""
    made = {"schemas": deepcopy(components["schemas"])}
    for schema in made["schemas"].values():
        if "properties" in schema and "additionalProperties" not in schema:
            schema["properties"] = {
                name: part for name, part in schema["properties"].items() if not part.get(drop) or schema.get(drop)
            }
            schema["additionalProperties"] = False
    return made


def as_told(value: str, schema: dict[str, Any]) -> Any:
    """A text of a query as what the contract says it is."""
    kind = schema.get("type")
    if kind == "integer" and re.fullmatch(r"-?\d+", value):
        return int(value)
    if kind == "boolean" and value in ("true", "false"):
        return value == "true"
    return [value] if kind == "array" else value
