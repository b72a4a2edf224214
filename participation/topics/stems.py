"""Word stems that make "skolor" find "skola", on any database.

The stems are computed here and stored, because SQLite has no Swedish stemmer and folds
å, ä and ö into a and o. Both databases then only compare plain words.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import snowballstemmer

from participation.core.words import composed

WORD = re.compile(r"[^\W_]+", re.UNICODE)
ADDRESS = re.compile(r"(?:https?://|\bwww\.)\S+", re.IGNORECASE)
KEEP_APART = str.maketrans({"å": "aaq", "ä": "aeq", "ö": "oeq", "é": "e", "ü": "y"})
LONGEST_WORD = 60  # letters: an index takes no endless words
ARTICLES = ("an", "et")  # what the Swedish stemmer leaves of "skolan" and "biblioteket"
SYNCOPATED = re.compile(r"(?<=[bdfgkmnpstv])eln?$")  # cykel, cykeln, cyklar
LAST_S = re.compile(r"(?<=[bcdfghjklmnoprtvy])s$")  # lekplats, lekplatsen
# The stemmer takes "motor" for a plural, as "gator" and "lyktor" are: it would be "mot", and "dator" be "data".
MACHINE = re.compile(r"(.*(?:(?<!g)ator|(?<!ly)ktor|motor|nsor))(?:e?ns?|s|er|erna|ers|ernas)?")
_local = threading.local()


def stems(text: str, *, limit: int = 20_000) -> str:
    """The stems of `text` in order, joined by spaces; å, ä and ö are spelt so that no database folds them."""
    told = words_in(without_addresses(text[:limit]), limit=limit)
    return " ".join(stem_of(word[:LONGEST_WORD]) for word in told)


def without_addresses(text: str) -> str:
    """The parts of a web address are nobody's words, and "forskola" there is no spelling of its own."""
    return ADDRESS.sub(" ", text)


def words_in(text: str, *, limit: int) -> list[str]:
    """The words of the first `limit` characters, in small letters; one that was pasted in parts of letters is whole."""
    return WORD.findall(composed(text[:limit]).lower())


@lru_cache(maxsize=100_000)
def stem_of(word: str) -> str:
    """One stem for all forms of a word in small letters: skola, skolan, skolor; cykel, cyklar."""
    if found := MACHINE.fullmatch(word):
        return found[1].translate(KEEP_APART)
    stemmer = _stemmer()
    stem = stemmer.stemWord(word)
    while len(stem) > 4 and stem.endswith(ARTICLES):
        stem = stemmer.stemWord(stem[:-1] if stem.endswith("an") else stem[:-2])
    return LAST_S.sub("", SYNCOPATED.sub("l", stem)).translate(KEEP_APART)


@lru_cache(maxsize=10_000)
def letters_in(stem: str) -> int:
    """As people count them: what is spelt apart is one letter."""
    return len(stem) - sum(stem.count(spelt) * (len(spelt) - 1) for spelt in ("aaq", "aeq", "oeq"))


def _stemmer() -> snowballstemmer.basestemmer.BaseStemmer:
    if not hasattr(_local, "stemmer"):  # a stemmer keeps state while it works: one for each thread
        _local.stemmer = snowballstemmer.stemmer("swedish")
    return _local.stemmer
