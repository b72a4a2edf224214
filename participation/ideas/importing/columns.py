"""How a mapping names a column: `title`, one of several `supports|votes`, one for each language `title/*`,
one that may be missing `latitude?`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings

ANY = "*"


@dataclass(frozen=True)
class Column:
    """The first of `names` that has something in it."""

    names: tuple[str, ...]
    is_optional: bool

    @classmethod
    def parse(cls, words: str) -> Column:
        names = [name.strip() for name in words.split("|")]
        return cls(tuple(name.removesuffix("?") for name in names), any(name.endswith("?") for name in names))

    def is_among(self, columns: Iterable[str]) -> bool:
        return self.is_optional or any(_fits(name, column) for name in self.names for column in columns)

    def read(self, cells: Mapping[str, str]) -> tuple[str, str]:
        """The text, and what stood for the star: the language of a translated column, our own where it is there."""
        for name in self.names:
            if not name.endswith(ANY):
                if found := cells.get(name, "").strip():
                    return found, ""
                continue
            start = name.removesuffix(ANY)
            ours = f"{start}{settings.LANGUAGE_CODE}"
            for column in sorted(cells, key=lambda column: column != ours):  # the others stay in the order of the file
                if _fits(name, column) and (text := cells[column].strip()):
                    return text, column.removeprefix(start)
        return "", ""

    def text(self, cells: Mapping[str, str]) -> str:
        return self.read(cells)[0]

    def __str__(self) -> str:
        return "|".join(self.names)


def _fits(name: str, column: str) -> bool:
    if not name.endswith(ANY):
        return name == column
    start = name.removesuffix(ANY)
    return column.startswith(start) and "/" not in column.removeprefix(start) and column != start
