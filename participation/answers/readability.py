"""How heavy a Swedish text is to read: LIX (Björnsson 1968), and the sentences that could be two."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
# An end is a mark before a new beginning or the end, or a break between paragraphs; "t.ex." and "3.5" end nothing.
END = re.compile(r"[.!?:]+(?=[\s”\"')]*(?:\s+[\"”(]?[A-ZÅÄÖ0-9]|$))|\n\s*\n|\n\s*[-•–*]\s+")
SHORT_FORMS = re.compile(
    r"\b(t\.\s?ex|bl\.\s?a|d\.\s?v\.\s?s|o\.\s?s\.\s?v|m\.\s?m|s\.\s?k|f\.\s?d|kl|ca|nr|st)\.", re.IGNORECASE
)
LONG_WORD = 7  # letters: more than six
LONG_SENTENCE = 25  # words
ENOUGH = 20  # words below which the figure says nothing


@dataclass(frozen=True)
class Reading:
    """`lix` is None for a text too short to say anything about."""

    words: int
    lix: int | None
    long_sentences: tuple[str, ...]

    @property
    def verdict(self) -> str:
        if self.lix is None:
            return _("Texten är för kort för att mätas.")
        if self.lix < 30:
            return _("Mycket lätt att läsa.")
        if self.lix < 40:
            return _("Lätt att läsa.")
        if self.lix < 50:
            return _("Medelsvår. Korta meningar och vanligare ord gör den lättare.")
        return _("Svår. Dela meningar och byt långa ord.")

    @property
    def is_heavy(self) -> bool:
        return self.lix is not None and self.lix >= 40


def read(text: str) -> Reading:
    sentences = [one for one in (part.strip() for part in END.split(_without_short_forms(text))) if WORD.search(one)]
    words = [word for one in sentences for word in WORD.findall(one)]
    heavy = tuple(_opening(one) for one in sentences if len(WORD.findall(one)) > LONG_SENTENCE)
    if len(words) < ENOUGH:
        return Reading(len(words), None, heavy)
    long_words = sum(len(word.replace("-", "")) >= LONG_WORD for word in words)
    return Reading(len(words), round(len(words) / len(sentences) + 100 * long_words / len(words)), heavy)


def _without_short_forms(text: str) -> str:
    return SHORT_FORMS.sub(lambda found: found[0].replace(".", ""), text)


def _opening(sentence: str) -> str:
    """Enough of it to be found again."""
    words = sentence.split()
    return " ".join(words[:9]) + (" …" if len(words) > 9 else "")
