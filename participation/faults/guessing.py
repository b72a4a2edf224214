"""The category that the words of a report suggest. A guess: it is shown, and one tap corrects it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import get_language

from participation.topics.stems import WORD, letters_in, stems, words_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from .models import FaultCategory

READ = 1000  # letters: what is wrong is said first
# Letters of a stem that counts inside another word. The head of a Swedish word stands last ("potthål", "cykelväg"), so
# less is asked of what ends one than of what begins one: "håll" is no "hål", and "vägg" no "väg".
SHORTEST_END, SHORTEST_BEGINNING = 3, 4
SAME, PART = 3, 1
# These tell where more than what: "gatan är hal" is about ice. They count where nothing else tells them apart.
WHERE = frozenset(stems("gata väg cykelväg gångväg cykelbana gångbana trottoar torg bro park övergångsställe").split())
# Stems that only look like they held the other: a car park is no park, and what has burnt is no well.
LOOK_ALIKE = {
    stems(stem): tuple(stems(others).split())
    for stem, others in {
        "park": "parkera parkering parkour",
        "träd": "inträde utträde företräde",
        "väg": "iväg",
        "brunn": "brunnit",
        "läcka": "brandsläckare",
        "glas": "glass",
        "gräs": "gräslig",
        "släckt": "brandsläckare",
        "plog": "plogging",
    }.items()
}
SLIPPERY = re.compile(r"(?:jätte|super|spegel|glas)?hal(?:t|a|are|ast)?")  # which is "halka", and no "hål" or "hals"
# In an English sentence "is" is no ice, and "in" and "so" are nothing that lies in the street either.
ENGLISH_ONLY = frozenset(
    WORD.findall(
        "the a an and of at to are was were have been be it its this that there my our your not no with by from near "
        "out off up down very some too can will should please broken light lights street road hole water tree trees "
        "sign sidewalk pavement missing dirty"
    )
)
IN_BOTH = frozenset(WORD.findall("is in on all so for or has had her here do over under"))
SWEDISH = frozenset(
    WORD.findall(
        "och att det den en ett som inte är av till med för har de vi jag där här mycket vid från nu finns ligger på i "
        "om ut upp ner blir hela stor stort stora ingen alla eller men"
    )
)


def guess(categories: Iterable[FaultCategory], text: str) -> FaultCategory | None:
    """The one whose keywords and name meet most of the words; of equals the one that is said first. None for none."""
    said = _meant(_telling(text[:READ]))
    best, most = None, NOTHING
    for category in categories:
        weight = _weight({tuple(_meant(words)) for words in {*category.words, category.name}}, said)
        if (weight.what or weight.where) and weight > most:
            best, most = category, weight
    return best


class Weight(NamedTuple):
    """Greater for what is meant more: by what is wrong, else by where. `*_at`: 0 for the first word, then -1, -2, .."""

    what: int
    what_at: int
    where: int
    where_at: int


NOTHING = Weight(0, -READ, 0, -READ)


def _weight(keywords: Collection[tuple[str, ...]], said: list[str]) -> Weight:
    where = [keyword for keyword in keywords if keyword and WHERE.issuperset(keyword)]
    what = [keyword for keyword in keywords if keyword not in where]
    return Weight(_sum(what, said), -_first(what, said), _sum(where, said), -_first(where, said))


def _meant(text: str) -> list[str]:
    words = words_in(text, limit=READ)
    return stems(" ".join("halka" if SLIPPERY.fullmatch(word) else word for word in words)).split()


def _telling(text: str) -> str:
    """Without the small words of English, where it is English: our keywords are Swedish."""
    words = words_in(text, limit=READ)
    return " ".join(word for word in words if word not in IN_BOTH) if _is_english(words) else text


def _is_english(words: list[str]) -> bool:
    """By the small words; where they do not tell, by the language of the page."""
    english, swedish = (sum(word in known for word in words) for known in (ENGLISH_ONLY, SWEDISH))
    return english > swedish if english or swedish else get_language() == "en" and len(words) > 1


def _sum(keywords: Iterable[tuple[str, ...]], said: list[str]) -> int:
    return sum(_points(keyword, said) for keyword in keywords)


def _points(keyword: tuple[str, ...], said: list[str]) -> int:
    """A keyword of several words counts where all of them are said."""
    if not keyword:
        return 0
    found = [max((_likeness(stem, word) for word in said), default=0) for stem in keyword]
    return min(found) * len(keyword)


def _first(keywords: Iterable[tuple[str, ...]], said: list[str]) -> int:
    """Where the first word stands that means anything: "skylten vid lyktan" is about the sign."""
    meant = {stem for keyword in keywords for stem in keyword}
    return next((place for place, word in enumerate(said) if any(_likeness(stem, word) for stem in meant)), len(said))


def _likeness(stem: str, word: str) -> int:
    if stem == word:
        return SAME
    if any(other in word for other in LOOK_ALIKE.get(stem, ())):
        return 0
    letters = letters_in(stem)
    ends = letters >= SHORTEST_END and word.endswith(stem)
    return PART if ends or (letters >= SHORTEST_BEGINNING and word.startswith(stem)) else 0
