"""How well the signals of moderation find what ought to be read: `python -m benchmarks.signals`.

Reads ../shared/data/swedish and copies nothing of it: comments that people marked as spam or not (in English), a list
of offensive Swedish words in which ordinary ones stand, and Swedish prose and words, where nothing should be found.
What it finds is written to benchmarks/signals.csv; docs/signals.md says how it is read.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "swedish"
RESULTS = Path(__file__).parent / "signals.csv"
COLUMNS = ["signal", "found", "right", "precision", "recall"]
PROSE = ("ud_swedish_pud_text.txt", "ud_swedish_talbanken_dev_text.txt", "ud_swedish_talbanken_test_text.txt")
# Of the list of offensive words, those that scold a person. The rest are oaths, bodies, and words such as hård and sås.
SCOLDS = frozenset(
    {"arsle", "dra åt helvete", "fitta", "fittig", "kötthuvud", "neger", "nigger", "rövhål", "skit ner dig", "subba"}
)


def main() -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    os.environ.setdefault("DEBUG", "true")
    django.setup()
    rows = [*of_comments(), of_list()]
    false = Counter({name: sum(map(bool, of_prose(DATA / name))) for name in PROSE})
    with RESULTS.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    for row in rows:
        print(row)
    for name, number in false.items():
        print(f"{name}: {number} of {len(lines(DATA / name))} sentences would be raised")
    vocabulary = [word for word in lines(DATA / "snowball_sv_voc.txt") if insulting(word)]
    print(f"snowball_sv_voc.txt: {len(vocabulary)} words insult: {', '.join(vocabulary)}")
    missed = sorted(word for word in lines(DATA / "ldnoobw_sv.txt") if insulting(word) != (word in SCOLDS))
    print(f"ldnoobw_sv.txt: judged otherwise: {', '.join(missed) or 'none'}")
    return 0


def of_comments() -> list[dict[str, Any]]:
    """Each signal alone, and all together: of somebody who has been here for long, and of a new account."""
    from participation.moderation.noticing.kinds import Kind, is_enough

    judged = comments()
    rows = [
        figures(kind.value, judged, lambda kinds, kind=kind: kind in kinds) for kind in Kind if kind in seen(judged)
    ]
    rows.append(figures("together, an old account", judged, is_enough))
    rows.append(figures("together, a new account", judged, lambda kinds: is_enough(kinds | {str(Kind.NEW)})))
    return rows


def comments() -> list[tuple[set[str], bool]]:
    """What is noticed of each, and whether it is spam. The same words further down were written by another account."""
    from participation.moderation.noticing.kinds import Kind
    from participation.moderation.noticing.links import hosts_in
    from participation.moderation.noticing.looking import fingerprint_of, in_text

    before: set[str] = set()
    judged = []
    with (DATA / "comment_spam.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = row["CONTENT"]
            hosts = hosts_in(text)
            kinds = {str(signal.kind) for signal in in_text(text, hosts)}
            mark = fingerprint_of(text, hosts)
            if mark and mark in before:
                kinds.add(str(Kind.COPIED))
            before.add(mark)
            judged.append((kinds, row["CLASS"] == "1"))
    return judged


def seen(judged: Iterable[tuple[set[str], bool]]) -> set[str]:
    return set().union(*(kinds for kinds, _spam in judged))


def figures(name: str, judged: list[tuple[set[str], bool]], finds: Callable[[set[str]], bool]) -> dict[str, Any]:
    found = [spam for kinds, spam in judged if finds(kinds)]
    return line(name, len(found), sum(found), sum(spam for _kinds, spam in judged))


def of_list() -> dict[str, Any]:
    """The list of offensive words, each as a text of its own."""
    found = [word for word in lines(DATA / "ldnoobw_sv.txt") if insulting(word)]
    return line("insults in the list of offensive words", len(found), sum(w in SCOLDS for w in found), len(SCOLDS))


def of_prose(path: Path) -> list[bool]:
    from participation.moderation.noticing.kinds import is_enough
    from participation.moderation.noticing.links import hosts_in
    from participation.moderation.noticing.looking import in_text

    return [is_enough({str(one.kind) for one in in_text(text, hosts_in(text))}) for text in lines(path)]


def insulting(text: str) -> bool:
    from participation.moderation.noticing.words import insult_in, plain, threat_in

    return bool(insult_in(plain(text)) or threat_in(plain(text)))


def lines(path: Path) -> list[str]:
    return [text.strip() for text in path.read_text(encoding="utf-8").splitlines() if text.strip()]


def line(name: str, found: int, right: int, all_right: int) -> dict[str, Any]:
    return {
        "signal": name,
        "found": found,
        "right": right,
        "precision": f"{right / found:.2f}" if found else "",
        "recall": f"{right / all_right:.2f}" if all_right else "",
    }


if __name__ == "__main__":
    raise SystemExit(main())
