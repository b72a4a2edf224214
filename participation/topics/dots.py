"""Words typed without their rings and dots: "forskola" asks for "förskola", where little is found as it was typed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, combinations, islice, product

MEANT = {"a": "åä", "o": "ö"}
SHORTEST = 4  # letters: "far" and "ang" are words of their own, and "får" and "äng" others
MOST_DOTTED = 3  # letters in one word
MOST_SPELT = 60  # ways, those with the fewest dots first
FEW = 20  # hits, a page of them: whoever sees fewer is shown what may be meant after them


def are_typed(words: list[str]) -> bool:
    """Whoever has written one has the keys, and means the other letters, too."""
    return any(letter in word for word in words for letter in "åäö")


@lru_cache(maxsize=1_000)
def with_dots(word: str) -> tuple[str, ...]:
    """The other words that may be meant by one in small letters."""
    if len(word) < SHORTEST:
        return ()
    places = [place for place, letter in enumerate(word) if letter in MEANT]
    chosen = chain.from_iterable(combinations(places, number) for number in range(1, MOST_DOTTED + 1))
    return tuple(islice(chain.from_iterable(_dotted(word, some) for some in chosen), MOST_SPELT))


def _dotted(word: str, places: tuple[int, ...]) -> Iterator[str]:
    for letters in product(*(MEANT[word[place]] for place in places)):
        spelt = list(word)
        for place, letter in zip(places, letters, strict=True):
            spelt[place] = letter
        yield "".join(spelt)
