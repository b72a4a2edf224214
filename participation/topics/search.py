"""Find topics by words: the same hits and the same order on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Or, PlainText

from .stems import WORD, stems

if TYPE_CHECKING:
    from .models import Topic
    from .querysets import TopicQuerySet

MOST_WORDS = 12
MOST_RANKED = 400  # the newest hits; beyond them nobody reads on
LONGEST_WORD = 60
# Words that every text holds. They are left out unless they are all that was asked for.
COMMON = (
    "alla att av behöver blir de den det du en ett finns för från ha har hur i ju kan kunna man med mer min mitt mot "
    "när och om oss på sig ska skulle som så till under upp ut vad var vara vi vid vill vår är över "
    "a an and are at for from how i in is it my of on or the there to we what when where with"
)
EVERYWHERE = frozenset(COMMON.split())


def search(topics: TopicQuerySet, words: str, limit: int = 200, *, any_word: bool = False) -> list[Topic]:
    """Those of `topics` that hold all of `words` (or, with `any_word`, one of them), best first.

    A word finds its other forms and longer words that begin with it: "skolor" finds "skola",
    "cykel" finds "cykelväg". `topics` may be filtered on the columns in `Topic.search_fields` only.
    """
    asked = asked_stems(words)
    if not asked:
        return []
    query = (Or if any_word else And)([PlainText(stem) for stem in asked])
    candidates = topics.order_by().defer("search_text")
    found = get_search_backend().autocomplete(query, candidates, order_by_relevance=False)[:MOST_RANKED]
    ranked = sorted(found, key=lambda topic: (relevance(topic, asked), topic.pk), reverse=True)
    return ranked[:limit]


def asked_stems(words: str) -> list[str]:
    """The stems that are looked for. Quotes, NUL and all that is no word are gone: databases choke on them."""
    told = [word[:LONGEST_WORD] for word in WORD.findall(words[:2000].lower())]
    weighty = [word for word in told if word not in EVERYWHERE] or told
    return list(dict.fromkeys(stems(" ".join(map(_indefinite, weighty[:MOST_WORDS]))).split()))


def _indefinite(word: str) -> str:
    """The stemmer leaves "skolan" as it is, though it knows "skolor": ask for "skola", which finds both."""
    return word[:-1] if len(word) > 4 and word.endswith("an") else word


def relevance(topic: Topic, asked: list[str]) -> int:
    """A word in the title weighs more than one in the text, the word itself more than the beginning of a longer."""
    title, text = topic.title_stems.split(), topic.stems.split()
    return sum(max(_match(stem, title) * 4, _match(stem, text)) for stem in asked)


def _match(stem: str, words: list[str]) -> int:
    if stem in words:
        return 3
    return 2 if any(word.startswith(stem) for word in words) else 0
