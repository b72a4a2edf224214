"""The whole check against a running portal: plant, walk, judge, take away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .fetching import OverHTTP
from .mails import in_mails
from .marks import Marks
from .planting import plant
from .removing import remove
from .truth import judge
from .walking import walk_as_everybody

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .truth import Verdict
    from .walking import Seen

PATHS: tuple[str, ...] = ()  # instead of all that there are


@dataclass
class Result:
    verdict: Verdict
    seen: Seen
    left: list[str] = field(default_factory=list)  # marks that could not be taken away

    @property
    def is_clean(self) -> bool:
        return not (self.verdict.leaks or self.verdict.unseen or self.seen.complaints or self.left)


def check(base_url: str, *, roles: Sequence[str], told: Callable[[str], None]) -> Result:
    """Whatever happens on the way, what was planted is taken away again."""
    marks = Marks()
    try:
        planted = plant(marks=marks)
        seen = walk_as_everybody(
            planted,
            lambda person: OverHTTP(base_url, person),
            roles=roles,
            only=PATHS,
            host=urlsplit(base_url).netloc,
            told=lambda role: told(f"walking as {role}"),
        )
        seen.sightings += in_mails(planted)
        result = Result(judge(seen, list(marks.names.values()), roles), seen)
    finally:
        left = remove(marks.run)
        for line in left:
            told(f"still there: {line}")
    result.left = left
    return result


def report(result: Result, roles: Sequence[str]) -> str:
    """A table of what each role saw, and the list of what is wrong."""
    lines = [f"{'role':<16}{'pages':>7}{'hidden things seen':>20}{'leaks':>7}"]
    for role in roles:
        leaks = sum(1 for leak in result.verdict.leaks if leak.role == role)
        lines.append(f"{role:<16}{result.seen.pages[role]:>7}{len(result.seen.things(role)):>20}{leaks:>7}")
    lines += ["", *(f"LEAK    {leak.role} saw: {leak.thing}, at {leak.where}" for leak in result.verdict.leaks)]
    lines += [f"BLIND   {role} did not find: {thing}" for role, thing in result.verdict.unseen]
    lines += [f"WRONG   {complaint}" for complaint in result.seen.complaints]
    lines += [f"LEFT    {line}" for line in result.left]
    lines.append("Nothing leaks." if result.is_clean else "")
    return "\n".join(lines)
