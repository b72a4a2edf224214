"""Word stems that make "skolor" find "skola", on any database.

The stems are computed here and stored, because SQLite has no Swedish stemmer and folds
å, ä and ö into a and o. Both databases then only compare plain words.
"""

from __future__ import annotations

import re
import threading

import snowballstemmer

WORD = re.compile(r"[^\W_]+", re.UNICODE)
KEEP_APART = str.maketrans({"å": "aaq", "ä": "aeq", "ö": "oeq", "é": "e", "ü": "y"})
_local = threading.local()


def stems(text: str, *, limit: int = 20_000) -> str:
    """The stems of `text` in order, joined by spaces; å, ä and ö are spelt so that no database folds them."""
    words = WORD.findall(text[:limit].lower())
    return " ".join(stem.translate(KEEP_APART) for stem in _stemmer().stemWords(words))


def _stemmer() -> snowballstemmer.basestemmer.BaseStemmer:
    if not hasattr(_local, "stemmer"):  # a stemmer keeps state while it works: one for each thread
        _local.stemmer = snowballstemmer.stemmer("swedish")
    return _local.stemmer
