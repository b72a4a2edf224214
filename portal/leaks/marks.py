from __future__ import annotations

import re
import secrets
import string
from dataclasses import dataclass, field

LETTERS = "bcdfghjklmnpqrstvwxz"  # no vowels: no word, and no stem, of any language
HOST = "invalid"  # a name that no mail can ever reach (RFC 2606)


@dataclass
class Marks:
    """Words that exist nowhere else, one for each hidden thing. All of a run begin alike, so that they can be removed.

    A mark is letters and digits of one length: search takes it for one word, and none is part of another.
    """

    run: str = field(default_factory=lambda: "zq" + "".join(secrets.choice(LETTERS) for _ in range(6)))
    names: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """The mark of the thing called `name` in the truth."""
        for mark, known in self.names.items():
            if known == name:
                return mark
        mark = f"{self.run}{len(self.names):03d}x"
        self.names[mark] = name
        return mark

    def address(self, name: str) -> str:
        return f"{self.of(name)}@{self.run}.{HOST}"

    def nobody(self) -> str:
        """A word of the same shape that was planted nowhere."""
        return f"{self.run}{string.digits[-1] * 3}x"

    def found_in(self, content: bytes) -> set[str]:
        """Names of the things whose mark stands in `content`, in upper or lower case."""
        pattern = re.compile(rb"(?i)" + self.run.encode() + rb"\d{3}x")
        marks = {found.decode().lower() for found in pattern.findall(content)}
        return {self.names[mark] for mark in marks if mark in self.names}
