"""What an import did, or would do: counts, and the first rows of each kind. A trial gives the same."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

EXAMPLES = 5


@dataclass
class Found:
    count: int = 0
    rows: list[int] = field(default_factory=list)

    def add(self, row: int) -> None:
        self.count += 1
        insort(self.rows, row)
        del self.rows[EXAMPLES:]


@dataclass
class Part:
    """Of one file. `rows` = `new` + `known` + all that is `dropped`; remarks are about new ones."""

    file: str
    encoding: str
    rows: int = 0
    new: int = 0
    known: int = 0
    shown: int = 0
    roots: int = 0
    dropped: dict[str, Found] = field(default_factory=dict)
    remarks: dict[str, Found] = field(default_factory=dict)

    def drop(self, why: str, row: int) -> None:
        self.dropped.setdefault(why, Found()).add(row)

    def remark(self, what: str, row: int) -> None:
        self.remarks.setdefault(what, Found()).add(row)

    def remark_all(self, what: str, rows: Iterable[int]) -> None:
        for row in rows:
            self.remark(what, row)


@dataclass
class Report:
    mapping: str
    source: str
    ideas: Part
    comments: Part | None = None

    @property
    def is_nothing_new(self) -> bool:
        return not self.ideas.new and not (self.comments and self.comments.new)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
