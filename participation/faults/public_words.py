"""What a citizen wrote, as others may read it: without what tells how to reach a person, or who somebody is.

Numbers are written in many ways ("070 - 123 45 67", "811228–9874"): figures with spaces, dashes and dots between are
read as one run, and what in the run can be such a number goes. An innocent number that goes is a small harm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

AT = r"(?:[@\uff20\ufe6b]|[(\[{<][^\S\n]?(?:@|at|a|snabel-?a)[^\S\n]?[)\]}>]|\bsnabel-?a\b)"
EMAIL = re.compile(
    rf"[\w.+%-]{{1,64}}[^\S\n]{{0,3}}{AT}[^\S\n]{{0,3}}[\w-]{{1,63}}(?:(?:\.|[^\S\n]\.[^\S\n])[\w-]{{1,63}})+", re.I
)
# What may stand between two figures of one number: spaces, dashes of all kinds, what is not seen, and a few signs.
DASHES = (
    r"\-\u00ad\u02d7\u058a\u05be\u1400\u1806\u2010-\u2015\u2043\u207b\u208b\u2212\u2500\u2e17\u2e1a\u2e3a\u2e3b\u2e40"
    r"\u2e5d\u301c\u3030\u30a0\u30fc\ufe31\ufe32\ufe58\ufe63\uff0d\U00010ead"
)
GAP = rf"(?:[^\S\n\r]|[{DASHES}\u200b-\u200d\u2060\ufeff.\u00b7\u2022_~+()/]){{0,5}}"
RUN = re.compile(rf"\+?\d(?:{GAP}\d)+")
GROUP = re.compile(r"\d+")
LAST = rf"(?!{GAP}\d)"
TIME = r"(?:[01]?\d|2[0-4])[.:][0-5]\d"
YEAR_FIRST = rf"(?:19|20)\d\d[./ {DASHES}](?:0\d|1[0-2])[./ {DASHES}](?:[0-2]\d|3[01])(?!\d)"
DAY_FIRST = rf"(?:[0-2]?\d|3[01])[./ {DASHES}](?:0?\d|1[0-2])[./ {DASHES}](?:19|20)\d\d(?!\d)"
DAY_AND_TIME = re.compile(rf"(?:{YEAR_FIRST}|{DAY_FIRST})[^\S\n]{TIME}")
# Figures with signs between that are no phone number: a day and perhaps a time, hours, and the number of a report.
KEPT = re.compile(
    rf"{YEAR_FIRST}(?:[^\S\n]{TIME}{LAST})?|{DAY_FIRST}(?:[^\S\n]{TIME})?{LAST}"
    rf"|{TIME}[^\S\n]?[{DASHES}][^\S\n]?{TIME}{LAST}|(?<=F-)\d{{4}}-\d{{4}}-\d{{4,}}"
)
PHONE_FROM_HERE = re.compile(r"0[1-9]")
PHONE_FROM_ABROAD = re.compile(r"00[1-9]|46[1-9]\d{6}")
SHORTEST_PHONE, LONGEST_HERE, LONGEST_PHONE = 7, 10, 15
MAY_TELL = re.compile(r"[@\uff20\ufe6b\d]|[(\[{<]\s?a|snabel", re.I)


@dataclass(frozen=True)
class Group:
    """Figures that stand together: where in the text."""

    start: int
    end: int
    figures: str


def public_words(text: str) -> str:
    """`text` with e-mail addresses, phone numbers and Swedish personal numbers left out, each with a word instead."""
    if not MAY_TELL.search(text):
        return text
    text = EMAIL.sub(lambda _found: _("[e-postadress borttagen]"), text)
    return RUN.sub(_masked, text)


def _masked(run: re.Match[str]) -> str:
    """First who somebody is; then, in what lies between, how to reach them."""
    text, at = run.string, run.start()
    groups = [Group(*found.span(), found[0]) for found in GROUP.finditer(text, *run.span())]
    written = []
    for start, end, words in _found(text, groups):
        written += [text[at:start], words]
        at = end
    return "".join([*written, text[at : run.end()]])


def _found(text: str, groups: list[Group]) -> list[tuple[int, int, str]]:
    """Where each number begins and ends, with the words to put there, in order."""
    found, between = [], []
    while groups:
        if length := _personal(text, groups):
            found += [*_phones(text, between), (groups[0].start, groups[length - 1].end, _("[personnummer borttaget]"))]
            between, groups = [], groups[length:]
        else:
            between, groups = [*between, groups[0]], groups[1:]
    return [*found, *_phones(text, between)]


def _personal(text: str, groups: list[Group]) -> int:
    """How many of the first groups are a personal number."""
    figures = ""
    for length, group in enumerate(groups, start=1):
        figures += group.figures
        if len(figures) > 12:
            break
        if len(figures) == 10 or (len(figures) == 12 and figures[:2] in ("18", "19", "20")):
            is_time = DAY_AND_TIME.fullmatch(text, groups[0].start, group.end)
            if not is_time and _is_a_day(figures[-10:]) and _sums(figures[-10:]):
                return length
    return 0


def _phones(text: str, groups: list[Group]) -> list[tuple[int, int, str]]:
    found = []
    while groups:
        if kept := KEPT.match(text, groups[0].start):
            groups = [group for group in groups[1:] if group.start >= kept.end()]
        elif length := _phone(text, groups):
            start = groups[0].start - (text[: groups[0].start].endswith("+"))
            found.append((start, groups[length - 1].end, _("[telefonnummer borttaget]")))
            groups = groups[length:]
        else:
            groups = groups[1:]
    return found


def _phone(text: str, groups: list[Group]) -> int:
    """How many of the first groups are a phone number. After a slash stands the rest of a diary number."""
    figures, before = "".join(group.figures for group in groups), text[: groups[0].start][-2:]
    from_abroad = before.endswith("+") or PHONE_FROM_ABROAD.match(figures)
    if not (from_abroad or PHONE_FROM_HERE.match(figures)) or re.fullmatch(r"\d/", before):
        return 0
    here = 0 if from_abroad else _within(groups, LONGEST_HERE)
    return here or _within(groups, LONGEST_PHONE)


def _within(groups: list[Group], longest: int) -> int:
    """How many groups hold `longest` figures at most; 0 if that is too few for a phone number."""
    length, figures = 0, 0
    for group in groups:
        if figures + len(group.figures) > longest:
            break
        length, figures = length + 1, figures + len(group.figures)
    return length if figures >= SHORTEST_PHONE else 0


def _is_a_day(figures: str) -> bool:
    """The day of a coordination number is sixty higher."""
    month, day = int(figures[2:4]), int(figures[4:6])
    try:
        date(2000, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def _sums(figures: str) -> bool:
    """The last figure is a check on the others (Luhn), which an order or diary number seldom meets."""
    doubled = [int(figure) * (2 - place % 2) for place, figure in enumerate(figures)]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0
