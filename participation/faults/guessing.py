"""The category that the words of a report suggest. A guess: it is shown, and one tap corrects it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language

from participation.topics.stems import WORD, stems

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .models import FaultCategory

READ = 1000  # letters: what is wrong is said first
SHORTEST_PART = 4  # letters of a stem that counts inside another word, as "lamp" in "gatlampa"
SAME, PART = 3, 1
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
    said = stems(_telling(text[:READ])).split()
    best, most = None, (0, 0)
    for category in categories:
        keywords = [stems(words).split() for words in {*category.words, category.name}]
        points = sum(_points(keyword, said) for keyword in keywords)
        if points and (points, -_first(keywords, said)) > most:
            best, most = category, (points, -_first(keywords, said))
    return best


def _telling(text: str) -> str:
    """Without the small words of English, where it is English: our keywords are Swedish."""
    words = WORD.findall(text.lower())
    return " ".join(word for word in words if word not in IN_BOTH) if _is_english(words) else text


def _is_english(words: list[str]) -> bool:
    """By the small words; where they do not tell, by the language of the page."""
    english, swedish = (sum(word in known for word in words) for known in (ENGLISH_ONLY, SWEDISH))
    return english > swedish if english or swedish else get_language() == "en" and len(words) > 1


def _points(keyword: list[str], said: list[str]) -> int:
    """A keyword of several words counts where all of them are said."""
    if not keyword:
        return 0
    found = [max((_likeness(stem, word) for word in said), default=0) for stem in keyword]
    return min(found) * len(keyword)


def _first(keywords: list[list[str]], said: list[str]) -> int:
    """Where the first word stands that means anything: "skylten vid vägen" is about the sign."""
    meant = {stem for keyword in keywords for stem in keyword}
    return next((place for place, word in enumerate(said) if any(_likeness(stem, word) for stem in meant)), len(said))


def _likeness(stem: str, word: str) -> int:
    if stem == word:
        return SAME
    long_enough = len(stem) >= SHORTEST_PART
    return PART if long_enough and (word.startswith(stem) or word.endswith(stem)) else 0
