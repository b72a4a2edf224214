"""What somebody asked, as stems; no sign of theirs reaches a database's own language of questions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from participation.core.words import composed

from .dots import are_typed, with_dots
from .kin import kin
from .stems import LONGEST_WORD, letters_in, stem_of, words_in

MOST_WORDS = 12
MOST_READ = 2_000  # characters
SHORTEST_BEGINNING = 3  # letters: a shorter word is looked for as it is, not as the beginning of others
SHORTEST_AGAIN = 4
SHORTEST_MEANT = 5  # letters: with dots that nobody typed, "stol" and "hall" would begin "stöld" and "hållbar"
DROPPED_E = re.compile(r"(?<=[bdfgkmnpstv])l$")  # cykl, of cyklar, in "cykelväg"
# Words that every text holds. They are left out unless they are all that was asked for.
COMMON = (
    "alla att av behöver blir de den det du en ett finns för från ha har hur i ju kan kunna man med mer min mitt mot "
    "när och om oss på sig ska skulle som så till under upp ut vad var vara vi vid vill vår är över "
    "a an and are at for from how i in is it my of on or the there to we what when where with"
)
EVERYWHERE = frozenset(COMMON.split())


def apart(stems: str) -> str:
    """So that each stem has a space before and after it, and is found as one without taking the text to pieces."""
    return f" {stems} "


@dataclass(frozen=True)
class Term:
    """A word that was asked for: any of `stems`, or a longer word that begins with one of `beginnings`."""

    stems: tuple[str, ...]
    beginnings: tuple[str, ...] = ()
    word: str = field(default="", compare=False)  # as it was typed

    def weight(self, stems: str) -> int:
        """3 where the word itself is among `stems`, 2 where a longer one is. They stand between spaces: `apart()`."""
        if any(f" {stem} " in stems for stem in self.stems):
            return 3
        return 2 if any(f" {stem}" in stems for stem in self.beginnings) else 0

    def holds(self, word: str) -> bool:
        """Whether `word`, as somebody wrote it, is a form of this one."""
        stem = stem_of(composed(word).lower()[:LONGEST_WORD])
        return stem in self.stems or stem.startswith(self.beginnings)


@dataclass(frozen=True)
class Question:
    """`any_word`: one of the terms is enough; else all are needed. Its truth says whether there is anything to ask."""

    terms: tuple[Term, ...]
    any_word: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms)

    def with_dots(self) -> Question:
        """To be asked where this one finds few: as if rings and dots had been typed, too. Empty where they were, or
        where no letter can have any."""
        words = [term.word for term in self.terms]
        terms = tuple(map(_dotted, self.terms))
        return Question(() if are_typed(words) or terms == self.terms else terms, self.any_word)

    def for_postgresql(self) -> str:
        return self._spelt(lambda stem, star: f"'{stem}':*" if star else f"'{stem}'", " | ", " & ")

    def for_sqlite(self) -> str:
        return self._spelt(lambda stem, star: f'"{stem}"*' if star else f'"{stem}"', " OR ", " AND ")

    def _spelt(self, one: Callable[[str, bool], str], either: str, both: str) -> str:
        terms = [f"({either.join(one(stem, stem in term.beginnings) for stem in term.stems)})" for term in self.terms]
        return (either if self.any_word else both).join(terms)


def question(words: str, *, any_word: bool = False) -> Question:
    """Quotes, NUL and all that is no word are gone."""
    told = words_in(words, limit=MOST_READ)
    weighty = [word for word in told if word not in EVERYWHERE] or told
    terms = dict.fromkeys(map(_term, weighty[:MOST_WORDS]))
    return Question(tuple(terms), any_word)


def _term(word: str) -> Term:
    """The stemmer takes more of "skolmat" than of "skolmaten": what it makes of its own stem is looked for, too.

    Other forms are looked for as they are: "bron" asks for "bro", and not for all that begins with it.
    """
    word = word[:LONGEST_WORD]
    stem = stem_of(word)
    again = stem_of(stem)
    others = (DROPPED_E.sub("el", stem), again if len(again) >= SHORTEST_AGAIN else stem)
    own = tuple(dict.fromkeys((stem, *others)))
    return Term(tuple(dict.fromkeys((*own, *kin(word)))), own if len(word) >= SHORTEST_BEGINNING else (), word)


def _dotted(term: Term) -> Term:
    """Of the words that may be meant only their own stems: they are many already."""
    meant = tuple(dict.fromkeys(stem_of(word) for word in with_dots(term.word)))
    begin = tuple(stem for stem in meant if letters_in(stem) >= SHORTEST_MEANT)
    return Term((*term.stems, *meant), (*term.beginnings, *begin), term.word)
